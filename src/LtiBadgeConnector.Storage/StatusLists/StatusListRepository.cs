using System.Security.Cryptography;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.StatusLists;

/// <summary>One signed form of a status list, exactly as stored.</summary>
/// <param name="ContentHash">SHA-256 in hex, for an ETag.</param>
public sealed record StoredStatusList(string Format, string MediaType, byte[] Bytes, string ContentHash);

/// <summary>Status lists: positions are taken by conditional updates, and bits are rows, so that nodes never wait for a lock of ours.</summary>
public sealed class StatusListRepository(Database database, DossierParts parts, ISecretProtector protector, PublicAddresses addresses, TimeProvider time) : IStatusLists
{
    /// <summary>The least the standard allows (Bitstring Status List v1.0, 6.1): one withdrawn among so many names nobody.</summary>
    public const int Size = 131_072;

    // The last tenth stays empty: a list filled to the brim would tell that its positions are all in use.
    private const int Fill = Size / 10 * 9;

    // Formats are few; this asks for all of a list.
    private const string DocumentColumns = "d.format, d.media_type, d.document AS bytes, d.content_hash";

    private static readonly Sql SelectLast = new("""
        SELECT id, url, number, size, taken, secret, signed_version FROM status_lists
        WHERE tenant_id = @Tenant AND issuer_id = @Issuer AND purpose = @Purpose ORDER BY number DESC {page}
        """);

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "status_lists",
        ["id", "tenant_id", "issuer_id", "purpose", "number", "public_id", "url", "size", "taken", "secret", "version", "signed_version", "due_at", "created_at"],
        key: ["tenant_id", "issuer_id", "purpose", "number"]);

    private static readonly Sql UpdateTaken = new("""
        UPDATE status_lists SET taken = @To WHERE tenant_id = @Tenant AND id = @Id AND taken = @From
        """);

    private static readonly Sql SelectDue = new("SELECT tenant_id AS tenant, id, due_at FROM status_lists WHERE due_at <= @Now ORDER BY due_at {page}");

    private static readonly Sql UpdateClaimed = new("""
        UPDATE status_lists SET due_at = @Until WHERE tenant_id = @Tenant AND id = @Id AND due_at = @DueAt
        """);

    private static readonly Sql SelectToSign = new("""
        SELECT issuer_id AS issuer, url, purpose, size, version FROM status_lists WHERE tenant_id = @Tenant AND id = @Id
        """);

    private static readonly Sql SelectSet = new("SELECT position FROM status_entries WHERE tenant_id = @Tenant AND list_id = @Id AND is_set = {true}");

    private static readonly Sql UpdateSigned = new("""
        UPDATE status_lists SET signed_version = @Version, problem = NULL, due_at = CASE WHEN version = @Version THEN @Again ELSE @Now END
        WHERE tenant_id = @Tenant AND id = @Id AND signed_version <= @Version
        """);

    private static readonly Sql DeleteDocuments = new("DELETE FROM status_list_documents WHERE tenant_id = @Tenant AND list_id = @Id");

    private static readonly Sql InsertDocument = new("""
        INSERT INTO status_list_documents (tenant_id, list_id, format, media_type, document, content_hash, signed_at)
        VALUES (@Tenant, @Id, @Format, @MediaType, @Document, @ContentHash, @Now)
        """);

    private static readonly Sql UpdatePostponed = new("""
        UPDATE status_lists SET due_at = @Until, problem = @Problem WHERE tenant_id = @Tenant AND id = @Id
        """);

    private static readonly Sql SelectDocuments = new($"""
        SELECT {DocumentColumns} FROM status_lists l
        JOIN status_list_documents d ON d.tenant_id = l.tenant_id AND d.list_id = l.id
        WHERE l.public_id = @PublicId ORDER BY d.format
        """);

    public Task<TakenEntries> Take(TenantId tenant, IssuerId issuer, StatusPurpose purpose, int count, CancellationToken ct) => database.Write(
        async session =>
        {
            List<StatusEntry> entries = [];
            var isUnsigned = false;
            while (entries.Count < count)
            {
                var list = await Last(session, tenant, issuer, purpose, ct);
                if (list is null || list.Taken >= Fill)
                {
                    await Open(session, tenant, issuer, purpose, (list?.Number ?? 0) + 1, ct);
                    continue;
                }

                var to = Math.Min(list.Taken + count - entries.Count, Fill);
                // Lost to another node: what it has taken is not ours.
                if (await session.Execute(UpdateTaken, new { Tenant = tenant, list.Id, From = list.Taken, To = to }, ct) == 0) continue;

                isUnsigned |= list.SignedVersion == 0;
                var permutation = new PositionPermutation(protector.Unprotect(list.Secret, SecretPurposes.StatusList), list.Size);
                entries.AddRange(Enumerable.Range(list.Taken, to - list.Taken)
                    .Select(taken => new StatusEntry(list.Id, list.Url, purpose, permutation.PositionOf(taken))));
            }
            return new TakenEntries(entries, isUnsigned);
        },
        ct);

    public async Task<IReadOnlyList<DueStatusList>> FindDue(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<DueStatusList>(SelectDue, new { Now = now, Most = most }, ct);
    }

    public async Task<StatusListToSign?> Claim(DueStatusList due, DateTimeOffset until, CancellationToken ct)
    {
        var claimed = await database.Write(session => session.Execute(UpdateClaimed, new { due.Tenant, due.Id, due.DueAt, Until = until }, ct), ct);
        if (claimed == 0) return null;

        await using var session = await database.Read(ct);
        // The version first: a bit that is set meanwhile counts as the next one and has the list signed again.
        var list = await session.First<ListRow>(SelectToSign, new { due.Tenant, due.Id }, ct) ?? throw new InvalidOperationException($"Status list {due.Id} is gone.");
        var set = await session.Query<int>(SelectSet, new { due.Tenant, due.Id }, ct);
        var issuer = await parts.Issuer(due.Tenant, list.Issuer, ct);
        return new(due.Tenant, due.Id, list.Url, list.Purpose, list.Size, list.Version, set, issuer.Profile, issuer.Keys) { Signing = issuer.Signing };
    }

    public Task Store(StatusListToSign signed, IReadOnlyList<SignedDocument> documents, DateTimeOffset now, DateTimeOffset again, CancellationToken ct) => database.Write(
        async session =>
        {
            if (await session.Execute(UpdateSigned, new { signed.Tenant, signed.Id, signed.Version, Again = again, Now = now }, ct) == 0) return;
            await session.Execute(DeleteDocuments, new { signed.Tenant, signed.Id }, ct);
            await session.ExecuteMany(InsertDocument, [.. documents.Select(document => new
            {
                signed.Tenant, signed.Id, document.Format, document.MediaType, Document = document.Bytes,
                ContentHash = Convert.ToHexStringLower(SHA256.HashData(document.Bytes)), Now = now,
            })], ct);
        },
        ct);

    public Task Postpone(DueStatusList list, DateTimeOffset until, string problem, CancellationToken ct) => database.Write(
        session => session.Execute(UpdatePostponed, new { list.Tenant, list.Id, Until = until, Problem = problem }, ct), ct);

    /// <summary>Every signed form of a list, for everybody; empty when there is no such list.</summary>
    public async Task<IReadOnlyList<StoredStatusList>> Documents(PublicId list, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<StoredStatusList>(SelectDocuments, new { PublicId = list }, ct);
    }

    private static Task<LastRow?> Last(Session session, TenantId tenant, IssuerId issuer, StatusPurpose purpose, CancellationToken ct) =>
        session.First<LastRow>(SelectLast, new { Tenant = tenant, Issuer = issuer, Purpose = purpose, Most = 1 }, ct);

    private Task<int> Open(Session session, TenantId tenant, IssuerId issuer, StatusPurpose purpose, int number, CancellationToken ct)
    {
        var publicId = PublicId.New();
        var row = new
        {
            Id = StatusListId.New(time), TenantId = tenant, IssuerId = issuer, Purpose = purpose, Number = number, PublicId = publicId,
            Url = addresses.StatusList(publicId), Size, Taken = 0,
            Secret = protector.Protect(RandomNumberGenerator.GetBytes(32), SecretPurposes.StatusList), Version = 1, SignedVersion = 0,
            DueAt = time.Now(), CreatedAt = time.Now(),
        };
        return session.Execute(Insert, row, ct);
    }

    private sealed record LastRow(StatusListId Id, string Url, int Number, int Size, int Taken, byte[] Secret, int SignedVersion);

    private sealed record ListRow(IssuerId Issuer, string Url, StatusPurpose Purpose, int Size, int Version);
}
