using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Verifying;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>The page of one award that people see and share: every format of it, checked as the page is made.</summary>
public sealed class AwardModel(
    SharedAwards awards, MicroCredentialRepository microCredentials, IssuerRepository issuers, LearnerRepository learners, CredentialVerifier verifier, TrustedIssuers trusted,
    MappingRepository mappings, CourseRepository courses, AwardViewing access, ServiceName service, IStringLocalizer<Words> words, Formats formats, TimeProvider time) : PageModel
{
    /// <summary>Null when the holder has not made it public: then the page holds nothing about it.</summary>
    public SharedAward? Award { get; private set; }

    public DefinitionVersion Version { get; private set; } = null!;

    public Issuer Issuer { get; private set; } = null!;

    /// <summary>Only when the holder agreed.</summary>
    public string? HolderName { get; private set; }

    public IReadOnlyList<SharedDocument> Documents { get; private set; } = [];

    /// <summary>Null while there is no document to check.</summary>
    public VerdictStatement? Verdict { get; private set; }

    public string Speaker { get; private set; } = "";

    /// <summary>Dates in the zone of the course, as its own pages write them: the day of an award is one day everywhere.</summary>
    public Formats Dates { get; private set; } = null!;

    public DateTimeOffset CheckedAt { get; } = time.GetUtcNow();

    /// <summary>The query that lets a visitor of this page have the documents too: the share key or pass it came with.</summary>
    public string Carried { get; private set; } = "";

    /// <summary>Whether the visitor may have the files that stand in it as evidence.</summary>
    public bool ShowsFiles { get; private set; }

    public string ShareLink { get; private set; } = "";

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (await awards.Find(new PublicId(id), ct) is not { } award) return new ProblemAction("document-not-found");
        if (!access.IsShownTo(award, Request))
        {
            Speaker = await service.Find(ct);
            Response.StatusCode = StatusCodes.Status403Forbidden;
            return Page();
        }

        await Show(award, ct);
        return Page();
    }

    /// <param name="suffix">Null for the document itself.</param>
    public string DownloadOf(SharedDocument document, string? suffix = null) => $"/credentials/{document.PublicId}.{suffix ?? CredentialEndpoints.SuffixOf(document)}{Carried}";

    /// <summary>Whether a document that is made on request is there, or can still be made.</summary>
    public bool Offers(string format) => Documents.Any(document => document.Format == format) || (Documents.Count > 0 && Award is { Withdrawal: null, Suspension: null });

    private async Task Show(SharedAward award, CancellationToken ct)
    {
        Award = award;
        Version = await microCredentials.FindVersion(award.Tenant, award.Version, ct) ?? throw new InvalidOperationException($"Version {award.Version} is gone.");
        var microCredential = await microCredentials.Find(award.Tenant, award.MicroCredential, ct) ?? throw new InvalidOperationException($"Micro-credential {award.MicroCredential} is gone.");
        Issuer = await issuers.Find(award.Tenant, microCredential.Issuer, ct) ?? throw new InvalidOperationException($"Issuer {microCredential.Issuer} is gone.");
        Speaker = Issuer.Profile.Name;
        HolderName = await learners.Find(award.Tenant, award.Learner, ct) is { NameAgreed: true, Name: { Length: > 0 } name } ? name : null;
        Documents = await awards.Documents(award.Tenant, award.Id, ct);
        if (Documents.Count > 0) Verdict = await VerdictOn(award, ct);
        Carried = CarriedBy(AwardViewing.ShareKeyParameter) ?? CarriedBy(AwardViewing.PassParameter) ?? "";
        ShowsFiles = access.ShowsFilesTo(award, Request);
        Dates = await ZoneOf(award, ct) is { } zone ? new(formats.Language, zone) : formats;
        ShareLink = AwardViewing.ShareLink(award.Url, award.ShareKey, award.Visibility);
    }

    private async Task<TimeZoneInfo?> ZoneOf(SharedAward award, CancellationToken ct) =>
        await mappings.Find(award.Tenant, award.Mapping, ct) is { } mapping
        && await courses.Find(award.Tenant, mapping.Course, ct) is { TimeZone: { } id } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    // What was withdrawn a moment ago is withdrawn, though its list is signed seconds later.
    private async Task<VerdictStatement> VerdictOn(SharedAward award, CancellationToken ct) => award switch
    {
        { Withdrawal: not null } => VerdictStatement.Withdrawn(words),
        { Suspension: not null } => VerdictStatement.Suspended(words),
        _ => VerdictStatement.Of(trusted.Mark(await verifier.Verify(Documents[0].Bytes, new VerificationRequest(CheckedAt), ct)), words, formats),
    };

    private string? CarriedBy(string parameter) =>
        Request.Query[parameter].ToString() is { Length: > 0 } value ? QueryString.Create(parameter, value).Value : null;
}
