using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.ServiceTokens;

/// <summary>
/// Access tokens by client credentials with a signed assertion (Security Framework 1.1, section 4). Cached by registration
/// and scope set until a minute before expiry; one request at a time for each. One instance per process.
/// </summary>
public sealed class ServiceTokenCache(LtiHttp http, IToolKeys keys, TimeProvider time)
{
    private const int Capacity = 10_000;
    private const int BodyLimit = 64 * 1024;

    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan renewBefore = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan assertionLife = TimeSpan.FromMinutes(5);

    // Moodle refuses an iat that is ahead of its clock by a second.
    private static readonly TimeSpan issuedBack = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Slot, Entry> entries = new();

    /// <exception cref="LtiServiceException">No token, or one without a scope in <paramref name="scopes"/>.</exception>
    internal async Task<AccessToken> Get(Registration registration, IReadOnlyCollection<string> scopes, CancellationToken ct)
    {
        var slot = Slot.Of(registration, scopes);
        var entry = entries.GetOrAdd(slot, _ => new Entry());
        await entry.Gate.WaitAsync(ct);
        try
        {
            if (entry.Token is not { } token || time.GetUtcNow() >= token.ExpiresAt - renewBefore)
            {
                token = await Request(registration, slot.Scopes.Split(' '), ct);
                entry.Token = token;
                if (entries.Count > Capacity) DropExpired();
            }

            var missing = scopes.Except(token.Scopes, StringComparer.Ordinal).ToList();
            return missing.Count == 0
                ? token
                : throw new LtiServiceException(LtiProblem.ServiceScopeMissing, $"the LMS did not grant {string.Join(' ', missing)}");
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>After a 401: forgets the token, unless another call has replaced it already.</summary>
    internal void Drop(Registration registration, IReadOnlyCollection<string> scopes, AccessToken token)
    {
        if (entries.TryGetValue(Slot.Of(registration, scopes), out var entry) && ReferenceEquals(entry.Token, token)) entry.Token = null;
    }

    private async Task<AccessToken> Request(Registration registration, string[] scopes, CancellationToken ct)
    {
        var key = await keys.Active(registration.TenantId, ct);
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, registration.TokenEndpoint);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", key.Sign(Assertion(registration, now))),
            new("scope", string.Join(' ', scopes)),
        ]);

        return TokenAnswer.Read(await http.Send(request, BodyLimit, timeout, ct), scopes, now);
    }

    // aud is one string: an array of two makes Brightspace fail.
    private static string Assertion(Registration registration, DateTimeOffset now) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["iss"] = registration.ClientId,
        ["sub"] = registration.ClientId,
        ["aud"] = registration.AssertionAudience,
        ["iat"] = (now - issuedBack).ToUnixTimeSeconds(),
        ["exp"] = (now + assertionLife).ToUnixTimeSeconds(),
        ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
    });

    private void DropExpired()
    {
        foreach (var (slot, entry) in entries)
        {
            if (entry.Token is null || entry.Token.ExpiresAt <= time.GetUtcNow()) entries.TryRemove(slot, out _);
        }
    }

    // Endpoint and client id are part of it: an edited registration starts afresh.
    private sealed record Slot(RegistrationId Registration, string ClientId, string TokenEndpoint, string Audience, string Scopes)
    {
        public static Slot Of(Registration registration, IEnumerable<string> scopes) => new(
            registration.Id, registration.ClientId, registration.TokenEndpoint, registration.AssertionAudience,
            string.Join(' ', scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public AccessToken? Token { get; set; }
    }
}
