using System.Text.Json;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;

namespace LtiBadgeConnector.UnitTests.Ui;

public class HtmxTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("HX-Request", true)]
    [InlineData("HX-Request HX-Boosted", false)]
    [InlineData("HX-Request HX-History-Restore-Request", false)]
    public void Htmx_gets_a_part_only_when_it_asks_for_one(string headers, bool part)
    {
        var request = new DefaultHttpContext().Request;
        foreach (var header in headers.Split(' ', StringSplitOptions.RemoveEmptyEntries)) request.Headers[header] = "true";

        Assert.Equal(part, request.IsHtmx());
    }

    [Fact]
    public void A_part_knows_what_the_page_has_said()
    {
        var page = new APage
        {
            PageContext = new PageContext(new ActionContext(new DefaultHttpContext(), new RouteData(), new PageActionDescriptor()))
            {
                ViewData = new ViewDataDictionary<APage>(new EmptyModelMetadataProvider(), new ModelStateDictionary()),
            },
        };
        page.Request.Headers["HX-Request"] = "true";
        page.ViewData["Said"] = "Draft saved";

        var part = Assert.IsType<PartialViewResult>(page.PartOrPage("_Part", page));

        Assert.Equal("Draft saved", part.ViewData["Said"]);
        Assert.Same(page, part.Model);
    }

    [Fact]
    public void Where_htmx_is_led_to_it_asks_for_the_whole_page()
    {
        var page = new APage { PageContext = new PageContext(new ActionContext(new DefaultHttpContext(), new RouteData(), new PageActionDescriptor())) };
        page.Request.Headers["HX-Request"] = "true";

        Assert.IsType<NoContentResult>(page.Go("/course/x/d/y/trial"));

        using var told = JsonDocument.Parse(page.Response.Headers["HX-Location"].ToString());
        Assert.Equal("/course/x/d/y/trial", told.RootElement.GetProperty("path").GetString());
        var request = new DefaultHttpContext().Request;
        request.Headers["HX-Request"] = "true";
        foreach (var header in told.RootElement.GetProperty("headers").EnumerateObject()) request.Headers[header.Name] = header.Value.GetString();
        Assert.False(request.IsHtmx());
    }

    private sealed class APage : PageModel;
}
