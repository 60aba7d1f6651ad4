using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>Whole LTI launches (login initiation, signed id_token, first page) against the program as a process of its own, whose CPU time is taken.</summary>
internal static class Launches
{
    private const int Connections = 16;
    private const int WarmUp = 3_000;
    private const int Count = 3_000;
    private const string Issuer = "https://lms.example";
    private const string Kid = "platform-key";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task Run(Engine engine)
    {
        using var key = RSA.Create(2048);
        await using var platform = await Jwks(key);
        string[] settings = [.. engine.Settings(), $"--Network:AllowPlainHttpFor:0={platform.Urls.Single()}", "--Network:AllowedPrivateAddresses:0=127.0.0.1/32", "--Network:AllowedPrivateAddresses:1=::1/128"];
        await using (var app = ConnectorApp.Create(settings))
        {
            await ConnectorApp.Start(app, CancellationToken.None);
            var tenant = (await app.Services.GetRequiredService<Storage.Tenants.TenantRepository>().All(CancellationToken.None))[0].Id;
            await app.Services.GetRequiredService<PlatformRepository>().Save(APlatform(tenant, platform.Urls.Single()), TimeProvider.System.Now(), CancellationToken.None);
            await app.StopAsync();
        }

        await using var server = ChildProcess.StartDotnet(Repository.BuiltAssembly("LtiBadgeConnector.Web"), settings);
        await server.WaitForOk($"{engine.Origin}/readyz", Patience);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = Connections }) { BaseAddress = new(engine.Origin) };
        await LaunchAll(http, key, 0, WarmUp);

        using var process = Process.GetProcessById(server.Id);
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var latencies = await LaunchAll(http, key, WarmUp, Count);
        var elapsed = clock.Elapsed;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        Figures.Print(
            "LTI launches", engine.Name, $"{cpu.TotalMilliseconds / Count:0.00} ms CPU each",
            $"{Figures.Rate(Count, elapsed)} over {Connections} connections, p99 {Figures.Milliseconds(Figures.Percentile(latencies, 0.99))} (the client signs the tokens on the same cores)");
    }

    private static async Task<double[]> LaunchAll(HttpClient http, RSA key, int from, int count)
    {
        var latencies = new double[count];
        using var signing = new SemaphoreSlim(1, 1);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (at, ct) =>
        {
            var clock = Stopwatch.StartNew();
            using var login = await http.GetAsync($"/lti/login?iss={Uri.EscapeDataString(Issuer)}&client_id=client&lti_deployment_id=1&login_hint=h&target_link_uri={Uri.EscapeDataString(http.BaseAddress + "lti/launch")}", ct);
            var cookie = login.Headers.GetValues("Set-Cookie").First().Split(';')[0];
            var query = login.Headers.Location!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
            await signing.WaitAsync(ct);
            var token = Token(key, query["nonce"], $"user-{from + at}", http.BaseAddress + "lti/launch");
            signing.Release();

            using var post = new HttpRequestMessage(HttpMethod.Post, "/lti/launch") { Content = new FormUrlEncodedContent([new("id_token", token), new("state", query["state"])]) };
            post.Headers.Add("Cookie", cookie);
            using var page = await http.SendAsync(post, ct);
            if (!IsAccepted(page)) throw new InvalidOperationException($"{(int)page.StatusCode} {await page.Content.ReadAsStringAsync(ct)}");
            await page.Content.ReadAsByteArrayAsync(ct);
            latencies[at] = clock.Elapsed.TotalMilliseconds;
        });
        return latencies;
    }

    // The first page itself, or the way to it.
    private static bool IsAccepted(HttpResponseMessage page) => page.IsSuccessStatusCode || page.Headers.Location?.OriginalString.Contains("/course/", StringComparison.Ordinal) == true;

    private static string Token(RSA key, string nonce, string subject, string target)
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
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private static async Task<WebApplication> Jwks(RSA key)
    {
        var publicKey = key.ExportParameters(includePrivateParameters: false);
        var jwks = new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = Kid, n = Base64Url.EncodeToString(publicKey.Modulus), e = Base64Url.EncodeToString(publicKey.Exponent) } } };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://localhost:{FreePort.Next()}");
        app.MapGet("/jwks", () => TypedResults.Text(JsonSerializer.Serialize(jwks), "application/json"));
        await app.StartAsync();
        return app;
    }

    private static Registration APlatform(TenantId tenant, string platform) => new()
    {
        Id = new(PlatformId.New(TimeProvider.System).Value),
        TenantId = tenant.Value,
        Name = "Campus",
        Issuer = Issuer,
        ClientId = "client",
        AuthorizationEndpoint = $"{Issuer}/auth",
        TokenEndpoint = $"{Issuer}/token",
        JwksUri = $"{platform}/jwks",
        DeploymentPolicy = DeploymentPolicy.AutoAccept,
    };
}
