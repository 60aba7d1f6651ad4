using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Storage.Issuers;

/// <summary>Who vouches, as stored.</summary>
/// <param name="Profile">As documents state it; its <c>Id</c> is the issuer's URL, fixed when made.</param>
public sealed record Issuer(IssuerId Id, TenantId Tenant, PublicId PublicId, bool IsDefault, IssuerProfile Profile, ImageId? Image, DateTimeOffset CreatedAt)
{
    public SigningChoice Signing { get; init; } = SigningChoice.Default;

    /// <summary>Whether it awards only what was reviewed.</summary>
    public bool RequiresReview { get; init; }
}

/// <summary>The public side of an issuer's key.</summary>
/// <param name="Url">The <c>kid</c>.</param>
public sealed record PublishedKey(
    IssuerKeyId Id, TenantId Tenant, IssuerId Issuer, PublicId PublicId, string Url, string Algorithm, string PublicJwk, IssuerKeyState State,
    DateTimeOffset CreatedAt, DateTimeOffset? RetiredAt);
