using System.Collections.Concurrent;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>Reads tokens that a tool signed (client assertions, deep linking answers) with the keys the tool publishes.</summary>
internal sealed class ToolTokens(HttpClient http, CampusStore store, DemoLmsOptions options)
{
    private static readonly TimeSpan KeysKept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (JsonWebKeySet Keys, DateTimeOffset At)> cache = new();

    /// <summary>Checks signature, times, issuer and audience. Use of a one-time token is recorded by <see cref="Spend"/>.</summary>
    public async Task<ToolToken> Read(string text, Tool tool, string audience, CancellationToken ct)
    {
        var handler = new JsonWebTokenHandler();
        if (!handler.CanReadToken(text)) return new ToolToken.Refused("token-malformed");

        var token = handler.ReadJsonWebToken(text);
        if (string.IsNullOrEmpty(token.Kid)) return new ToolToken.Refused("token-kid-missing");
        if (await KeyNamed(token.Kid, tool, ct) is not { } key) return new ToolToken.Refused("token-kid-unknown");

        var result = await handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        if (!result.IsValid) return new ToolToken.Refused("token-signature-wrong");

        return Problem(token, tool, audience) is { } code ? new ToolToken.Refused(code) : new ToolToken.Genuine(token);
    }

    /// <summary>True the first time a token's id is seen, also across restarts; false when it was used before.</summary>
    public bool Spend(string id, DateTimeOffset until)
    {
        var now = options.Time.GetUtcNow();
        var fresh = false;
        store.Change(s =>
        {
            fresh = !s.SpentTokens.ContainsKey(id);
            return fresh ? s with { SpentTokens = s.SpentTokens.RemoveRange(s.SpentTokens.Where(x => x.Value < now).Select(x => x.Key)).Add(id, until) } : s;
        });
        return fresh;
    }

    private string? Problem(JsonWebToken token, Tool tool, string audience)
    {
        var now = options.Time.GetUtcNow().UtcDateTime;
        if (token.Issuer != tool.ClientId) return "token-issuer-wrong";
        if (!token.Audiences.Contains(audience)) return "token-audience-wrong";
        if (token.ValidTo == DateTime.MinValue || token.ValidTo + Leeway < now) return "token-expired";
        if (token.IssuedAt == DateTime.MinValue || token.IssuedAt > now + Leeway) return "token-issued-in-the-future";
        return null;
    }

    // A tool may have changed its keys since: an unknown kid makes us ask again before we refuse.
    private async Task<JsonWebKey?> KeyNamed(string kid, Tool tool, CancellationToken ct)
    {
        var now = options.Time.GetUtcNow();
        if (cache.TryGetValue(tool.JwksUri, out var kept) && kept.At + KeysKept > now && Find(kept.Keys, kid) is { } known) return known;

        try
        {
            var keys = new JsonWebKeySet(await http.GetStringAsync(tool.JwksUri, ct));
            cache[tool.JwksUri] = (keys, now);
            return Find(keys, kid);
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static JsonWebKey? Find(JsonWebKeySet keys, string kid) => keys.Keys.FirstOrDefault(k => k.Kid == kid && k.Kty == "RSA");
}

internal abstract record ToolToken
{
    internal sealed record Genuine(JsonWebToken Token) : ToolToken;

    internal sealed record Refused(string Code) : ToolToken;
}
