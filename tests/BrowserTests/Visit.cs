using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>One person at the demo LMS, in a browser context of their own.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly RunningDemo demo;
    private readonly ConcurrentQueue<string> complaints = [];

    private Visit(RunningDemo demo, IBrowserContext context, IPage page)
    {
        (this.demo, Context, Page) = (demo, context, page);
        context.SetDefaultTimeout(RunningBrowser.Patience);
        context.Console += (_, message) => Note(message);
        context.WebError += (_, error) => complaints.Enqueue(error.Error);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public static async Task<Visit> Of(RunningBrowser browser, RunningDemo demo, string person, string language = "en", bool script = true, int width = 1280)
    {
        var context = await browser.Browser.NewContextAsync(new()
        {
            Locale = language == "ja" ? "ja-JP" : "en-GB", JavaScriptEnabled = script, AcceptDownloads = true,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        return await In(context, demo, person);
    }

    /// <summary>A visit in a context that was made elsewhere, and ends with it.</summary>
    public static async Task<Visit> In(IBrowserContext context, RunningDemo demo, string person)
    {
        var visit = new Visit(demo, context, await context.NewPageAsync());
        await visit.SignIn(person);
        return visit;
    }

    /// <summary>Opens the course, whose page shows the tool in its frame.</summary>
    /// <returns>The tool's frame, with its first page in it.</returns>
    /// <param name="at">The LMS's page that holds the frame; the course's page when nothing is said.</param>
    public async Task<IFrame> OpenTool(string? at = null)
    {
        await Page.GotoAsync($"{demo.Lms}{at ?? $"/courses/{RunningDemo.Course}"}");
        return await Tool();
    }

    /// <summary>Opens the tool by the LMS's link for a window of its own.</summary>
    public async Task<IPage> OpenToolInWindow()
    {
        await Page.GotoAsync($"{demo.Lms}/courses/{RunningDemo.Course}");
        var window = await Context.RunAndWaitForPageAsync(() => Page.GetByTestId("open-in-window").ClickAsync());
        await window.WaitForURLAsync($"{demo.Connector}/course/**");
        await window.WaitForSelectorAsync("main h1");
        return window;
    }

    /// <summary>Opens in a window of its own what one of the LMS's pages shows in its frame, such as the picker of Deep Linking.</summary>
    public async Task<IPage> OpenFrameInWindow(string at)
    {
        await Page.GotoAsync($"{demo.Lms}{at}");
        var source = await Page.GetAttributeAsync("iframe[data-tool-origin]", "src");
        var window = await Context.NewPageAsync();
        await window.GotoAsync(demo.Lms + source);
        await window.WaitForURLAsync($"{demo.Connector}/course/**");
        await window.WaitForSelectorAsync("main h1");
        return window;
    }

    /// <summary>The same where nothing posts itself: a person presses "Continue" on each page of the LMS on the way.</summary>
    /// <param name="at">The LMS's page that holds the frame; the course's page when nothing is said.</param>
    public async Task<IFrame> OpenWithoutScript(string? at = null)
    {
        await Page.GotoAsync($"{demo.Lms}{at ?? $"/courses/{RunningDemo.Course}"}");
        var element = await Page.WaitForSelectorAsync("iframe[data-tool-origin]");
        var frame = await element!.ContentFrameAsync() ?? throw new InvalidOperationException("The frame has no document.");
        do await Continue(frame);
        while (await IsAtLms(frame));
        return await Tool();
    }

    /// <summary>The tool's frame once a page of the tool stands in it.</summary>
    public async Task<IFrame> Tool()
    {
        var element = await Page.WaitForSelectorAsync("iframe[data-tool-origin]");
        var frame = await element!.ContentFrameAsync() ?? throw new InvalidOperationException("The frame has no document.");
        await frame.WaitForURLAsync(url => url.StartsWith(demo.Connector, StringComparison.Ordinal));
        await frame.WaitForSelectorAsync("main h1");
        return frame;
    }

    /// <summary>What the browser itself complained about: violated policies, failed scripts.</summary>
    public void AssertNothingWasBlocked() => Assert.Empty(complaints);

    public ValueTask DisposeAsync() => new(Context.CloseAsync());

    private static async Task Continue(IFrame frame)
    {
        await frame.WaitForSelectorAsync("form[data-auto-submit] button");
        await frame.EvaluateAsync("document.body.dataset.left = ''");
        await frame.ClickAsync("form[data-auto-submit] button");
        await frame.WaitForSelectorAsync("body:not([data-left]) :is(form[data-auto-submit] button, main h1)");
    }

    private static async Task<bool> IsAtLms(IFrame frame) => await frame.Locator("form[data-auto-submit]").CountAsync() > 0;

    private async Task SignIn(string person)
    {
        await Page.GotoAsync(demo.Lms);
        await Page.GetByTestId($"person-{person}").ClickAsync();
        await Page.WaitForSelectorAsync("[data-testid=signed-in]");
    }

    private void Note(IConsoleMessage message)
    {
        // A refused form answers 4xx on purpose, which the browser reports as a failed resource.
        if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) complaints.Enqueue(message.Text);
    }
}
