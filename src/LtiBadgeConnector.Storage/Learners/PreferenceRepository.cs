using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>What a learner decided about the connector itself.</summary>
/// <param name="Language">Null for the one the LMS says.</param>
/// <param name="CollectionKey">Who has it sees all that the learner has published; null for nobody.</param>
public sealed record LearnerPreferences(string? Language, DateTimeOffset? MailsStoppedAt, PublicId? CollectionKey)
{
    public static LearnerPreferences None { get; } = new(null, null, null);

    public bool WantsMails => MailsStoppedAt is null;
}

/// <summary>Preferences of learners; there is a row only for those who decided something.</summary>
public sealed class PreferenceRepository(Database database)
{
    private static readonly Sql Select = new("""
        SELECT language, mails_stopped_at, collection_key FROM learner_preferences WHERE tenant_id = @Tenant AND learner_id = @Learner
        """);

    private static readonly Sql SelectOwner = new("SELECT tenant_id AS tenant, learner_id AS learner FROM learner_preferences WHERE collection_key = @Key");

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "learner_preferences", ["tenant_id", "learner_id", "language", "mails_stopped_at", "collection_key"], key: ["tenant_id", "learner_id"]);

    private static readonly Sql Update = new("""
        UPDATE learner_preferences SET language = @Language, mails_stopped_at = @MailsStoppedAt, collection_key = @CollectionKey
        WHERE tenant_id = @TenantId AND learner_id = @LearnerId
        """);

    public async Task<LearnerPreferences> Of(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<LearnerPreferences>(Select, new { Tenant = tenant, Learner = learner }, ct) ?? LearnerPreferences.None;
    }

    public Task Save(TenantId tenant, LearnerId learner, LearnerPreferences preferences, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = tenant, LearnerId = learner, preferences.Language, preferences.MailsStoppedAt, preferences.CollectionKey };
            return await session.Execute(Update, row, ct) == 1 ? 1 : await session.Execute(Insert, row, ct);
        },
        ct);

    /// <summary>For everybody who has the link: whose collection it leads to; null when it was taken back.</summary>
    public async Task<CollectionOwner?> OwnerOf(PublicId collectionKey, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<CollectionOwner>(SelectOwner, new { Key = collectionKey }, ct);
    }
}

/// <summary>Whose collection a link leads to.</summary>
public sealed record CollectionOwner(TenantId Tenant, LearnerId Learner);
