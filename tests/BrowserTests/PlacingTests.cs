using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>Deep Linking in a real frame: the answer's form must reach the LMS, and no policy may stand in its way.</summary>
[Collection(SharedBrowser.Name)]
public sealed class PlacingTests(RunningBrowser browser)
{
    private const string Picker = "/courses/2/add";

    [BrowserFact]
    public async Task An_instructor_places_a_link_where_no_cookie_is_kept()
    {
        await using var demo = await RunningDemo.Start();
        await demo.OfferPlatformStorage(true);
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: false);
        await using var instructor = await Visit.In(strict.Context, demo, "instructor");

        var tool = await instructor.OpenTool(Picker);
        await tool.CheckAsync("[name=choice][value=all]");
        await tool.ClickSteady("[name=op][value=place]");

        await instructor.Page.WaitForURLAsync($"{demo.Lms}/courses/{RunningDemo.Course}");
        await Expect(instructor.Page.GetByText("My badge progress")).ToBeVisibleAsync();
        Assert.Empty(strict.CookiesAtTool);
        instructor.AssertNothingWasBlocked();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
