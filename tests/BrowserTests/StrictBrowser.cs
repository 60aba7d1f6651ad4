using System.Collections.Concurrent;
using System.Text.Json;
using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>A browser of its own whose settings refuse cookies in frames, and a record of the cookies that reached the tool all the same.</summary>
internal sealed class StrictBrowser : IAsyncDisposable
{
    private readonly TemporaryFolder profile;
    private readonly ConcurrentQueue<string> cookies = [];
    private int requests;
    private volatile bool isClosing;

    private StrictBrowser(TemporaryFolder profile, IBrowserContext context, string tool)
    {
        (this.profile, Context) = (profile, context);
        context.RequestFinished += (_, request) => _ = Note(request, tool);
    }

    public IBrowserContext Context { get; }

    /// <summary>Every Cookie header that was sent to the connector.</summary>
    public IReadOnlyCollection<string> CookiesAtTool => cookies;

    public int RequestsAtTool => requests;

    /// <param name="partitioned">Third-party cookies are blocked either way; whether partitioned ones are kept.</param>
    public static async Task<StrictBrowser> Start(RunningBrowser browser, RunningDemo demo, bool partitioned, bool script = true)
    {
        var profile = new TemporaryFolder();
        Directory.CreateDirectory(profile.PathTo("Default"));
        await File.WriteAllTextAsync(profile.PathTo("Default/Preferences"), Preferences(demo, partitioned));
        var context = await browser.Playwright.Chromium.LaunchPersistentContextAsync(profile.Path, new()
        {
            ExecutablePath = Chromium.ExecutablePath, Args = RunningBrowser.Arguments, Locale = "en-GB", JavaScriptEnabled = script, AcceptDownloads = true,
            ViewportSize = new() { Width = 1280, Height = 900 }, Timeout = RunningBrowser.Patience,
        });
        return new(profile, context, demo.Connector);
    }

    public async ValueTask DisposeAsync()
    {
        isClosing = true;
        await Context.CloseAsync();
        profile.Dispose();
    }

    private async Task Note(IRequest request, string tool)
    {
        if (!request.Url.StartsWith(tool, StringComparison.Ordinal)) return;
        Interlocked.Increment(ref requests);
        try
        {
            if ((await request.AllHeadersAsync()).TryGetValue("cookie", out var sent)) cookies.Enqueue($"{request.Url}: {sent}");
        }
        catch (PlaywrightException) when (isClosing)
        {
            // The browser does not tell any more.
        }
    }

    // What the settings page of the browser writes: "block third-party cookies", and for the second kind
    // "never allowed" for the connector's address below the LMS's.
    private static string Preferences(RunningDemo demo, bool partitioned) => JsonSerializer.Serialize(new
    {
        profile = new
        {
            cookie_controls_mode = 1,
            block_third_party_cookies = true,
            content_settings = new { exceptions = new { cookies = partitioned ? [] : new Dictionary<string, object> { [$"{demo.Connector},{demo.Lms}"] = new { setting = 2 } } } },
        },
    });
}
