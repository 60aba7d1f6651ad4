using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>Where an issuer tells whether a badge still holds: enough to ask again without the badge, and nothing of its holder.</summary>
public sealed record StatusReference
{
    // Real ones have a few hundred; a stranger's badge may carry anything.
    private const int MostLength = 8 * 1024;

    public required string Issuer { get; init; }

    /// <summary>The badge's own id, by which lists name it; of a hosted badge the address where it stands.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it is a badge of Open Badges 2.0 that holds because it stands at its address.</summary>
    public bool IsHosted { get; init; }

    /// <summary>By which lists of Open Badges 2.0 may name it as well.</summary>
    public string? Uid { get; init; }

    /// <summary>The entries of <c>credentialStatus</c>; null for Open Badges 2.0.</summary>
    public JsonElement? Entries { get; init; }

    /// <summary>The key that signed, where nothing but the badge connects it with the issuer: a list signed with it is as good.</summary>
    public string? UnconfirmedKey { get; init; }

    /// <summary>Null when there is too much of it to be kept.</summary>
    public string? ToJson() => JsonSerializer.Serialize(this, StatusReferenceJsonContext.Default.StatusReference) is { Length: <= MostLength } json ? json : null;

    /// <exception cref="JsonException">The text is no reference.</exception>
    public static StatusReference Read(string json) => JsonSerializer.Deserialize(json, StatusReferenceJsonContext.Default.StatusReference) ?? throw new JsonException("A reference cannot be null.");

    /// <returns>Null where nothing tells.</returns>
    internal static StatusReference? Of(CredentialView credential, Finding issuerKey) => credential is { IssuerId: { } issuer } && credential.Json.Member("credentialStatus") is { } entries
        ? new() { Issuer = issuer, Id = credential.Id, Entries = entries, UnconfirmedKey = issuerKey.Check.Code == VerificationCodes.IssuerKeyUnconfirmed ? issuerKey.Check.Detail : null }
        : null;

    /// <summary>A badge of which nothing is left but what the checks of status read.</summary>
    internal JsonElement Json => JsonSerializer.SerializeToElement(new(Id, Issuer, Uid, Entries), StatusReferenceJsonContext.Default.BadgeRemnant);

    internal Finding IssuerKey => UnconfirmedKey is { } key
        ? Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyUnconfirmed, key)
        : Finding.Pass(CheckNames.IssuerKey, VerificationCodes.IssuerKeyGood);
}

internal sealed record BadgeRemnant(string? Id, string Issuer, string? Uid, JsonElement? CredentialStatus);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StatusReference))]
[JsonSerializable(typeof(BadgeRemnant))]
internal sealed partial class StatusReferenceJsonContext : JsonSerializerContext;
