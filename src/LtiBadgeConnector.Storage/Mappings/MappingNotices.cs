using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Storage.Mappings;

/// <summary>What instructors should know of their mappings: shown until somebody has seen it or it is over, and mailed once to each.</summary>
public sealed class MappingNotices(Database database)
{
    // Stands between "we begin" and "it is done": whoever finds it does not know whether the mail arrived.
    private const string HandingOver = "mail-outcome-unknown";

    /// <summary>How long a connection may send nothing while people work in the course.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    private static readonly Sql InsertNotice = Sql.InsertIfAbsent(
        "mapping_notices", ["tenant_id", "mapping_id", "kind", "occasion", "connection_id", "happened_at"], key: ["tenant_id", "mapping_id", "kind", "occasion"]);

    private static readonly Sql SelectReaders = new("""
        SELECT c.learner_id AS id
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {false} AND c.has_left = {false}
        JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.learner_id
        JOIN server_settings s ON s.name = 'mails' AND s.value = 'on'
        LEFT JOIN learner_preferences p ON p.tenant_id = c.tenant_id AND p.learner_id = c.learner_id
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND c.roles LIKE '%Instructor%' AND l.email IS NOT NULL AND p.mails_stopped_at IS NULL
        AND (m.owner_id IS NULL OR m.owner_id = c.learner_id OR NOT EXISTS (
            SELECT 1 FROM course_members o WHERE o.tenant_id = m.tenant_id AND o.course_id = m.course_id AND o.learner_id = m.owner_id AND o.has_left = {false}))
        """);

    private static readonly Sql InsertMail = Sql.InsertIfAbsent(
        "notice_mails", ["tenant_id", "mapping_id", "kind", "occasion", "learner_id", "attempts", "due_at"], key: ["tenant_id", "mapping_id", "kind", "occasion", "learner_id"]);

    private static readonly Sql SelectFirstAwards = new("""
        SELECT m.tenant_id AS tenant, m.id AS mapping FROM course_mappings m
        WHERE m.rule_version > 0
        AND NOT EXISTS (SELECT 1 FROM mapping_notices n WHERE n.tenant_id = m.tenant_id AND n.mapping_id = m.id AND n.kind = @Kind)
        AND EXISTS (
            SELECT 1 FROM awards a WHERE a.tenant_id = m.tenant_id AND a.mapping_id = m.id AND a.state IN @Issued AND (a.run IS NULL OR a.run NOT LIKE 'test:%'))
        """);

    private static readonly Sql SelectSilent = new("""
        SELECT m.tenant_id AS tenant, m.id AS mapping, n.id AS connection, n.created_at,
               (SELECT MAX(i.received_at) FROM inbox i WHERE i.tenant_id = n.tenant_id AND i.connection_id = n.id) AS heard_at,
               (SELECT MAX(k.last_at) FROM connection_counters k WHERE k.tenant_id = n.tenant_id AND k.connection_id = n.id) AS counted_at
        FROM course_mappings m
        JOIN courses c ON c.tenant_id = m.tenant_id AND c.id = m.course_id
        JOIN connections n ON n.tenant_id = c.tenant_id AND n.platform_id = c.platform_id AND n.is_enabled = {true} AND n.webhook_key IS NOT NULL
        WHERE m.state = @Active AND n.created_at <= @Since
        AND (c.launched_at > @Since OR EXISTS (SELECT 1 FROM recoveries r WHERE r.tenant_id = c.tenant_id AND r.course_id = c.id AND r.last_at > @Since))
        AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.tenant_id = n.tenant_id AND i.connection_id = n.id AND i.received_at > @Since)
        AND NOT EXISTS (SELECT 1 FROM connection_counters k WHERE k.tenant_id = n.tenant_id AND k.connection_id = n.id AND k.last_at > @Since)
        AND NOT EXISTS (
            SELECT 1 FROM mapping_notices o
            WHERE o.tenant_id = m.tenant_id AND o.mapping_id = m.id AND o.kind = @Kind AND o.connection_id = n.id AND o.ended_at IS NULL)
        """);

    private static readonly Sql EndSilence = new("""
        UPDATE mapping_notices SET ended_at = @Now
        WHERE kind = @Kind AND ended_at IS NULL AND (
            EXISTS (SELECT 1 FROM inbox i WHERE i.tenant_id = mapping_notices.tenant_id AND i.connection_id = mapping_notices.connection_id AND i.received_at > mapping_notices.happened_at)
            OR EXISTS (SELECT 1 FROM connection_counters k WHERE k.tenant_id = mapping_notices.tenant_id AND k.connection_id = mapping_notices.connection_id AND k.last_at > mapping_notices.happened_at)
            OR NOT EXISTS (SELECT 1 FROM connections n WHERE n.tenant_id = mapping_notices.tenant_id AND n.id = mapping_notices.connection_id AND n.is_enabled = {true}))
        """);

    private static readonly Sql EndStop = new("UPDATE mapping_notices SET ended_at = @Now WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND kind = @Kind AND ended_at IS NULL");

    private static readonly Sql SelectOpen = new("""
        SELECT n.kind, n.occasion, c.name AS connection, n.happened_at AS at
        FROM mapping_notices n
        LEFT JOIN connections c ON c.tenant_id = n.tenant_id AND c.id = n.connection_id
        WHERE n.tenant_id = @Tenant AND n.mapping_id = @Mapping AND n.ended_at IS NULL AND n.seen_at IS NULL
        ORDER BY n.happened_at DESC, n.kind
        """);

    private static readonly Sql SetSeen = new("""
        UPDATE mapping_notices SET seen_at = @Now WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND kind = @Kind AND occasion = @Occasion AND seen_at IS NULL
        """);

    private static readonly Sql SelectOfReview = new("""
        SELECT m.id FROM course_mappings m
        JOIN reviews r ON r.tenant_id = m.tenant_id AND r.micro_credential_id = m.micro_credential_id
        WHERE r.tenant_id = @Tenant AND r.id = @Review AND m.state <> @Ended
        """);

    private static readonly Sql SelectHolder = new("SELECT mapping_id AS mapping, learner_id AS learner FROM awards WHERE tenant_id = @Tenant AND id = @Award");

    // What was written anew is unseen again.
    private static readonly Sql AppealAgain = new("""
        UPDATE mapping_notices SET happened_at = @Now, seen_at = NULL, ended_at = NULL WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND kind = @Kind AND occasion = @Occasion
        """);

    private static readonly Sql EndAppeal = new("""
        UPDATE mapping_notices SET ended_at = @Now WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND kind = @Kind AND occasion = @Occasion AND ended_at IS NULL
        """);

    private static readonly Sql SelectMails = new("""
        SELECT e.tenant_id AS tenant, e.mapping_id AS mapping, e.learner_id AS learner, e.kind, e.occasion, k.name AS connection, n.happened_at AS at, e.attempts, l.email, l.name,
               p.language, l.locale, p.mails_stopped_at AS stopped_at, mc.draft, i.name AS issuer, co.title AS course, co.time_zone
        FROM notice_mails e
        JOIN mapping_notices n ON n.tenant_id = e.tenant_id AND n.mapping_id = e.mapping_id AND n.kind = e.kind AND n.occasion = e.occasion
        JOIN learners l ON l.tenant_id = e.tenant_id AND l.id = e.learner_id
        JOIN course_mappings m ON m.tenant_id = e.tenant_id AND m.id = e.mapping_id
        JOIN micro_credentials mc ON mc.tenant_id = m.tenant_id AND mc.id = m.micro_credential_id
        JOIN issuers i ON i.tenant_id = mc.tenant_id AND i.id = mc.issuer_id
        JOIN courses co ON co.tenant_id = m.tenant_id AND co.id = m.course_id
        LEFT JOIN learner_preferences p ON p.tenant_id = e.tenant_id AND p.learner_id = e.learner_id
        LEFT JOIN connections k ON k.tenant_id = n.tenant_id AND k.id = n.connection_id
        WHERE e.due_at <= @Now
        ORDER BY e.due_at {page}
        """);

    private static readonly Sql NoteHandOver = new("""
        UPDATE notice_mails SET problem = @HandingOver
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND kind = @Kind AND occasion = @Occasion AND learner_id = @Learner AND due_at IS NOT NULL
        AND (problem IS NULL OR problem <> @HandingOver)
        """);

    private static readonly Sql Settle = new("""
        UPDATE notice_mails SET due_at = @DueAt, problem = @Problem, sent_at = @SentAt, attempts = attempts + 1
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND kind = @Kind AND occasion = @Occasion AND learner_id = @Learner
        """);

    private static readonly int[] issued = [(int)AwardState.Issued, (int)AwardState.Delivered];

    /// <summary>Finds what nobody said at the moment it happened: first credentials, and connections that are silent or heard again.</summary>
    public async Task Look(DateTimeOffset now, CancellationToken ct)
    {
        IReadOnlyList<FirstRow> firsts;
        IReadOnlyList<SilentRow> silent;
        var since = now - LongestSilence;
        await using (var session = await database.Read(ct))
        {
            firsts = await session.Query<FirstRow>(SelectFirstAwards, new { Kind = MappingNoticeKind.FirstAward, Issued = issued }, ct);
            silent = await session.Query<SilentRow>(SelectSilent, new { MappingState.Active, Since = since, Kind = MappingNoticeKind.Silent }, ct);
        }

        await database.Write(
            async work =>
            {
                foreach (var first in firsts) await Add(work, new(first.Tenant, first.Mapping, MappingNoticeKind.FirstAward, "", null, now), now, ct);
                foreach (var one in silent) await Add(work, one.Notice, now, ct);
                await work.Execute(EndSilence, new { Kind = MappingNoticeKind.Silent, Now = now }, ct);
            },
            ct);
    }

    /// <summary>What nobody has seen yet and is not over, the newest first.</summary>
    public async Task<IReadOnlyList<MappingNotice>> Open(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<MappingNotice>(SelectOpen, new { Tenant = tenant, Mapping = mapping }, ct);
    }

    public Task See(TenantId tenant, MappingId mapping, MappingNoticeKind kind, string occasion, DateTimeOffset now, CancellationToken ct) =>
        database.Write(work => work.Execute(SetSeen, new { Tenant = tenant, Mapping = mapping, Kind = kind, Occasion = occasion, Now = now }, ct), ct);

    public async Task<IReadOnlyList<NoticeMail>> DueMails(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<MailRow>(SelectMails, new { Now = now, Most = most }, ct)).Select(row => row.Mail)];
    }

    /// <returns>False when it was handed over before, by whomever: it is not sent again.</returns>
    public Task<bool> BeginHandOver(NoticeMail mail, CancellationToken ct)
    {
        var which = new { mail.Tenant, mail.Mapping, mail.Notice.Kind, mail.Notice.Occasion, mail.Learner, HandingOver };
        return database.Write(async work => await work.Execute(NoteHandOver, which, ct) == 1, ct);
    }

    public Task MarkSent(NoticeMail mail, DateTimeOffset now, CancellationToken ct) => Store(mail, dueAt: null, problem: null, now, ct);

    /// <param name="until">Null when a person has to look.</param>
    public Task Postpone(NoticeMail mail, DateTimeOffset? until, string problem, CancellationToken ct) => Store(mail, until, problem, sentAt: null, ct);

    /// <summary>In the transaction in which a run is stopped.</summary>
    internal static Task Stopped(Session work, TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct) =>
        Add(work, new(tenant, mapping, MappingNoticeKind.Stopped, $"{now.ToUnixTimeMilliseconds()}", null, now), now, ct);

    internal static Task GoesOn(Session work, TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct) =>
        work.Execute(EndStop, new { Tenant = tenant, Mapping = mapping, Kind = MappingNoticeKind.Stopped, Now = now }, ct);

    /// <summary>In the transaction in which a learner's note about an award is kept.</summary>
    internal static async Task Appealed(Session work, TenantId tenant, AwardId award, DateTimeOffset now, CancellationToken ct)
    {
        if (await HolderOf(work, tenant, award, ct) is not { } holder) return;
        if (await work.Execute(AppealAgain, holder.About(tenant, now), ct) > 0) return;
        await Add(work, new(tenant, holder.Mapping, MappingNoticeKind.Appealed, holder.Learner.ToString(), null, now), now, ct);
    }

    /// <summary>In the transaction in which somebody decides about an award: nobody has to be told of a note about it any more.</summary>
    internal static async Task AppealAnswered(Session work, TenantId tenant, AwardId award, DateTimeOffset now, CancellationToken ct)
    {
        if (await HolderOf(work, tenant, award, ct) is { } holder) await work.Execute(EndAppeal, holder.About(tenant, now), ct);
    }

    /// <summary>In the transaction in which a reviewer decides.</summary>
    internal static async Task Reviewed(Session work, TenantId tenant, ReviewId review, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var mapping in await work.Query<MappingId>(SelectOfReview, new { Tenant = tenant, Review = review, MappingState.Ended }, ct))
            await Add(work, new(tenant, mapping, MappingNoticeKind.Reviewed, review.ToString(), null, now), now, ct);
    }

    private static Task<HolderRow?> HolderOf(Session work, TenantId tenant, AwardId award, CancellationToken ct) => work.First<HolderRow>(SelectHolder, new { Tenant = tenant, Award = award }, ct);

    private static async Task Add(Session work, NoticeRow notice, DateTimeOffset now, CancellationToken ct)
    {
        if (await work.Execute(InsertNotice, notice, ct) == 0) return;
        var readers = await work.Query<LearnerId>(SelectReaders, new { Tenant = notice.TenantId, Mapping = notice.MappingId }, ct);
        await work.ExecuteMany(
            InsertMail, [.. readers.Distinct().Select(reader => new { notice.TenantId, notice.MappingId, notice.Kind, notice.Occasion, LearnerId = reader, Attempts = 0, DueAt = now })], ct);
    }

    private Task<int> Store(NoticeMail mail, DateTimeOffset? dueAt, string? problem, DateTimeOffset? sentAt, CancellationToken ct)
    {
        var row = new { mail.Tenant, mail.Mapping, mail.Notice.Kind, mail.Notice.Occasion, mail.Learner, DueAt = dueAt, Problem = problem, SentAt = sentAt };
        return database.Write(work => work.Execute(Settle, row, ct), ct);
    }

    private sealed record NoticeRow(TenantId TenantId, MappingId MappingId, MappingNoticeKind Kind, string Occasion, ConnectionId? ConnectionId, DateTimeOffset HappenedAt);

    private sealed record HolderRow(MappingId Mapping, LearnerId Learner)
    {
        public object About(TenantId tenant, DateTimeOffset now) => new { Tenant = tenant, Mapping, Kind = MappingNoticeKind.Appealed, Occasion = Learner.ToString(), Now = now };
    }

    private sealed record FirstRow(TenantId Tenant, MappingId Mapping);

    private sealed record SilentRow(TenantId Tenant, MappingId Mapping, ConnectionId Connection, DateTimeOffset CreatedAt, DateTimeOffset? HeardAt, DateTimeOffset? CountedAt)
    {
        public NoticeRow Notice => new(Tenant, Mapping, MappingNoticeKind.Silent, $"{Connection} {LastSign.ToUnixTimeMilliseconds()}", Connection, LastSign);

        // What leaves no row behind is a sign, too.
        private DateTimeOffset LastSign => new[] { CreatedAt, HeardAt ?? CreatedAt, CountedAt ?? CreatedAt }.Max();
    }

    private sealed record MailRow(
        TenantId Tenant, MappingId Mapping, LearnerId Learner, MappingNoticeKind Kind, string Occasion, string? Connection, DateTimeOffset At, int Attempts, string? Email, string? Name,
        string? Language, string? Locale, DateTimeOffset? StoppedAt, string Draft, string Issuer, string Course, string? TimeZone)
    {
        public NoticeMail Mail => new(
            Tenant, Mapping, Learner, new(Kind, Occasion, Connection, At), Attempts, Email, Name, Language ?? Locale, StoppedAt is not null, DefinitionJson.Read(Draft).Title, Issuer, Course, TimeZone);
    }
}
