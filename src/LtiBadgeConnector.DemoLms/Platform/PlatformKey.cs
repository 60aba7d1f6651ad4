using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>The campus's one RSA key: signs id_tokens, registration tokens and access tokens.</summary>
internal sealed class PlatformKey(CampusStore store, DemoLmsOptions options) : IDisposable
{
    private readonly Lazy<(RSA Rsa, RsaSecurityKey Key)> key = new(() =>
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(store.Current.SigningKeyPem);
        var security = new RsaSecurityKey(rsa);
        security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        return (rsa, security);
    });

    public string Sign(JsonObject claims, string type = "JWT") =>
        new JsonWebTokenHandler().CreateToken(
            claims.ToJsonString(),
            new SigningCredentials(key.Value.Key, SecurityAlgorithms.RsaSha256),
            new Dictionary<string, object> { ["typ"] = type });

    /// <summary>The claims of a token of ours that is still good; null for any other text.</summary>
    public async Task<JsonWebToken?> Read(string token, string type, DateTimeOffset now)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key.Value.Key,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidTypes = [type],
            ValidateIssuer = false,
            ValidateAudience = false,
            LifetimeValidator = (_, expires, _, _) => expires > now.UtcDateTime,
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    public JsonObject KeySet()
    {
        var parameters = key.Value.Rsa.ExportParameters(includePrivateParameters: false);
        var own = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.Value.Key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        if (options.Personality.KeysTellAlgorithm) own["alg"] = "RS256";
        return new JsonObject { ["keys"] = new JsonArray(own) };
    }

    public void Dispose()
    {
        if (key.IsValueCreated) key.Value.Rsa.Dispose();
    }
}
