using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Credentials.Endorsements;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Reviewing;
using LtiBadgeConnector.Web.Uploads;
using LtiBadgeConnector.Web.Verifying;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>
/// What a reviewer sees: the description as the public will, what the frameworks say of it, a checklist, a comment, a decision. The
/// right to decide is the key in the address, so no account, cookie or anti-forgery token is needed.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(MostForm)]
[RequestFormLimits(MultipartBodyLengthLimit = MostForm, ValueLengthLimit = MostForm)]
[RefuseLargeBody(MostForm, "endorsement-too-large")]
public sealed class JudgeModel(ReviewDesk reviews, MicroCredentialRepository microCredentials, DefinitionDesk definitions, IStringLocalizer<Words> words) : PageModel
{
    private const int MostForm = EndorsementReader.MostBytes + 64 * 1024;

    public Review Review { get; private set; } = null!;

    public Issuer Issuer { get; private set; } = null!;

    /// <summary>The text as if it were published.</summary>
    public DefinitionVersion Version { get; private set; } = null!;

    public Conformance Conformance { get; private set; } = null!;

    public IReadOnlyList<string> Confirmed { get; private set; } = [];

    public string? Comment { get; private set; }

    /// <summary>What a signed endorsement may be about; empty while there is nothing to endorse.</summary>
    public IReadOnlyList<string> Endorsable { get; private set; } = [];

    /// <summary>What came with this review.</summary>
    public IReadOnlyList<StoredEndorsement> Endorsements { get; private set; } = [];

    /// <summary>Why an endorsement was not taken.</summary>
    public Problem? Problem { get; private set; }

    public VerificationReport? Report { get; private set; }

    public string? EndorsementText { get; private set; }

    public async Task<IActionResult> OnGet(string key, CancellationToken ct) => await Load(key, ct) ? Page() : new ProblemAction("review-not-found");

    public async Task<IActionResult> OnPost(string key, string? op, string[] confirmed, string? comment, CancellationToken ct)
    {
        if (!await Load(key, ct)) return new ProblemAction("review-not-found");
        if (Review.State != ReviewState.Asked) return new ProblemAction("review-decided");

        (Confirmed, Comment) = ([.. ReviewChecklist.All.Where(confirmed.Contains)], string.IsNullOrWhiteSpace(comment) ? null : comment.Trim());
        if (op == "approve" && Confirmed.Count < ReviewChecklist.All.Count) ModelState.AddModelError("confirmed", words["Confirm each point, or ask for changes."]);
        if (op != "approve" && Comment is null) ModelState.AddModelError("comment", words["Say what shall change."]);
        if (Comment?.Length > ReviewDesk.LongestComment) ModelState.AddModelError("comment", words["Write fewer letters."]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        return await reviews.Decide(Review, op == "approve", Confirmed, Comment, ct) ? LocalRedirect($"/reviews/{key}") : new ProblemAction("review-decided");
    }

    /// <summary>A signed endorsement of what was approved and is published now.</summary>
    public async Task<IActionResult> OnPostEndorse(string key, string? text, IFormFile? file, CancellationToken ct)
    {
        if (!await Load(key, ct)) return new ProblemAction("review-not-found");
        if (Endorsable.Count == 0) return new ProblemAction("review-not-endorsable");
        var added = file is { Length: > EndorsementReader.MostBytes } ? new("endorsement-too-large") : await reviews.Endorse(Review, file is { Length: > 0 } ? await file.Text(ct) : text ?? "", ct);
        if (added.Problem is not { } code) return LocalRedirect($"/reviews/{key}");

        (Problem, Report, EndorsementText) = (ProblemCatalogue.Get(code), added.Report, text);
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private async Task<bool> Load(string key, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (await reviews.FindByKey(key, ct) is not { } review || await microCredentials.Find(review.Tenant, review.MicroCredential, ct) is not { } microCredential) return false;
        Review = review;
        Issuer = await definitions.IssuerOf(microCredential, ct);
        Version = new(new(Guid.Empty), review.Tenant, review.MicroCredential, 1, new PublicId("review"), Issuer.Profile.Id, review.Definition, review.CriteriaNarrative, review.AskedAt)
        {
            OtherNarrative = review.OtherNarrative,
        };
        Conformance = DefinitionDesk.Check(review.Definition, Issuer);
        (Confirmed, Comment) = (review.Confirmed, review.Comment);
        Endorsable = await reviews.Endorsable(review, ct);
        Endorsements = [.. (await reviews.Endorsements(review, ct)).Where(one => one.Review == review.Id)];
        return true;
    }
}
