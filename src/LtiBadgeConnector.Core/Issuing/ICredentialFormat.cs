using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>One way to write and sign an award, such as an Open Badge 3.0 as VC-JWT.</summary>
public interface ICredentialFormat
{
    /// <summary>Stored with every document; never changes, such as <c>ob3-jwt</c>.</summary>
    string Name { get; }

    /// <summary>Whether its documents name a place in a status list, which is taken for each of them.</summary>
    bool CarriesStatus => true;

    /// <summary>Where a new document of this format will stand; absolute, and its id.</summary>
    string AddressOf(PublicAddresses addresses, PublicId id) => addresses.Credential(id);

    /// <exception cref="NoSigningKeyException">The issuer has no active key this format can sign with.</exception>
    Task<SignedDocument> Issue(AwardDossier dossier, CancellationToken ct);
}

/// <summary>A signed document; its bytes are stored and served as they are, never rebuilt.</summary>
/// <param name="Format">The name of the format that made it.</param>
/// <param name="MediaType">What the bytes are served as when the client has no wish of its own.</param>
/// <param name="KeyId">The key that signed it; several with a space between.</param>
public sealed record SignedDocument(string Format, string MediaType, byte[] Bytes, string KeyId, DateTimeOffset ValidFrom);

/// <summary>The issuer has no active key of the algorithm a format signs with; an administrator must make one.</summary>
public sealed class NoSigningKeyException(string issuerId, string algorithm)
    : Exception($"Issuer {issuerId} has no active {algorithm} key.")
{
    public const string Code = "issuer-key-missing";
}
