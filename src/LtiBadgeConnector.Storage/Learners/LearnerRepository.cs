using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>People of a tenant, the LMS accounts that lead to them, and who is in which course.</summary>
public sealed class LearnerRepository(Database database) : ILearners
{
    internal const string Columns = "id, tenant_id AS tenant, subject, name, given_name, family_name, email, locale, name_agreed, created_at";

    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM learners WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql SelectPresent = new("SELECT COALESCE(joined_into, id) AS id FROM learners WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql SelectByIdentity = new($"""
        SELECT {Columns} FROM learners WHERE tenant_id = @Tenant
        AND id = (SELECT learner_id FROM learner_identities WHERE tenant_id = @Tenant AND issuer = @Issuer AND sub = @Sub)
        """);

    private static readonly Sql SelectSearch = new($$"""
        SELECT {{Columns}} FROM learners
        WHERE tenant_id = @Tenant AND (@Text IS NULL OR LOWER(name) LIKE @Text ESCAPE '\' OR LOWER(email) LIKE @Text ESCAPE '\'
            OR EXISTS (
                SELECT 1 FROM learner_keys k
                WHERE k.tenant_id = learners.tenant_id AND k.learner_id = learners.id AND LOWER(k.value) LIKE @Text ESCAPE '\'))
        ORDER BY name, id {page}
        """);

    private static readonly Sql SelectIdentities = new("""
        SELECT issuer, sub FROM learner_identities WHERE tenant_id = @Tenant AND learner_id = @Learner ORDER BY created_at, issuer, sub
        """);

    private static readonly Sql SelectKeys = new("""
        SELECT platform_id AS platform, scheme, value FROM learner_keys WHERE tenant_id = @Tenant AND learner_id = @Learner ORDER BY platform_id, scheme, value
        """);

    private static readonly Sql UpdateAgreement = new("""
        UPDATE learners SET name_agreed = @Agreed, name = COALESCE(@Name, name), email = COALESCE(@Email, email) WHERE tenant_id = @Tenant AND id = @Id
        """);

    public async Task<Learner?> Find(TenantId tenant, LearnerId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Learner>(SelectOne, new { Tenant = tenant, Id = id }, ct);
    }

    /// <summary>The person to whom an LMS account leads.</summary>
    public async Task<Learner?> Find(TenantId tenant, string issuer, string sub, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Learner>(SelectByIdentity, new { Tenant = tenant, Issuer = issuer, Sub = sub }, ct);
    }

    public async Task<IReadOnlyDictionary<LearnerReference, LearnerId>> Resolve(IReadOnlyCollection<LearnerReference> references, CancellationToken ct)
    {
        Dictionary<LearnerReference, LearnerId> found = [];
        if (references.Count == 0) return found;

        var wanted = references.ToHashSet();
        await using var session = await database.Read(ct);
        foreach (var platform in wanted.GroupBy(reference => (reference.Tenant, reference.Platform)))
            foreach (var bound in await Bindings.Load(session, platform.Key.Tenant, platform.Key.Platform, [.. platform.Select(reference => reference.Key)], ct))
                found[new(platform.Key.Tenant, platform.Key.Platform, bound.Key)] = bound.Value;
        return found;
    }

    public async Task<RosterChange> Apply(Course course, IReadOnlyList<RosterMember> members, bool isWhole, DateTimeOffset now, CancellationToken ct)
    {
        if (members is [{ HasLeft: false } one] && !isWhole)
        {
            await using var session = await database.Read(ct);
            if (await KnownMember.Find(session, course, one, ct) is { } known) return new([known], [], []);
        }
        return await database.Write(session => new RosterChanges(session, course, now).Apply(members, isWhole, ct), ct);
    }

    public Task Bind(TenantId tenant, PlatformId platform, LearnerId learner, IReadOnlyList<LearnerKey> keys, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var bindings = new Bindings(session, tenant, platform, now);
            await bindings.Add([.. keys.Select(key => (learner, key))], ct);
            await bindings.Wake(keys, ct);
        },
        ct);

    /// <summary>Whether the learner agreed that the name goes into credentials; a name or e-mail given is kept too.</summary>
    public Task<bool> SetAgreement(TenantId tenant, LearnerId id, bool agreed, string? name, string? email, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateAgreement, new { Tenant = tenant, Id = id, Agreed = agreed, Name = name, Email = email }, ct) == 1, ct);

    /// <summary>Learners of the tenant by part of name, e-mail or any id.</summary>
    public async Task<IReadOnlyList<Learner>> Search(TenantId tenant, string? text, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Learner>(SelectSearch, new { Tenant = tenant, Text = Like.Containing(text), Most = most }, ct);
    }

    public async Task<IReadOnlyList<LearnerIdentity>> IdentitiesOf(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<LearnerIdentity>(SelectIdentities, new { Tenant = tenant, Learner = learner }, ct);
    }

    public async Task<IReadOnlyList<PlatformKey>> KeysOf(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<PlatformKey>(SelectKeys, new { Tenant = tenant, Learner = learner }, ct);
    }

    public async Task<IReadOnlyList<LearnerKey>> KeysOf(TenantId tenant, PlatformId platform, LearnerId learner, CancellationToken ct) =>
        [.. (await KeysOf(tenant, learner, ct)).Where(key => key.Platform == platform).Select(key => new LearnerKey(key.Scheme, key.Value))];

    /// <summary>
    /// Makes one person of two, as an administrator decided: the accounts, keys, memberships, results and awards of
    /// <paramref name="other"/> become those of <paramref name="into"/>. What both have stays with <paramref name="other"/>, who is kept.
    /// </summary>
    /// <returns>False when one of them is not of the tenant, or both are the same.</returns>
    public Task<bool> Join(TenantId tenant, LearnerId into, LearnerId other, DateTimeOffset now, CancellationToken ct) =>
        database.Write(session => LearnerMoves.Join(session, tenant, into, other, now, ct), ct);

    /// <summary>Who somebody is today, who may have been joined into another person since.</summary>
    public async Task<LearnerId> Present(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<LearnerId>(SelectPresent, new { Tenant = tenant, Id = learner }, ct) is [var present] ? present : learner;
    }

    /// <summary>
    /// Takes an account away from a person, as an administrator decided: it becomes a person of its own, known again fully at the
    /// next launch or roster. Awards stay where they are.
    /// </summary>
    /// <returns>The new person; null when the account is unknown or the only one of its person.</returns>
    public Task<LearnerId?> Separate(TenantId tenant, string issuer, string sub, DateTimeOffset now, CancellationToken ct) =>
        database.Write(session => LearnerMoves.Separate(session, tenant, issuer, sub, now, ct), ct);
}

/// <summary>One LMS account.</summary>
public sealed record LearnerIdentity(string Issuer, string Sub);

/// <summary>One id of a person at one platform.</summary>
public sealed record PlatformKey(PlatformId Platform, string Scheme, string Value);
