using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

internal static class SteadyClick
{
    private const int MostLooks = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Clicks what has stopped moving. While a page of ours loads, the LMS makes the frame as high as the page and scrolls to its
    /// top; a pointer faster than a person's would hit where the control was a moment ago.
    /// </summary>
    public static async Task ClickSteady(this IFrame frame, string selector)
    {
        var control = frame.Locator(selector).First;
        // The script that tells the LMS how high the page is may run after the control is there, and before the page is loaded.
        await control.WaitForAsync();
        await frame.WaitForLoadStateAsync();
        var last = await control.BoundingBoxAsync();
        for (var look = 0; look < MostLooks; look++)
        {
            await Task.Delay(Pause);
            var now = await control.BoundingBoxAsync();
            if (now is not null && last is not null && (now.X, now.Y) == (last.X, last.Y)) break;
            last = now;
        }
        await control.ClickAsync();
    }
}
