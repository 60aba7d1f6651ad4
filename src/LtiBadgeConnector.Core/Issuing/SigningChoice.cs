using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>The kinds of keys an issuer signs with, by their JOSE names.</summary>
public sealed record SigningChoice
{
    public static SigningChoice Default { get; } = new();

    /// <summary>One proof inside for each; at least one.</summary>
    public IReadOnlyList<string> Proofs { get; init; } = ["EdDSA"];

    /// <summary>Of tokens. RS256 is what every party must support (Open Badges 3.0, 8.2.4).</summary>
    public string Token { get; init; } = "RS256";
}

/// <summary>The stored form of choices.</summary>
public static class SigningChoiceJson
{
    public static string Write(SigningChoice choice) => JsonSerializer.Serialize(choice, SigningChoiceJsonContext.Default.SigningChoice);

    /// <param name="json">Null for the default.</param>
    /// <exception cref="JsonException">The text is no choice of this version.</exception>
    public static SigningChoice Read(string? json) => json is null
        ? SigningChoice.Default
        : JsonSerializer.Deserialize(json, SigningChoiceJsonContext.Default.SigningChoice) ?? throw new JsonException("A choice cannot be null.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SigningChoice))]
internal sealed partial class SigningChoiceJsonContext : JsonSerializerContext;
