using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.Login;

namespace LtiBadgeConnector.ProtocolTests.Lti.Support;

/// <summary>Builds the token that a data file describes as a difference to an ordinary launch.</summary>
internal static class LaunchCase
{
    public static (string Name, string? Value)[] LoginChanges(JsonObject sample) =>
        sample["login"] is JsonObject login ? [.. login.Select(change => (change.Key, (string?)change.Value))] : [];

    public static string Token(World world, LoginStart login, JsonObject sample)
    {
        if ((string?)sample["token"] is { } verbatim) return verbatim;

        var key = (string?)sample["key"] switch { "another" => SigningKey.Another, "short" => SigningKey.Short, _ => SigningKey.Platform };
        var header = (string?)sample["headerText"] ?? sample["header"]?.ToJsonString() ?? $$"""{"typ":"JWT","alg":"RS256","kid":"{{key.Kid}}"}""";
        return key.Sign(header, (string?)sample["payload"] ?? Payload(world, login, sample), (string?)sample["sign"] ?? "RS256");
    }

    private static string Payload(World world, LoginStart login, JsonObject sample)
    {
        var claims = world.Claims(login);
        foreach (var name in sample["remove"]?.AsArray() ?? []) Assert.True(claims.Remove((string)name!), $"{name} was not there to remove");
        foreach (var (name, value) in sample["set"]?.AsObject() ?? []) claims[name] = Timed(world, value);

        // Numbers that no JSON library of ours would write.
        var text = claims.ToJsonString();
        foreach (var (name, value) in sample["payloadSet"]?.AsObject() ?? [])
            text = text.Replace($"\"{name}\":{claims[name]!.ToJsonString()}", $"\"{name}\":{value}", StringComparison.Ordinal);
        return text;
    }

    private static JsonNode? Timed(World world, JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var written) && written.StartsWith("@now", StringComparison.Ordinal)
            ? JsonValue.Create(world.Time.GetUtcNow().ToUnixTimeSeconds() + decimal.Parse(written[4..], CultureInfo.InvariantCulture))
            : value?.DeepClone();
}
