using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>
/// Applies a roster of any size inside one transaction: reads in lists of a thousand, writes only what differs, so that the
/// usual roster, which changes nothing, writes nothing.
/// </summary>
internal sealed class RosterChanges(Session session, Course course, DateTimeOffset now)
{
    // A deployment may belong to another tenant than its platform, so the platform is looked up by its id alone.
    private static readonly Sql SelectIssuer = new("SELECT issuer FROM platforms WHERE id = @Platform");

    private static readonly Sql SelectIdentities = new("""
        SELECT sub, learner_id AS learner FROM learner_identities WHERE tenant_id = @Tenant AND issuer = @Issuer AND sub IN @Subs
        """);

    private static readonly Sql InsertIdentity = Sql.InsertIfAbsent(
        "learner_identities", ["tenant_id", "issuer", "sub", "learner_id", "created_at"], key: ["tenant_id", "issuer", "sub"]);

    private static readonly Sql SelectLearners = new($"SELECT {LearnerRepository.Columns} FROM learners WHERE tenant_id = @Tenant AND id IN @Ids");

    private static readonly Sql InsertLearner = new("""
        INSERT INTO learners (id, tenant_id, subject, name, given_name, family_name, email, locale, name_agreed, created_at)
        VALUES (@Id, @Tenant, @Subject, @Name, @GivenName, @FamilyName, @Email, @Locale, @NameAgreed, @CreatedAt)
        """);

    private static readonly Sql UpdateLearner = new("""
        UPDATE learners SET name = @Name, given_name = @GivenName, family_name = @FamilyName, email = @Email, locale = @Locale
        WHERE tenant_id = @Tenant AND id = @Id
        """);

    private static readonly Sql SelectAllMembers = new("""
        SELECT learner_id AS learner, roles, can_earn, has_left FROM course_members WHERE tenant_id = @Tenant AND course_id = @Course
        """);

    private static readonly Sql SelectMembers = new("""
        SELECT learner_id AS learner, roles, can_earn, has_left FROM course_members WHERE tenant_id = @Tenant AND course_id = @Course AND learner_id IN @Ids
        """);

    private static readonly Sql InsertMember = Sql.InsertIfAbsent(
        "course_members", ["tenant_id", "course_id", "learner_id", "roles", "can_earn", "has_left", "seen_at"], key: ["tenant_id", "course_id", "learner_id"]);

    private static readonly Sql UpdateMember = new("""
        UPDATE course_members SET roles = @Roles, can_earn = @CanEarn, has_left = @HasLeft, seen_at = @SeenAt
        WHERE tenant_id = @TenantId AND course_id = @CourseId AND learner_id = @LearnerId
        """);

    private static readonly Sql RestEvaluations = new("""
        UPDATE evaluations SET due_at = NULL, hold = NULL, needs_decision = {false}
        WHERE tenant_id = @TenantId AND learner_id = @LearnerId AND mapping_id IN (SELECT m.id FROM course_mappings m WHERE m.tenant_id = @TenantId AND m.course_id = @CourseId)
        """);

    private static readonly Sql SelectMappings = new("SELECT id FROM course_mappings WHERE tenant_id = @Tenant AND course_id = @Course AND state = @Active");

    private readonly Bindings bindings = new(session, course.Tenant, course.Platform, now);

    public async Task<RosterChange> Apply(IReadOnlyList<RosterMember> told, bool isWhole, CancellationToken ct)
    {
        RosterMember[] members = [.. told.Where(member => !member.HasLeft)];
        var learners = await Identify(members, ct);
        if (members.Length < told.Count) await Leave([.. told.Where(member => member.HasLeft).Select(member => member.Sub)], [.. learners.Values], ct);
        var known = members.Select(member => (Learner: learners[member.Sub], Member: member)).ToArray();
        await UpdateProfiles(known, ct);

        var keys = known.SelectMany(pair => pair.Member.AllKeys.Select(key => (pair.Learner, key))).ToArray();
        var conflicts = await bindings.Add(keys, ct);
        await bindings.Wake([.. keys.Select(pair => pair.key)], ct);

        var mayEarn = await Enrol(known, isWhole, ct);
        return new([.. known.Select(pair => pair.Learner)], await MakeDue(mayEarn, ct), [.. conflicts.Select(key => key.ToString())]);
    }

    // The identity is claimed first and the person made after it, so a lost race leaves no person without an account.
    private async Task<Dictionary<string, LearnerId>> Identify(IReadOnlyList<RosterMember> members, CancellationToken ct)
    {
        var issuer = await session.First<string>(SelectIssuer, new { course.Platform }, ct) ?? throw new InvalidOperationException($"Platform {course.Platform} is gone.");
        var learners = await LoadIdentities(issuer, members.Select(member => member.Sub), ct);
        NewIdentity[] missing =
        [
            .. members.Where(member => !learners.ContainsKey(member.Sub)).DistinctBy(member => member.Sub).OrderBy(member => member.Sub, StringComparer.Ordinal)
                .Select(member => new NewIdentity(course.Tenant, issuer, member.Sub, new(Guid.CreateVersion7(now)), now)),
        ];
        var claimed = missing.Zip(await session.ExecuteMany(InsertIdentity, missing, ct), (identity, affected) => affected == 1 ? identity : null)
            .OfType<NewIdentity>().ToDictionary(identity => identity.Sub, identity => identity.LearnerId, StringComparer.Ordinal);
        await Create([.. members.DistinctBy(member => member.Sub).Where(member => claimed.ContainsKey(member.Sub))], claimed, ct);

        foreach (var (sub, learner) in claimed) learners[sub] = learner;
        var lost = missing.Where(identity => !claimed.ContainsKey(identity.Sub)).Select(identity => identity.Sub);
        foreach (var (sub, learner) in await LoadIdentities(issuer, lost, ct)) learners[sub] = learner;
        return learners;
    }

    private async Task<Dictionary<string, LearnerId>> LoadIdentities(string issuer, IEnumerable<string> subs, CancellationToken ct)
    {
        Dictionary<string, LearnerId> found = new(StringComparer.Ordinal);
        foreach (var chunk in subs.Distinct(StringComparer.Ordinal).Chunk(Lists.Most))
            foreach (var row in await session.Query<IdentityRow>(SelectIdentities, new { course.Tenant, Issuer = issuer, Subs = chunk }, ct)) found[row.Sub] = row.Learner;
        return found;
    }

    private Task<int[]> Create(IReadOnlyList<RosterMember> members, Dictionary<string, LearnerId> ids, CancellationToken ct) => session.ExecuteMany(
        InsertLearner,
        [
            .. members.Select(member => new Learner(
                ids[member.Sub], course.Tenant, $"urn:uuid:{Guid.NewGuid():D}", member.Name, member.GivenName, member.FamilyName, member.Email, member.Locale,
                NameAgreed: false, now)),
        ],
        ct);

    // What this source does not say, another has said: nulls change nothing.
    private async Task UpdateProfiles((LearnerId Learner, RosterMember Member)[] known, CancellationToken ct)
    {
        foreach (var chunk in known.DistinctBy(pair => pair.Learner).Chunk(Lists.Most))
        {
            var stored = (await session.Query<Learner>(SelectLearners, new { course.Tenant, Ids = chunk.Select(pair => pair.Learner).ToArray() }, ct)).ToDictionary(learner => learner.Id);
            var changed = chunk.Select(pair => Merge(stored[pair.Learner], pair.Member)).Where(learner => learner != stored[learner.Id]);
            Learner[] all = [.. changed];
            await session.ExecuteMany(UpdateLearner, all, ct);
            // A credential without its holder's e-mail can name it now.
            foreach (var learner in all.Where(one => stored[one.Id].Email is null or "" && one.Email is not (null or "")))
                await ReissueRepository.OfLearner(session, course.Tenant, learner.Id, now, ct);
        }
    }

    private static Learner Merge(Learner learner, RosterMember member) => learner with
    {
        Name = member.Name ?? learner.Name,
        GivenName = member.GivenName ?? learner.GivenName,
        FamilyName = member.FamilyName ?? learner.FamilyName,
        Email = member.Email ?? learner.Email,
        Locale = member.Locale ?? learner.Locale,
    };

    /// <returns>Who may earn now and could not before.</returns>
    private async Task<IReadOnlyList<LearnerId>> Enrol((LearnerId Learner, RosterMember Member)[] known, bool isWhole, CancellationToken ct)
    {
        var before = await LoadMembers([.. known.Select(pair => pair.Learner).Distinct()], isWhole, ct);
        // Whoever is in the course with two accounts earns only if neither is staff.
        MemberRow[] after =
        [
            .. known.GroupBy(pair => pair.Learner, pair => pair.Member)
                .Select(member => new MemberRow(
                    course.Tenant, course.Id, member.Key, Lines.Join(member.SelectMany(one => one.Roles).Distinct(StringComparer.Ordinal)),
                    member.All(one => one.CanEarn), HasLeft: false, now)),
        ];
        await session.ExecuteMany(InsertMember, [.. after.Where(member => !before.ContainsKey(member.LearnerId))], ct);
        await session.ExecuteMany(UpdateMember, [.. after.Where(member => before.GetValueOrDefault(member.LearnerId) is { } was && !was.IsLike(member))], ct);
        if (isWhole) await MarkLeavers(before.Values, [.. after.Select(member => member.LearnerId)], ct);

        return [.. after.Where(member => member.CanEarn && before.GetValueOrDefault(member.LearnerId) is not { CanEarn: true, HasLeft: false }).Select(member => member.LearnerId)];
    }

    private async Task<Dictionary<LearnerId, MembershipRow>> LoadMembers(LearnerId[] ids, bool isWhole, CancellationToken ct)
    {
        if (isWhole)
            return (await session.Query<MembershipRow>(SelectAllMembers, new { course.Tenant, Course = course.Id }, ct)).ToDictionary(row => row.Learner);

        Dictionary<LearnerId, MembershipRow> found = [];
        foreach (var chunk in ids.Chunk(Lists.Most))
            foreach (var row in await session.Query<MembershipRow>(SelectMembers, new { course.Tenant, Course = course.Id, Ids = chunk }, ct)) found[row.Learner] = row;
        return found;
    }

    // Somebody with two accounts in the course is in it as long as one of them is.
    private async Task Leave(string[] subs, HashSet<LearnerId> present, CancellationToken ct)
    {
        var issuer = await session.First<string>(SelectIssuer, new { course.Platform }, ct) ?? throw new InvalidOperationException($"Platform {course.Platform} is gone.");
        var known = await LoadIdentities(issuer, subs, ct);
        var before = await LoadMembers([.. known.Values.Distinct()], isWhole: false, ct);
        await MarkLeavers(before.Values, present, ct);
    }

    // They keep what they have; nothing of them waits any more.
    private async Task MarkLeavers(IEnumerable<MembershipRow> before, HashSet<LearnerId> present, CancellationToken ct)
    {
        MemberRow[] leavers =
        [
            .. before.Where(member => !member.HasLeft && !present.Contains(member.Learner))
                .Select(member => new MemberRow(course.Tenant, course.Id, member.Learner, member.Roles, member.CanEarn, HasLeft: true, now)),
        ];
        await session.ExecuteMany(UpdateMember, leavers, ct);
        await session.ExecuteMany(RestEvaluations, leavers, ct);
    }

    private async Task<IReadOnlyList<EvaluationKey>> MakeDue(IReadOnlyList<LearnerId> learners, CancellationToken ct)
    {
        if (learners.Count == 0) return [];

        var mappings = await session.Query<MappingId>(SelectMappings, new { course.Tenant, Course = course.Id, Active = MappingState.Active }, ct);
        EvaluationKey[] due = [.. mappings.SelectMany(mapping => learners.Select(learner => new EvaluationKey(course.Tenant, mapping, learner)))];
        await DueEvaluations.Ask(session, due, now, ct);
        return due;
    }

    private sealed record IdentityRow(string Sub, LearnerId Learner);

    private sealed record NewIdentity(TenantId TenantId, string Issuer, string Sub, LearnerId LearnerId, DateTimeOffset CreatedAt);

    private sealed record MembershipRow(LearnerId Learner, string Roles, bool CanEarn, bool HasLeft)
    {
        public bool IsLike(MemberRow now) => Roles == now.Roles && CanEarn == now.CanEarn && HasLeft == now.HasLeft;
    }

    private sealed record MemberRow(TenantId TenantId, CourseId CourseId, LearnerId LearnerId, string Roles, bool CanEarn, bool HasLeft, DateTimeOffset SeenAt);
}
