using System.Text.Json;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Schemas;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>The key that a token's header names, or why it cannot be had.</summary>
internal abstract record KeyLookup
{
    /// <param name="Source">The URL or DID URL it came from; null when the token brought it along.</param>
    /// <param name="Asserts">Whether its DID document lets it sign credentials; true for keys that are no part of one.</param>
    /// <param name="Issuer">The issuer the JWK itself names in <c>iss</c>.</param>
    public sealed record Found(PublicKey Key, string? Source, bool Asserts = true, string? Issuer = null) : KeyLookup
    {
        /// <summary>Only the badge itself says that this is the issuer's key: it stands in the badge, or is its own name.</summary>
        public bool IsSelfDeclared { get; init; }

        /// <summary>Named as a verification method, which the issuer's document may list.</summary>
        public bool IsMethod { get; init; }

        /// <summary>Who the key's document says it belongs to.</summary>
        public string? Controller { get; init; }

        /// <summary>When it was revoked or ran out.</summary>
        public DateTimeOffset? EndedAt { get; init; }
    }

    public sealed record Problem(Verdict Consequence, string Code, string? Detail = null) : KeyLookup;
}

/// <summary>Finds keys by <c>kid</c> (a URL or DID URL, Open Badges 3.0 8.2.3), or takes the header's <c>jwk</c>.</summary>
internal sealed class KeyFinder(IDocumentLoader documents)
{
    public async Task<KeyLookup> Find(JsonElement header, string? issuerId, CancellationToken ct)
    {
        if (header.Member("jwk") is { } embedded && PublicKey.HasPrivateMembers(embedded)) return Invalid(VerificationCodes.KeyPrivate, "jwk");
        if (header.Member("kid") is { } kid)
        {
            return kid.ValueKind == JsonValueKind.String
                ? await ByKeyId(AbsoluteKeyId(kid.GetString()!, issuerId), ct)
                : Invalid(VerificationCodes.KeyIdMalformed);
        }

        if (header.Member("jwk") is not { } jwk) return Invalid(VerificationCodes.HeaderKeyMissing);
        var lookup = Usable(jwk, source: null);
        return lookup is KeyLookup.Found found ? found with { IsSelfDeclared = true } : lookup;
    }

    /// <summary>Finds the key a Data Integrity proof names: a DID URL, or the address of a key or of a document that lists it.</summary>
    public async Task<KeyLookup> FindMethod(string method, string? issuerId, CancellationToken ct)
    {
        // A DID's key signs for the DID; for an issuer on the web it proves nothing.
        if (method.StartsWith("did:", StringComparison.Ordinal) && issuerId is not null && WebOrigin.Of(issuerId) is not null) return Invalid(VerificationCodes.IssuerKeyElsewhere, method);
        if (method.StartsWith("did:", StringComparison.Ordinal)) return Method(await ByKeyId(method, ct));
        return WebOrigin.Of(method) is null ? Invalid(VerificationCodes.KeyIdMalformed, method) : Method(await OfMethodUrl(method, ct));
    }

    private static KeyLookup Method(KeyLookup lookup) => lookup is KeyLookup.Found found ? found with { IsMethod = true } : lookup;

    private async Task<KeyLookup> OfMethodUrl(string method, CancellationToken ct)
    {
        var hash = method.IndexOf('#', StringComparison.Ordinal);
        var loaded = await Load(hash < 0 ? method : method[..hash], ct);
        if (loaded.IsGone) return Invalid(VerificationCodes.KeyRevoked, method);
        if (loaded.Document is { } document)
        {
            if (document.Member("kty") is not null && document.Member("publicKeyMultibase") is null) return document.Text("kid") is { } kid && kid != method ? Invalid(VerificationCodes.KeyNotFound, method) : Usable(document, method);
            var named = document.Text("id") == method ? document : MethodIn(document, method);
            if (named.ValueKind == JsonValueKind.Object) return UsableMethod(named, method);
        }

        // The habit of 1EdTech's reference issuer: the key itself stands behind the hash.
        var fragment = hash < 0 ? "" : method[(hash + 1)..];
        if (Multikey.Read(fragment) is { } key) return new KeyLookup.Found(key, method) { IsSelfDeclared = true };
        return fragment.StartsWith("z6Mk", StringComparison.Ordinal) ? Invalid(VerificationCodes.KeyUnusable, method) : Unavailable(VerificationCodes.KeyUnavailable, method);
    }

    private static JsonElement MethodIn(JsonElement document, string method) =>
        document.Items("verificationMethod").Concat(document.Items("assertionMethod")).FirstOrDefault(item => item.Text("id") == method);

    // A DID issuer may name its method by the fragment alone.
    private static string AbsoluteKeyId(string keyId, string? issuerId) =>
        keyId.StartsWith('#') && issuerId is not null && issuerId.StartsWith("did:", StringComparison.Ordinal) ? issuerId + keyId : keyId;

    private Task<KeyLookup> ByKeyId(string keyId, CancellationToken ct)
    {
        if (keyId.StartsWith("did:key:", StringComparison.Ordinal)) return Task.FromResult(OfDidKey(keyId));
        if (keyId.StartsWith("did:web:", StringComparison.Ordinal)) return OfDidWeb(keyId, ct);
        if (keyId.StartsWith("did:", StringComparison.Ordinal)) return Task.FromResult<KeyLookup>(new KeyLookup.Problem(Verdict.Unsupported, VerificationCodes.KeyMethodUnsupported, keyId));
        return WebOrigin.Of(keyId) is null ? Task.FromResult<KeyLookup>(Invalid(VerificationCodes.KeyIdMalformed, keyId)) : OfUrl(keyId, ct);
    }

    private async Task<KeyLookup> OfUrl(string keyId, CancellationToken ct)
    {
        var loaded = await Load(keyId.Split('#')[0], ct);
        if (loaded.IsGone) return Invalid(VerificationCodes.KeyRevoked, keyId);
        if (loaded.Document is not { } document) return Unavailable(loaded.IsMalformed ? VerificationCodes.KeyDocumentMalformed : VerificationCodes.KeyUnavailable, keyId);
        if (document.Member("kty") is not null)
        {
            // A JWK that calls itself by another name is another key.
            return document.Text("kid") is { } name && name != keyId ? Invalid(VerificationCodes.KeyNotFound, keyId) : Usable(document, keyId);
        }

        if (document.Member("keys") is not { ValueKind: JsonValueKind.Array }) return Unavailable(VerificationCodes.KeyDocumentMalformed, keyId);
        var named = document.Items("keys").Where(key => key.Text("kid") == keyId).ToList();
        return named is [var only] ? Usable(only, keyId) : Invalid(VerificationCodes.KeyNotFound, keyId);
    }

    private async Task<KeyLookup> OfDidWeb(string keyId, CancellationToken ct)
    {
        var did = keyId.Split('#')[0];
        if (DidWeb.DocumentUrl(did) is not { } url) return Invalid(VerificationCodes.KeyIdMalformed, keyId);
        if (await documents.Load(url, ct) is LoadedDocument.Failed { IsAbsent: true }) return Invalid(VerificationCodes.KeyNotFound, url);
        var loaded = await Load(url, ct);
        if (loaded.Document is not { } document) return Unavailable(loaded.IsMalformed ? VerificationCodes.KeyDocumentMalformed : VerificationCodes.KeyUnavailable, url);
        if (document.Text("id") != did) return Unavailable(VerificationCodes.KeyDocumentMalformed, url);

        bool IsNamed(JsonElement method) => method.Text("id") is { } id && (id == keyId || did + id == keyId);
        var asserting = document.Items("assertionMethod");
        var embedded = asserting.FirstOrDefault(IsNamed);
        var method = embedded.ValueKind == JsonValueKind.Object ? embedded : document.Items("verificationMethod").FirstOrDefault(IsNamed);
        if (method.ValueKind != JsonValueKind.Object || method.Text("controller") is { } controller && controller != did) return Invalid(VerificationCodes.KeyNotFound, keyId);

        var asserts = embedded.ValueKind == JsonValueKind.Object || asserting.Any(id => id.ValueKind == JsonValueKind.String && (id.ValueEquals(keyId) || did + id.GetString() == keyId));
        return UsableMethod(method, keyId) is KeyLookup.Found found ? found with { Asserts = asserts } : Invalid(VerificationCodes.KeyUnusable, keyId);
    }

    private static KeyLookup OfDidKey(string keyId)
    {
        var multibase = keyId["did:key:".Length..].Split('#')[0];
        return Multikey.Read(multibase) is { } key
            ? keyId.Split('#') is [_, var name] && name != multibase ? Invalid(VerificationCodes.KeyNotFound, keyId) : new KeyLookup.Found(key, keyId) { IsSelfDeclared = true }
            : new KeyLookup.Problem(Verdict.Unsupported, VerificationCodes.KeyMethodUnsupported, keyId);
    }

    private static KeyLookup UsableMethod(JsonElement method, string source)
    {
        var lookup = method.Member("publicKeyJwk") is { } jwk ? Usable(jwk, source)
            : method.Text("publicKeyMultibase") is { } multibase && Multikey.Read(multibase) is { } key ? new KeyLookup.Found(key, source)
            : Invalid(VerificationCodes.KeyUnusable, source);
        return lookup is KeyLookup.Found found ? found with { Controller = method.Text("controller"), EndedAt = EndOf(method) } : lookup;
    }

    private static DateTimeOffset? EndOf(JsonElement method)
    {
        var (revoked, expires) = (InstantOf(method, "revoked"), InstantOf(method, "expires"));
        return revoked is null || expires < revoked ? expires ?? revoked : revoked;
    }

    private static DateTimeOffset? InstantOf(JsonElement method, string name) => method.Text(name) is { } text ? Rfc3339.Parse(text) : null;

    private static KeyLookup Usable(JsonElement jwk, string? source)
    {
        if (PublicKey.HasPrivateMembers(jwk)) return Invalid(VerificationCodes.KeyPrivate, source);
        return PublicKey.FromJwk(jwk) is { } key ? new KeyLookup.Found(key, source, Issuer: jwk.Text("iss")) : Invalid(VerificationCodes.KeyUnusable, source);
    }

    private async Task<KeyDocument> Load(string url, CancellationToken ct) => await documents.Load(url, ct) switch
    {
        LoadedDocument.Found found => StrictJson.ParseObject(found.Bytes) is { } json ? new(json) : new(null, IsMalformed: true),
        // Who takes a key away and says so has a reason: nothing signed by it counts, however old it says it is.
        LoadedDocument.Failed { Code: LoadedDocument.Gone } => new(null, IsGone: true),
        _ => new(null),
    };

    private static KeyLookup.Problem Invalid(string code, string? detail = null) => new(Verdict.Invalid, code, detail);

    private static KeyLookup.Problem Unavailable(string code, string url) => new(Verdict.Indeterminate, code, url);
}

/// <summary>What stands at a key's address.</summary>
internal readonly record struct KeyDocument(JsonElement? Document, bool IsMalformed = false, bool IsGone = false);

/// <summary>Scheme, host and port of a web address.</summary>
internal static class WebOrigin
{
    /// <summary>Null when the text is no absolute http or https URL.</summary>
    public static string? Of(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp) && parsed.UserInfo.Length == 0
            ? parsed.GetLeftPart(UriPartial.Authority)
            : null;
}

/// <summary>Where <c>did:web</c> documents lie.</summary>
internal static class DidWeb
{
    /// <summary>Null when the DID is malformed.</summary>
    public static string? DocumentUrl(string did)
    {
        var parts = did["did:web:".Length..].Split(':');
        if (Array.Exists(parts, part => part.Length == 0 || part.Any(letter => letter is '/' or '?' or '#' or '@' or '\\'))) return null;
        var host = Uri.UnescapeDataString(parts[0]);
        var path = parts.Length == 1 ? "/.well-known/did.json" : $"/{string.Join('/', parts[1..])}/did.json";
        var url = $"https://{host}{path}";

        // An encoded slash or at-sign in the host part would lead elsewhere than the DID says.
        return host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':') && WebOrigin.Of(url) is not null ? url : null;
    }
}
