using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>One browser for all tests, which run one after another: two of them would only share the same cores.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBrowser : ICollectionFixture<RunningBrowser>
{
    public const string Name = "browser";
}

/// <summary>The machine's Chromium under Playwright. Nothing starts where there is none; the tests show as skipped then.</summary>
public sealed class RunningBrowser : IAsyncLifetime
{
    /// <summary>Generous on purpose: a test waits for what must come, it does not measure how long that takes.</summary>
    public const float Patience = 60_000;

    private static readonly string[] quiet =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    internal static IReadOnlyList<string> Arguments { get; } = [.. Chromium.Arguments, .. quiet];

    internal IBrowser Browser => browser ?? throw new InvalidOperationException(Chromium.SkipReason);

    internal IPlaywright Playwright => playwright ?? throw new InvalidOperationException(Chromium.SkipReason);

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.ExecutablePath, Args = Arguments, Timeout = Patience });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
