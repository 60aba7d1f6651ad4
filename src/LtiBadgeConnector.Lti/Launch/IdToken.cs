using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Problems;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.Lti.Launch;

/// <summary>A compact JWS split into its parts. Nothing in it is true before <see cref="IsSignedBy"/> said so.</summary>
internal sealed record IdToken(string Raw, JsonElement Header, byte[] Payload, byte[] Signature)
{
    // No caching: keys rotate, and a cached provider would keep a platform's old key for the life of the process.
    private static readonly CryptoProviderFactory cryptography = new() { CacheSignatureProviders = false };

    public static (IdToken? Token, Refusal? Refusal) Split(string raw)
    {
        var parts = raw.Split('.', 4);
        if (parts.Length != 3) return (null, LtiProblem.LaunchTokenMalformed);
        if (Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { } signature)
            return (null, LtiProblem.LaunchTokenMalformed);

        return StrictJson.ParseObject(header) switch
        {
            StrictJsonResult.Parsed(var root) => (new IdToken(raw, root, payload, signature), null),
            StrictJsonResult.DuplicateMembers => (null, LtiProblem.LaunchDuplicateMembers),
            _ => (null, LtiProblem.LaunchTokenMalformed),
        };
    }

    /// <summary>RS256 over the bytes as they were received.</summary>
    public bool IsSignedBy(RsaSecurityKey key)
    {
        // The library throws on an empty signature instead of saying no.
        if (Signature.Length == 0) return false;
        var verifier = cryptography.CreateForVerifying(key, SecurityAlgorithms.RsaSha256);
        try
        {
            return verifier.Verify(Encoding.ASCII.GetBytes(Raw[..Raw.LastIndexOf('.')]), Signature);
        }
        finally
        {
            cryptography.ReleaseSignatureProvider(verifier);
        }
    }

    // The decoder skips white space; a JWS has none.
    private static byte[]? Decode(string part)
    {
        if (!part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')) return null;
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
