using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Mappings;

namespace LtiBadgeConnector.Storage.Mailing;

/// <summary>Queues one mail for each credential that is about to end.</summary>
public sealed class Reminders(Database database)
{
    private static readonly Sql SelectMappings = new("SELECT tenant_id AS tenant, id AS mapping, policy FROM course_mappings WHERE policy IS NOT NULL");

    // Once for each award: the delivery stays.
    private static readonly Sql SelectEnding = new("""
        SELECT a.id AS award FROM awards a
        WHERE a.tenant_id = @Tenant AND a.mapping_id = @Mapping AND a.valid_until > @Now AND a.valid_until <= @Until AND (a.state = @Issued OR a.state = @Delivered)
        AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = a.tenant_id AND d.award_id = a.id AND d.channel = @Channel)
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = a.tenant_id AND w.award_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM suspensions s WHERE s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = @Suspended)
        AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        """);

    public async Task Queue(DateTimeOffset now, CancellationToken ct)
    {
        AwardId[] ending;
        await using (var session = await database.Read(ct))
        {
            var mappings = (await session.Query<MappingRow>(SelectMappings, null, ct)).Select(row => (row.Tenant, row.Mapping, Days: AwardPolicyJson.Read(row.Policy).DaysOfReminder)).Where(row => row.Days > 0);
            ending = [.. (await session.QueryMany<AwardId, Asked>(SelectEnding, [.. mappings.Select(row => new Asked(row.Tenant, row.Mapping, now, now.AddDays(row.Days)))], ct))];
        }
        foreach (var some in ending.Chunk(Lists.Most)) await database.Write(work => MailQueue.Add(work, some, MailKind.Ending, now, ct), ct);
    }

    private sealed record MappingRow(TenantId Tenant, MappingId Mapping, string Policy);

    private sealed record Asked(TenantId Tenant, MappingId Mapping, DateTimeOffset Now, DateTimeOffset Until)
    {
        public AwardState Issued { get; } = AwardState.Issued;

        public AwardState Delivered { get; } = AwardState.Delivered;

        public SuspensionState Suspended { get; } = SuspensionState.Suspended;

        public string Channel { get; } = MailChannels.NameOf(MailKind.Ending);
    }
}
