using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>An LMS that people launch from: login initiation, a signed id_token, the first answer.</summary>
internal sealed class LaunchingPlatform : IAsyncDisposable
{
    private const string Issuer = "https://lms.example";
    private const string Kid = "platform-key";

    private readonly RSA key = RSA.Create(2048);
    private readonly WebApplication jwks;

    private LaunchingPlatform(WebApplication jwks) => this.jwks = jwks;

    private string Origin => jwks.Urls.Single();

    public static async Task<LaunchingPlatform> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://localhost:{FreePort.Next()}");
        var platform = new LaunchingPlatform(app);
        app.MapGet("/jwks", () => TypedResults.Text(platform.Jwks(), "application/json"));
        await app.StartAsync();
        return platform;
    }

    /// <summary>Settings of a connector on the engine that knows this platform; its database is migrated by it.</summary>
    public async Task<string[]> Register(Engine engine)
    {
        string[] settings = [.. engine.Settings(), $"--Network:AllowPlainHttpFor:0={Origin}", "--Network:AllowedPrivateAddresses:0=127.0.0.1/32", "--Network:AllowedPrivateAddresses:1=::1/128"];
        await using var app = ConnectorApp.Create(settings);
        await ConnectorApp.Start(app, CancellationToken.None);
        var tenant = (await app.Services.GetRequiredService<TenantRepository>().All(CancellationToken.None))[0].Id;
        await app.Services.GetRequiredService<PlatformRepository>().Save(Registration(tenant), TimeProvider.System.Now(), CancellationToken.None);
        await app.StopAsync();
        return settings;
    }

    /// <returns>Milliseconds of each launch, at the client, which signs on the same cores.</returns>
    public async Task<double[]> Launch(HttpClient http, int connections, int from, int count)
    {
        var latencies = new double[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = connections }, async (at, ct) =>
        {
            var clock = Stopwatch.StartNew();
            await Launch(http, $"user-{from + at}", ct);
            latencies[at] = clock.Elapsed.TotalMilliseconds;
        });
        return latencies;
    }

    public async ValueTask DisposeAsync()
    {
        await jwks.DisposeAsync();
        key.Dispose();
    }

    private async Task Launch(HttpClient http, string user, CancellationToken ct)
    {
        var target = http.BaseAddress + "lti/launch";
        using var login = await http.GetAsync($"/lti/login?iss={Uri.EscapeDataString(Issuer)}&client_id=client&lti_deployment_id=1&login_hint=h&target_link_uri={Uri.EscapeDataString(target)}", ct);
        var cookie = login.Headers.GetValues("Set-Cookie").First().Split(';')[0];
        var query = login.Headers.Location!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        using var post = new HttpRequestMessage(HttpMethod.Post, "/lti/launch") { Content = new FormUrlEncodedContent([new("id_token", Token(query["nonce"], user, target)), new("state", query["state"])]) };
        post.Headers.Add("Cookie", cookie);
        using var page = await http.SendAsync(post, ct);
        if (!IsAccepted(page)) throw new InvalidOperationException($"{(int)page.StatusCode} {await page.Content.ReadAsStringAsync(ct)}");
        await page.Content.ReadAsByteArrayAsync(ct);
    }

    // The first page itself, or the way to it.
    private static bool IsAccepted(HttpResponseMessage page) => page.IsSuccessStatusCode || page.Headers.Location?.OriginalString.Contains("/course/", StringComparison.Ordinal) == true;

    private string Token(string nonce, string subject, string target)
    {
        const string claim = "https://purl.imsglobal.org/spec/lti/claim/";
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer, ["aud"] = "client", ["sub"] = subject, ["iat"] = now, ["exp"] = now + 300, ["nonce"] = nonce, ["name"] = "A Learner",
            [claim + "version"] = "1.3.0", [claim + "message_type"] = "LtiResourceLinkRequest", [claim + "deployment_id"] = "1", [claim + "target_link_uri"] = target,
            [claim + "roles"] = new[] { "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner" },
            [claim + "context"] = new { id = "57", title = "Data Science I" }, [claim + "resource_link"] = new { id = "link-1", title = "My badge" },
        };
        var signed = $"{Part(new { alg = "RS256", typ = "JWT", kid = Kid })}.{Part(claims)}";
        lock (key) return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private string Jwks()
    {
        var publicKey = key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = Kid, n = Base64Url.EncodeToString(publicKey.Modulus), e = Base64Url.EncodeToString(publicKey.Exponent) } } });
    }

    private Registration Registration(TenantId tenant) => new()
    {
        Id = new(PlatformId.New(TimeProvider.System).Value),
        TenantId = tenant.Value,
        Name = "Campus",
        Issuer = Issuer,
        ClientId = "client",
        AuthorizationEndpoint = $"{Issuer}/auth",
        TokenEndpoint = $"{Issuer}/token",
        JwksUri = $"{Origin}/jwks",
        DeploymentPolicy = DeploymentPolicy.AutoAccept,
    };
}
