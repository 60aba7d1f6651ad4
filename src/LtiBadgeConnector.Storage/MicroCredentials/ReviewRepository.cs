using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.MicroCredentials;

/// <summary>Reviews of descriptions. A decision is made once and never changed; of the key that opens a review only the hash is kept.</summary>
public sealed class ReviewRepository(Database database)
{
    private const string Columns = """
        id, tenant_id AS tenant, micro_credential_id AS micro_credential, reviewer, is_external, content_hash, definition, criteria_narrative, state, confirmed, comment,
        asked_at, expires_at, decided_at, other_narrative
        """;

    private static readonly Sql Insert = new("""
        INSERT INTO reviews (id, tenant_id, micro_credential_id, key_hash, reviewer, is_external, content_hash, definition, criteria_narrative, state, confirmed, asked_at, expires_at, other_narrative)
        VALUES (@Id, @Tenant, @MicroCredential, @KeyHash, @Reviewer, @IsExternal, @ContentHash, @Definition, @CriteriaNarrative, @State, '', @AskedAt, @ExpiresAt, @OtherNarrative)
        """);

    private static readonly Sql SelectOf = new($"SELECT {Columns} FROM reviews WHERE tenant_id = @Tenant AND micro_credential_id = @MicroCredential ORDER BY asked_at DESC, id {{page}}");
    private static readonly Sql SelectByKey = new($"SELECT {Columns} FROM reviews WHERE key_hash = @KeyHash AND expires_at > @Now AND state <> @TakenBack");

    private static readonly Sql UpdateDecided = new("""
        UPDATE reviews SET state = @State, confirmed = @Confirmed, comment = @Comment, decided_at = @Now WHERE tenant_id = @Tenant AND id = @Id AND state = @Asked
        """);

    private static readonly Sql UpdateTakenBack = new("""
        UPDATE reviews SET state = @TakenBack, decided_at = @Now WHERE tenant_id = @Tenant AND micro_credential_id = @MicroCredential AND id = @Id AND state = @Asked
        """);

    /// <returns>The key of the review's link, which is not kept.</returns>
    public async Task<string> Ask(Review review, CancellationToken ct)
    {
        var key = OneTimeCode.New();
        var row = new
        {
            review.Id, review.Tenant, review.MicroCredential, KeyHash = OneTimeCode.Hash(key), review.Reviewer, review.IsExternal, review.ContentHash,
            Definition = DefinitionJson.Write(review.Definition), review.CriteriaNarrative, review.State, review.AskedAt, review.ExpiresAt, review.OtherNarrative,
        };
        await database.Write(session => session.Execute(Insert, row, ct), ct);
        return key;
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Review>> Of(TenantId tenant, MicroCredentialId microCredential, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOf, new { Tenant = tenant, MicroCredential = microCredential, Most = most }, ct)).Select(row => row.ToReview())];
    }

    /// <summary>For whoever has the link; null when it has expired or was taken back.</summary>
    public async Task<Review?> FindByKey(string key, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(SelectByKey, new { KeyHash = OneTimeCode.Hash(key), Now = now, ReviewState.TakenBack }, ct))?.ToReview();
    }

    /// <returns>False when it was decided or taken back already.</returns>
    public Task<bool> Decide(Review review, bool isApproved, IReadOnlyList<string> confirmed, string? comment, DateTimeOffset now, CancellationToken ct)
    {
        var change = new
        {
            review.Tenant, review.Id, State = isApproved ? ReviewState.Approved : ReviewState.ChangesWanted, Confirmed = string.Join(' ', confirmed), Comment = comment, Now = now,
            ReviewState.Asked,
        };
        return database.Write(
            async session =>
            {
                if (await session.Execute(UpdateDecided, change, ct) == 0) return false;
                await MappingNotices.Reviewed(session, review.Tenant, review.Id, now, ct);
                return true;
            },
            ct);
    }

    public Task<bool> TakeBack(TenantId tenant, MicroCredentialId microCredential, ReviewId id, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateTakenBack, new { Tenant = tenant, MicroCredential = microCredential, Id = id, Now = now, ReviewState.Asked, ReviewState.TakenBack }, ct) == 1, ct);

    private sealed record Row(
        ReviewId Id, TenantId Tenant, MicroCredentialId MicroCredential, string Reviewer, bool IsExternal, string ContentHash, string Definition, string CriteriaNarrative, ReviewState State,
        string Confirmed, string? Comment, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, DateTimeOffset? DecidedAt, string? OtherNarrative)
    {
        public Review ToReview() => new(
            Id, Tenant, MicroCredential, Reviewer, IsExternal, ContentHash, DefinitionJson.Read(Definition), CriteriaNarrative, State,
            Confirmed.Split(' ', StringSplitOptions.RemoveEmptyEntries), Comment, AskedAt, ExpiresAt, DecidedAt)
        {
            OtherNarrative = OtherNarrative,
        };
    }
}
