using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Http;

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
}
