using System.Text.Json;
using LtiBadgeConnector.Credentials.Schemas;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>
/// The members of a credential that checks ask for, in either data model. In the legacy form the credential sits in the
/// claim <c>vc</c> and the claims around it stand for members it leaves out (VCDM 1.1, 6.3.1); in the present one only
/// <c>nbf</c> and <c>exp</c> do.
/// </summary>
/// <param name="claims">The payload of the token; null for a credential that came as JSON.</param>
internal sealed class CredentialView(JsonElement credential, JsonElement? claims)
{
    public JsonElement Json { get; } = credential;

    public bool IsWrapped => claims?.Member("vc") is not null;

    public bool IsToken => claims is not null;

    public IReadOnlyList<string> Types { get; } = credential.Texts("type");

    public IReadOnlyList<JsonElement> Contexts { get; } = credential.Items("@context");

    public string? Id => Json.Text("id") ?? Wrapping("jti");

    public string? IssuerId => Json.Text("issuer") ?? Json.Member("issuer")?.Text("id") ?? (Json.Member("issuer") is null ? Wrapping("iss") : null);

    public IReadOnlyList<JsonElement> Subjects => Json.Items("credentialSubject");

    public string? SubjectId => Subjects is [var only] ? only.Text("id") ?? Wrapping("sub") : null;

    public string? ValidFromText => Json.Text("validFrom") ?? Json.Text("issuanceDate");

    public string? ValidUntilText => Json.Text("validUntil") ?? Json.Text("expirationDate");

    public DateTimeOffset? ValidFrom => ValidFromText is { } text ? Rfc3339.Parse(text) : Seconds("nbf");

    public DateTimeOffset? ValidUntil => ValidUntilText is { } text ? Rfc3339.Parse(text) : Seconds("exp");

    public bool UsesVersion2 => Contexts is [{ ValueKind: JsonValueKind.String } first, ..] && first.ValueEquals(Formats.OpenBadge3.CredentialsV2);

    public bool UsesVersion1 => Contexts is [{ ValueKind: JsonValueKind.String } first, ..] && first.ValueEquals(Formats.OpenBadge3.CredentialsV1);

    public CredentialSummary Summary()
    {
        var achievement = Subjects.Select(subject => subject.Member("achievement")).FirstOrDefault(found => found is not null);
        var names = Subjects.SelectMany(subject => subject.Items("identifier")).Where(identifier => identifier.Text("identityType") == "name" && identifier.Member("hashed") is { ValueKind: JsonValueKind.False });
        return new()
        {
            Id = Id,
            Name = Json.Text("name"),
            Description = Json.Text("description"),
            IssuerId = IssuerId,
            IssuerName = Json.Member("issuer")?.Text("name"),
            AchievementId = achievement?.Text("id"),
            AchievementName = achievement?.Text("name"),
            RecipientName = names.Select(name => name.Text("identityHash")).FirstOrDefault(),
            AwardedAt = Json.Text("awardedDate") is { } awarded ? Rfc3339.Parse(awarded) : null,
            ValidFrom = ValidFrom,
            ValidUntil = ValidUntil,
        };
    }

    private string? Wrapping(string claim) => IsWrapped ? claims?.Text(claim) : null;

    private DateTimeOffset? Seconds(string claim) =>
        claims?.Member(claim) is { ValueKind: JsonValueKind.Number } number ? NumericDate.Read(number) : null;
}

/// <summary>Seconds since 1970 as JWTs write them (RFC 7519, 2).</summary>
internal static class NumericDate
{
    /// <summary>Null when it is no instant of the calendar.</summary>
    public static DateTimeOffset? Read(JsonElement number) =>
        number.TryGetDecimal(out var seconds)
        && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)decimal.Floor(seconds))
            : null;
}
