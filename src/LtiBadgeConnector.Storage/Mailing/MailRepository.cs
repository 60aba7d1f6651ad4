using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Mailing;

/// <summary>Mails to learners: what they say, in whose words, and that each is sent once.</summary>
public sealed class MailRepository(Database database) : IMails
{
    // Stands in the delivery between "we begin" and "it is done": see IMails.BeginHandOver.
    private const string HandingOver = "mail-outcome-unknown";

    private static readonly Sql SelectDossier = new("""
        SELECT a.tenant_id AS tenant, a.learner_id AS learner, l.email, l.name, p.language, l.locale, p.mails_stopped_at AS stopped_at, v.definition, i.name AS issuer,
               i.email AS issuer_email, co.title AS course, co.time_zone, a.public_id AS award, a.url AS award_url, a.visibility, a.awarded_at, w.withdrawn_at,
               w.reason AS withdrawn_because, s.decided_at AS suspended_at, s.reason AS suspended_because, a.valid_until
        FROM awards a
        JOIN learners l ON l.tenant_id = a.tenant_id AND l.id = a.learner_id
        JOIN definition_versions v ON v.tenant_id = a.tenant_id AND v.id = a.definition_version_id
        JOIN micro_credentials m ON m.tenant_id = a.tenant_id AND m.id = a.micro_credential_id
        JOIN issuers i ON i.tenant_id = m.tenant_id AND i.id = m.issuer_id
        JOIN course_mappings cm ON cm.tenant_id = a.tenant_id AND cm.id = a.mapping_id
        JOIN courses co ON co.tenant_id = cm.tenant_id AND co.id = cm.course_id
        LEFT JOIN learner_preferences p ON p.tenant_id = a.tenant_id AND p.learner_id = a.learner_id
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = @Suspended
        WHERE a.tenant_id = @Tenant AND a.id = @Award
        """);

    private static readonly Sql NoteHandOver = new("""
        UPDATE deliveries SET problem = @HandingOver
        WHERE tenant_id = @Tenant AND award_id = @Award AND channel = @Channel AND state = @Pending AND (problem IS NULL OR problem <> @HandingOver)
        """);

    private static readonly Sql SelectTemplate = new("SELECT subject, body FROM mail_templates WHERE tenant_id = @Tenant AND kind = @Kind AND language = @Language");

    private static readonly Sql InsertTemplate = Sql.InsertIfAbsent(
        "mail_templates", ["tenant_id", "kind", "language", "subject", "body", "updated_at"], key: ["tenant_id", "kind", "language"]);

    private static readonly Sql UpdateTemplate = new("""
        UPDATE mail_templates SET subject = @Subject, body = @Body, updated_at = @UpdatedAt WHERE tenant_id = @TenantId AND kind = @Kind AND language = @Language
        """);

    private static readonly Sql DeleteTemplate = new("DELETE FROM mail_templates WHERE tenant_id = @Tenant AND kind = @Kind AND language = @Language");

    public async Task<MailDossier?> Find(TenantId tenant, AwardId award, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(SelectDossier, new { Tenant = tenant, Award = award, SuspensionState.Suspended }, ct))?.ToDossier();
    }

    public async Task<MailTemplate?> TemplateOf(TenantId tenant, MailKind kind, string language, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<TemplateRow>(SelectTemplate, new { Tenant = tenant, Kind = MailChannels.NameOf(kind), Language = language }, ct) is { } row ? new(row.Subject, row.Body) : null;
    }

    public Task<bool> BeginHandOver(PendingDelivery delivery, CancellationToken ct)
    {
        var which = new { delivery.Tenant, delivery.Award, delivery.Channel, HandingOver, DeliveryState.Pending };
        return database.Write(async session => await session.Execute(NoteHandOver, which, ct) == 1, ct);
    }

    public Task SaveTemplate(TenantId tenant, MailKind kind, string language, MailTemplate template, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = tenant, Kind = MailChannels.NameOf(kind), Language = language, template.Subject, template.Body, UpdatedAt = now };
            return await session.Execute(UpdateTemplate, row, ct) == 1 ? 1 : await session.Execute(InsertTemplate, row, ct);
        },
        ct);

    /// <summary>Back to our words.</summary>
    public Task RemoveTemplate(TenantId tenant, MailKind kind, string language, CancellationToken ct) =>
        database.Write(session => session.Execute(DeleteTemplate, new { Tenant = tenant, Kind = MailChannels.NameOf(kind), Language = language }, ct), ct);

    private sealed record TemplateRow(string Subject, string Body);

    private sealed record Row(
        TenantId Tenant, LearnerId Learner, string? Email, string? Name, string? Language, string? Locale, DateTimeOffset? StoppedAt, string Definition, string Issuer,
        string? IssuerEmail, string Course, string? TimeZone, PublicId Award, string AwardUrl, AwardVisibility Visibility, DateTimeOffset AwardedAt, DateTimeOffset? WithdrawnAt,
        string? WithdrawnBecause, DateTimeOffset? SuspendedAt, string? SuspendedBecause, DateTimeOffset? ValidUntil)
    {
        public MailDossier ToDossier() => new(
            Tenant, Learner, Email, Name, Language ?? Locale, StoppedAt is not null, DefinitionJson.Read(Definition).Title, Issuer, IssuerEmail, Course, TimeZone, Award, AwardUrl,
            Visibility, AwardedAt, WithdrawnAt is { } at ? new(at, WithdrawnBecause!) : null, SuspendedAt is { } since ? new(since, SuspendedBecause!) : null) { ValidUntil = ValidUntil };
    }
}
