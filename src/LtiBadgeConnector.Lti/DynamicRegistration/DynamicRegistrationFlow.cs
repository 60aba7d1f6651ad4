using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Replay;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>
/// Dynamic Registration 1.0 in two steps: <see cref="Discover"/> reads who is asking; after an invitation or a sign-in
/// <see cref="Register"/> carries it out. The URL is public, so everything it leads to is hostile until checked.
/// </summary>
public sealed class DynamicRegistrationFlow(LtiHttp http, IRegistrations registrations, IUsedOnce used, LtiOptions options, TimeProvider time)
{
    private const int BodyLimit = 256 * 1024;
    private const int LongestToken = 16 * 1024;

    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan tokenRememberedFor = TimeSpan.FromDays(7);

    /// <param name="query">Of the request to our registration URL.</param>
    public async Task<DiscoveryResult> Discover(IReadOnlyDictionary<string, string> query, ToolDescription tool, CancellationToken ct)
    {
        string? Value(string name) => query.TryGetValue(name, out var value) && value is { Length: > 0 } ? value : null;

        if (Value("openid_configuration") is not { } url) return new DiscoveryResult.Refused(LtiProblem.RegistrationConfigurationMissing);
        var token = Value("registration_token");
        if (!Urls.IsAcceptable(url, options) || token?.Length > LongestToken) return new DiscoveryResult.Refused(LtiProblem.RegistrationConfigurationUrlRefused);

        var (configuration, refusal) = await FetchConfiguration(url, token, ct);
        if (configuration is null) return new DiscoveryResult.Refused(refusal!);
        if (Check(configuration, url) is { } problem) return new DiscoveryResult.Refused(problem);
        return new DiscoveryResult.Found(new RegistrationOffer(
            url, token, Value("invitation"), configuration, new ToolConfiguration(tool, configuration, options).Scopes));
    }

    /// <summary>Posts our configuration and reads the answer. The caller stores what comes back and has checked the invitation.</summary>
    public async Task<RegistrationResult> Register(RegistrationOffer offer, ToolDescription tool, Guid tenantId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (offer.Token is { } token && !await used.TryUse("registration-token", HashOf(token), time.GetUtcNow() + tokenRememberedFor, ct))
            return new RegistrationResult.Refused(LtiProblem.RegistrationTokenReused);

        var request = new ToolConfiguration(tool, offer.Configuration, options);
        var (answer, refusal) = await Post(offer, request.ToJson(), ct);
        return answer is { } root ? await Keep(offer, request, root, tenantId, ct) : new RegistrationResult.Refused(refusal!);
    }

    private async Task<(PlatformConfiguration?, Refusal?)> FetchConfiguration(string url, string? token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("application/json");
        AddToken(request, token);
        try
        {
            var answer = await http.Send(request, BodyLimit, timeout, ct);
            if (!answer.IsSuccess) return (null, new Refusal(LtiProblem.RegistrationConfigurationUnavailable, $"The configuration answered {(int)answer.Status}."));
            if (StrictJson.ParseObject(answer.Body) is not StrictJsonResult.Parsed(var root)) return (null, LtiProblem.RegistrationConfigurationMalformed);

            var (configuration, missing) = PlatformConfiguration.Read(root);
            return configuration is null
                ? (null, new Refusal(LtiProblem.RegistrationConfigurationIncomplete, $"The configuration lacks {string.Join(", ", missing)}."))
                : (configuration, null);
        }
        catch (LtiServiceException exception)
        {
            return (null, new Refusal(LtiProblem.RegistrationConfigurationUnavailable, exception.Detail));
        }
    }

    private Refusal? Check(PlatformConfiguration configuration, string url)
    {
        if (IssuerRules.Check(configuration.Issuer, url, options) is { } issuer) return issuer;

        string[] endpoints = [configuration.AuthorizationEndpoint, configuration.TokenEndpoint, configuration.JwksUri, configuration.RegistrationEndpoint];
        if (endpoints.FirstOrDefault(endpoint => !Urls.IsAcceptable(endpoint, options)) is { } bad)
            return new Refusal(LtiProblem.RegistrationEndpointRefused, $"Not an acceptable address: {Shortened(bad)}");

        // A platform that lists nothing is taken at the standard's word; one that lists others is not.
        if (Excludes(configuration.AuthMethods, "private_key_jwt")) return LtiProblem.RegistrationAuthMethodUnsupported;
        return Excludes(configuration.AssertionAlgorithms, "RS256") || Excludes(configuration.IdTokenAlgorithms, "RS256")
            ? LtiProblem.RegistrationAlgUnsupported
            : null;
    }

    private static bool Excludes(IReadOnlyList<string> listed, string needed) => listed.Count > 0 && !listed.Contains(needed, StringComparer.Ordinal);

    private async Task<(JsonElement?, Refusal?)> Post(RegistrationOffer offer, string body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, offer.Configuration.RegistrationEndpoint);
        request.Headers.Accept.ParseAdd("application/json");
        AddToken(request, offer.Token);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            var answer = await http.Send(request, BodyLimit, timeout, ct);
            if (!answer.IsSuccess) return (null, new Refusal(LtiProblem.RegistrationRefusedByPlatform, WhatItSaid(answer, offer.Token)));
            return StrictJson.ParseObject(answer.Body) is StrictJsonResult.Parsed(var root) ? (root, null) : (null, LtiProblem.RegistrationAnswerMalformed);
        }
        catch (LtiServiceException exception)
        {
            return (null, new Refusal(LtiProblem.RegistrationRefusedByPlatform, exception.Detail));
        }
    }

    private async Task<RegistrationResult> Keep(RegistrationOffer offer, ToolConfiguration asked, JsonElement answer, Guid tenantId, CancellationToken ct)
    {
        if (answer.Text("client_id") is not { Length: > 0 and <= 255 } clientId) return new RegistrationResult.Refused(LtiProblem.RegistrationClientIdMissing);

        var platform = offer.Configuration;
        var existing = await registrations.Find(platform.Issuer, clientId, ct);
        if (existing is not null && existing.TenantId != tenantId) return new RegistrationResult.Refused(LtiProblem.RegistrationBelongsToAnother);

        var registration = (existing ?? Draft(platform, clientId, tenantId)) with
        {
            AuthorizationEndpoint = platform.AuthorizationEndpoint,
            TokenEndpoint = platform.TokenEndpoint,
            JwksUri = platform.JwksUri,
            // Canvas announces a bare host there, which its own token endpoint then refuses.
            TokenAudience = Urls.IsAcceptable(platform.AuthorizationServer, options) ? platform.AuthorizationServer : null,
            ProductFamilyCode = platform.ProductFamilyCode,
            GrantedScopes = answer.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
        var deploymentId = answer.Object(ToolConfiguration.ToolMember)?.Text("deployment_id");
        return new RegistrationResult.Registered(
            registration, deploymentId is { Length: > 0 and <= 255 } ? deploymentId : null, existing is not null,
            RegistrationComparison.Differences(JsonElement.Parse(asked.ToJson()), answer));
    }

    private Registration Draft(PlatformConfiguration platform, string clientId, Guid tenantId) => new()
    {
        Id = RegistrationId.New(time),
        TenantId = tenantId,
        Name = new Uri(platform.Issuer).Host,
        Issuer = platform.Issuer,
        ClientId = clientId,
        AuthorizationEndpoint = platform.AuthorizationEndpoint,
        TokenEndpoint = platform.TokenEndpoint,
        JwksUri = platform.JwksUri,
        State = RegistrationState.Pending,
    };

    // Brightspace gives no token and fails on an empty Bearer header.
    private static void AddToken(HttpRequestMessage request, string? token)
    {
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
    }

    private static string WhatItSaid(LtiHttpAnswer answer, string? token)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (token is not null) text = text.Replace(token, "…", StringComparison.Ordinal);
        return $"{(int)answer.Status}: {Shortened(text)}";
    }

    private static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Shortened(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
