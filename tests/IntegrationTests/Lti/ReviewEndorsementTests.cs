using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.IntegrationTests.Admin;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Reviewing;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>What a reviewer from outside returns by the same link: a signed endorsement of what was approved, once it is public.</summary>
public sealed partial class ReviewEndorsementTests(Campus campus) : IClassFixture<Campus>
{
    [Fact]
    public async Task Who_approved_from_outside_returns_a_signed_endorsement_once_it_is_published()
    {
        await campus.ARunningOne("Read already");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/new");
        await instructor.Upload("id=\"new\"", "create", "", ("Name", "Endorsed"), ("Language", "en"), ("From", "template:japan"));
        var root = instructor.Address.AbsolutePath[..instructor.Address.AbsolutePath.LastIndexOf('/')];
        await instructor.Go($"{root}/reviews");
        var inside = await Ask(instructor, "Teaching committee", "internal");
        var outside = await Ask(instructor, "Japan Data Society", "external");
        using var reviewer = new Person();
        await Approve(reviewer, inside);
        await Approve(reviewer, outside);
        Assert.DoesNotContain("id=\"endorse\"", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Post($"{outside}?handler=Endorse", ("text", "{}"));
        Assert.Contains("review-not-endorsable", reviewer.Page, StringComparison.Ordinal);

        await instructor.GoUntil($"{root}/trial", "id=\"start\"");
        await instructor.Press("id=\"start\"", "start");
        Assert.Equal(HttpStatusCode.OK, instructor.Status);
        var microCredentials = campus.Get<MicroCredentialRepository>();
        var made = (await microCredentials.List(campus.Tenant, 100, CancellationToken.None)).First(one => one.Draft.Title == "Endorsed");
        var version = (await microCredentials.FindVersion(campus.Tenant, made.Published!.Value, CancellationToken.None))!;

        await reviewer.Open(inside);
        Assert.DoesNotContain("id=\"endorse\"", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Open(outside);
        Assert.Contains(version.Url, reviewer.Page, StringComparison.Ordinal);
        var society = new EndorsingBody();
        await reviewer.Post($"{outside}?handler=Endorse", ("text", society.Endorse("https://elsewhere.example/achievements/1", "Another.")));
        Assert.Contains("endorsement-of-another", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Post($"{outside}?handler=Endorse", ("text", society.Endorse(version.Url, "Good.").Replace("Good.", "Best.", StringComparison.Ordinal)));
        Assert.Contains("endorsement-not-valid", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Post($"{outside}?handler=Endorse", ("text", society.Endorse(version.Url, "It meets our standard.")));
        Assert.Equal(HttpStatusCode.OK, reviewer.Status);

        await instructor.Go($"{root}/reviews");
        Assert.Contains("Endorsed by Quality Agency", instructor.Page, StringComparison.Ordinal);
        await reviewer.Open(version.Url);
        Assert.Contains("It meets our standard.", reviewer.Page, StringComparison.Ordinal);

        for (var number = 2; number <= ReviewDesk.MostEndorsements + 1; number++) await reviewer.Post($"{outside}?handler=Endorse", ("text", society.Endorse(version.Url, $"Reason {number}.")));
        Assert.Contains("review-endorsements-enough", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Post($"{outside}?handler=Endorse", ("text", new string('x', 200_000)));
        Assert.Contains("endorsement-too-large", reviewer.Page, StringComparison.Ordinal);
    }

    private static async Task<string> Ask(Person instructor, string reviewer, string side)
    {
        await instructor.Press("id=\"ask\"", "ask", ("Reviewer", reviewer), ("Side", side));
        return Links.Match(instructor.Page).Groups[1].Value;
    }

    private static async Task Approve(Person reviewer, string link)
    {
        await reviewer.Open(link);
        await reviewer.Press("id=\"decide\"", "approve", [.. ReviewChecklist.All.Select(check => ("confirmed", check)), ("comment", "Well made.")]);
        Assert.Equal(HttpStatusCode.OK, reviewer.Status);
    }

    [GeneratedRegex("id=\"link\">([^<]+)<")]
    private static partial Regex Links { get; }
}
