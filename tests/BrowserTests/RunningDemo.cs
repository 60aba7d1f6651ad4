using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Demo;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Mailing;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>The real demo on ports of its own: the connector at <c>localhost</c>, the LMS at <c>127.0.0.1</c>, so that the tool's frame is cross-site.</summary>
public sealed class RunningDemo : IAsyncLifetime, IAsyncDisposable
{
    public const int Course = 2;
    public const int FinalProject = 13;

    private DemoSetup? setup;

    internal string Lms => Setup.LmsUrl;

    internal string Connector => Setup.ConnectorUrl;

    /// <summary>The one-time link by which the first administrator signs in.</summary>
    internal string ConsoleSignIn => Setup.ConsoleSignIn ?? throw new InvalidOperationException("The console has an administrator already.");

    /// <summary>What stands below a mail.</summary>
    internal string StopMails => $"{MailStops.Path}/{Setup.Connector.GetRequiredService<MailStops>().TokenOf(TenantId.New(TimeProvider.System), LearnerId.New(TimeProvider.System))}";

    private DemoSetup Setup => setup ?? throw new InvalidOperationException("The demo has not started.");

    internal static async Task<RunningDemo> Start()
    {
        var demo = new RunningDemo();
        await demo.InitializeAsync();
        return demo;
    }

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null) return;
        setup = await DemoSetup.Start(new DemoOptions(FreePort.Next(), FreePort.Next(), Data: null), CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (setup is not null) await setup.DisposeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>Does something at the LMS as one of its people, over HTTP as a script would.</summary>
    internal async Task<JsonElement> AtLms(string person, string path, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Lms) };
        using var signedIn = await http.PostAsync("/sign-in", Form([("person", person)]));
        signedIn.EnsureSuccessStatusCode();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(fields) };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await http.SendAsync(request);
        return JsonElement.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    internal Task Grade(string person, int item, decimal grade) =>
        AtLms("instructor", $"/courses/{Course}/grades", ("person", person), ("item", $"{item}"), ("grade", $"{grade}"));

    internal Task OfferPlatformStorage(bool offered) => AtLms("admin", "/admin/platform-storage", ("enabled", offered ? "true" : "false"));

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
