using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>From a draft to an approved one: who is asked by link, what they must confirm, and what an approval is worth after a change.</summary>
public sealed partial class ReviewTests(Campus campus) : IClassFixture<Campus>
{
    [Fact]
    public async Task A_text_is_approved_only_with_the_reviews_that_the_kind_of_provider_needs()
    {
        var ct = CancellationToken.None;
        var issuers = campus.Get<IssuerRepository>();
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/new");
        await instructor.Upload("id=\"new\"", "create", "", ("Name", "Reviewed"), ("Language", "en"), ("From", "template:japan"));
        var root = instructor.Address.AbsolutePath[..instructor.Address.AbsolutePath.LastIndexOf('/')];
        var issuer = (await issuers.Default(campus.Tenant, ct))!;
        await issuers.RequireReview(campus.Tenant, issuer.Id, isRequired: true, ct);

        await instructor.Go($"{root}/overview");
        Assert.Contains("Five steps to the first award", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{root}/reviews");
        Assert.Contains("It needs a review inside and one from outside", instructor.Page, StringComparison.Ordinal);
        var inside = await Ask(instructor, "Teaching committee", "internal");
        var outside = await Ask(instructor, "Japan Data Society", "external");

        using var reviewer = new Person();
        await reviewer.Open(inside);
        Assert.Contains("Reviewed", reviewer.Page, StringComparison.Ordinal);
        Assert.Contains("Awarded to everyone who has all of these:", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Open($"{inside}?culture=ja");
        Assert.Contains("次のすべてを満たした学習者に授与", System.Net.WebUtility.HtmlDecode(reviewer.Page), StringComparison.Ordinal);
        await reviewer.Open($"{inside}?culture=en");
        await reviewer.Press("id=\"decide\"", "approve", ("confirmed", "outcomes"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reviewer.Status);
        await reviewer.Press("id=\"decide\"", "changes");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reviewer.Status);
        await Approve(reviewer, inside);
        Assert.Contains("This review is decided", reviewer.Page, StringComparison.Ordinal);
        await reviewer.Post(inside, ("op", "changes"), ("comment", "Too late"));
        Assert.Contains("review-decided", reviewer.Page, StringComparison.Ordinal);

        await instructor.Go($"{root}/overview");
        Assert.Contains("data-kind=\"Reviewed\"", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{root}/reviews");
        Assert.Contains("It needs a review from outside", instructor.Page, StringComparison.Ordinal);
        await Approve(reviewer, outside);

        await instructor.Go($"{root}/reviews");
        Assert.Contains("It is reviewed and approved", instructor.Page, StringComparison.Ordinal);

        // A change makes it another text; taking the change back makes it the approved one again.
        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "save", ("Form.Effort", "46"));
        await instructor.Go($"{root}/reviews");
        Assert.Contains("It judged an earlier text.", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "save", ("Form.Effort", "45"));

        await issuers.Update(campus.Tenant, issuer.Id, issuer.Profile with { ProviderKind = "university" }, issuer.Image, ct);
        await instructor.Go($"{root}/reviews");
        Assert.Contains("one review inside is enough", instructor.Page, StringComparison.Ordinal);
        await issuers.RequireReview(campus.Tenant, issuer.Id, isRequired: false, ct);
    }

    [Fact]
    public async Task A_link_that_was_taken_back_or_guessed_opens_nothing()
    {
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/new");
        await instructor.Upload("id=\"new\"", "create", "", ("Name", "Withdrawn review"), ("Language", "en"));
        await instructor.Go($"{instructor.Address.AbsolutePath[..instructor.Address.AbsolutePath.LastIndexOf('/')]}/reviews");
        var link = await Ask(instructor, "A colleague", "internal");
        var microCredential = (await campus.Get<MicroCredentialRepository>().List(campus.Tenant, 100, CancellationToken.None)).First(one => one.Draft.Title == "Withdrawn review");
        var review = Assert.Single(await campus.Get<ReviewRepository>().Of(campus.Tenant, microCredential.Id, 10, CancellationToken.None));
        Assert.Equal((ReviewState.Asked, "A colleague"), (review.State, review.Reviewer));

        await instructor.Press($"take-back:{review.Id}", $"take-back:{review.Id}");
        using var stranger = new Person();
        foreach (var address in (string[])[link, $"{campus.Connector}/reviews/guess"])
        {
            await stranger.Open(address);
            Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
            Assert.Contains("review-not-found", stranger.Page, StringComparison.Ordinal);
        }
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
