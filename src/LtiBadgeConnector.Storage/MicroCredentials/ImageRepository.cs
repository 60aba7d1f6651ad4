using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.MicroCredentials;

/// <summary>A picture as it is served.</summary>
/// <param name="ContentHash">SHA-256 in hex, for an ETag.</param>
public sealed record StoredImage(string MediaType, byte[] Content, string ContentHash);

/// <summary>Pictures of definitions and issuers. They never change, so credentials can name them.</summary>
public sealed class ImageRepository(Database database)
{
    private static readonly Sql Insert = new("""
        INSERT INTO images (id, tenant_id, media_type, content, content_hash, created_at) VALUES (@Id, @Tenant, @MediaType, @Content, @ContentHash, @Now)
        """);

    private static readonly Sql Select = new("SELECT media_type, content, content_hash FROM images WHERE id = @Id");

    public async Task<ImageId> Add(TenantId tenant, string mediaType, byte[] content, DateTimeOffset now, CancellationToken ct)
    {
        var id = new ImageId(Guid.CreateVersion7(now));
        var row = new { Id = id, Tenant = tenant, MediaType = mediaType, Content = content, ContentHash = Convert.ToHexStringLower(SHA256.HashData(content)), Now = now };
        await database.Write(session => session.Execute(Insert, row, ct), ct);
        return id;
    }

    /// <summary>For everybody: published documents name pictures by this id.</summary>
    public async Task<StoredImage?> Find(ImageId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<StoredImage>(Select, new { Id = id }, ct);
    }
}
