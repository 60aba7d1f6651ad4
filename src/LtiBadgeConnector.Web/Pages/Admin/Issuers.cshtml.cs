using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>The institution's issuers: what they say of themselves, their keys, and where all of it is published.</summary>
public sealed class IssuersModel(
    ConsoleDesk desk, IssuerRepository issuers, IssuerDesk issuing, ReissueRepository reissues, ImageRepository images, PictureUploads uploads, IStringLocalizer<Words> words, Formats formats)
    : ConsolePage(desk, AdminPlace.Issuers)
{
    private const int LongestName = 300;
    private const int LongestAddress = 2000;
    private const int LongestEmail = 320;
    private const int LongestRegion = 100;

    [BindProperty]
    public IssuerForm Form { get; set; } = new();

    /// <summary>What assures the institution, as typed.</summary>
    [BindProperty]
    public List<AssuranceRow> Rows { get; set; } = [];

    public IReadOnlyList<IssuerView> Issuers { get; private set; } = [];

    public static IReadOnlyList<VocabularyEntry> ProviderKinds => FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.ProviderKind).Entries;

    public static IReadOnlyList<VocabularyEntry> Countries => FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.Countries).Entries;

    public async Task OnGet(bool saved, bool assured, bool rotated, bool revoked, CancellationToken ct)
    {
        if (assured) Say(words["Saved. It stands on the public pages and in credentials signed from now on."]);
        if (revoked) Say(words["The key is void. Credentials in force are being signed anew."]);
        if (saved) Say(words["The profile is saved."]);
        if (rotated) Say(words["New credentials are signed with the new key."]);
        await Load(ct);
    }

    /// <summary>Countries, as one types.</summary>
    public IActionResult OnGetCountry(string? q) => Partial("_Found", ("country", VocabularySearch.Find(Countries, q)));

    public async Task<IActionResult> OnPost(string? op, IFormFile? image, CancellationToken ct)
    {
        if (await issuers.Find(Tenant.Id, new IssuerId(Form.Id), ct) is not { } issuer) return LocalRedirect("/admin/issuers");
        Check();
        var picture = op == "no-image" ? null : image is { Length: > 0 } ? await ReadPicture(issuer, image, ct) : issuer.Image;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await Load(ct);
            return Page();
        }
        var profile = issuer.Profile with
        {
            Name = Form.Name!.Trim(), Url = Blank(Form.Website), Email = Blank(Form.Email), Description = Blank(Form.Description), CountryCode = Blank(Form.Country) is { } country ? VocabularySearch.Exact(Countries, country)?.Code : null, Region = Blank(Form.Region),
            ProviderKind = Blank(Form.ProviderKind),
        };
        await issuers.Update(Tenant.Id, issuer.Id, profile, picture, ct);
        await issuers.RequireReview(Tenant.Id, issuer.Id, Form.RequiresReview, ct);
        await Note("issuer-changed", issuer.Id.ToString(), ct);
        return LocalRedirect("/admin/issuers?saved=true");
    }

    public async Task<IActionResult> OnPostAssurance(Guid id, CancellationToken ct)
    {
        if (await issuers.Find(Tenant.Id, new IssuerId(id), ct) is not { } issuer) return LocalRedirect("/admin/issuers");
        var (assurance, problems) = AssuranceForm.Read(Rows);
        if (problems.Count > 0)
        {
            foreach (var problem in problems) ModelState.AddModelError(problem.Field, $"{problem.Sentence(words, formats)} ({problem.Code})");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await Load(ct);
            return Page();
        }
        await issuers.Assure(Tenant.Id, issuer.Id, assurance, ct);
        await Note("issuer-assurance-changed", issuer.Id.ToString(), ct);
        return LocalRedirect("/admin/issuers?assured=true");
    }

    public async Task<IActionResult> OnPostRotate(Guid id, CancellationToken ct)
    {
        if (await issuers.Find(Tenant.Id, new IssuerId(id), ct) is not { } issuer) return LocalRedirect("/admin/issuers");
        foreach (var key in await issuing.Rotate(issuer, algorithms: null, ct)) await Note("issuer-key-rotated", key.Id, ct);
        return LocalRedirect("/admin/issuers?rotated=true");
    }

    public async Task<IActionResult> OnPostRevoke(Guid id, string? key, CancellationToken ct)
    {
        if (await FindKey(id, key, ct) is not var (issuer, found) || found.State == IssuerKeyState.Revoked) return LocalRedirect("/admin/issuers");
        if (await issuing.Revoke(issuer, found, ct) is { } made) await Note("issuer-key-rotated", made.Id, ct);
        await Note("issuer-key-revoked", found.Url, ct);
        return LocalRedirect("/admin/issuers?revoked=true");
    }

    public async Task<IActionResult> OnPostAnew(Guid id, string? key, CancellationToken ct)
    {
        if (await FindKey(id, key, ct) is not var (issuer, found) || found.State != IssuerKeyState.Revoked) return LocalRedirect("/admin/issuers");
        await issuing.SignAnew(issuer, found, ct);
        await Note("issuer-key-signed-anew", found.Url, ct);
        return LocalRedirect("/admin/issuers?revoked=true");
    }

    /// <summary>Algorithms of the proofs inside, with a space between, and what a person calls them.</summary>
    public static IReadOnlyList<(string Value, string Name)> ProofChoices { get; } =
    [
        ("EdDSA", "Ed25519 (eddsa-rdfc-2022)"), ("ES256", "P-256 (ecdsa-rdfc-2019)"), ("EdDSA ES256", "Ed25519 + P-256"),
    ];

    public static IReadOnlyList<string> TokenChoices => IssuerKeys.Algorithms;

    public async Task<IActionResult> OnPostSigning(Guid id, string? proofs, string? token, CancellationToken ct)
    {
        if (await issuers.Find(Tenant.Id, new IssuerId(id), ct) is not { } issuer || ProofChoices.All(choice => choice.Value != proofs) || !TokenChoices.Contains(token)) return LocalRedirect("/admin/issuers");
        foreach (var made in await issuing.SignWith(issuer, new() { Proofs = proofs!.Split(' '), Token = token! }, ct)) await Note("issuer-key-rotated", made.Id, ct);
        await Note("issuer-signing-changed", issuer.Id.ToString(), ct);
        return LocalRedirect("/admin/issuers?rotated=true");
    }

    /// <summary>What was typed while it is wrong, otherwise what is stored.</summary>
    public IssuerForm FormOf(IssuerView view) => Form.Id == view.Issuer.Id.Value ? Form : new()
    {
        Id = view.Issuer.Id.Value,
        Name = view.Issuer.Profile.Name,
        Website = view.Issuer.Profile.Url,
        Email = view.Issuer.Profile.Email,
        Description = view.Issuer.Profile.Description,
        ProviderKind = view.Issuer.Profile.ProviderKind,
        RequiresReview = view.Issuer.RequiresReview,
        Country = view.Issuer.Profile.CountryCode is { } code && Countries.FirstOrDefault(one => one.Code == code) is { } country ? VocabularySearch.Written(country, formats.Language) : null,
        Region = view.Issuer.Profile.Region,
    };

    /// <summary>What was typed while it is wrong, otherwise what is stored and what may be said beside it.</summary>
    public IReadOnlyList<AssuranceRow> RowsOf(IssuerView view) => Rows.Count > 0 ? Rows : AssuranceForm.Rows(view.Issuer.Profile.Assurance);

    public bool IsRefused(int row) => ModelState.Any(field => field.Value!.Errors.Count > 0 && field.Key.StartsWith(AssuranceForm.Field(row, ""), StringComparison.Ordinal));

    /// <summary>The profile, its did:web document and, for the first issuer, the two addresses of the whole server.</summary>
    public static IEnumerable<string> AddressesOf(Issuer issuer)
    {
        yield return issuer.Profile.Id;
        yield return $"{issuer.Profile.Id}/did.json";
        yield return $"{new Uri(issuer.Profile.Id).GetLeftPart(UriPartial.Authority)}/.well-known/jwks.json";
        if (issuer.IsDefault) yield return $"{new Uri(issuer.Profile.Id).GetLeftPart(UriPartial.Authority)}/.well-known/did.json";
    }

    private async Task Load(CancellationToken ct)
    {
        List<IssuerView> views = [];
        foreach (var issuer in await issuers.List(Tenant.Id, ct))
        {
            var keys = await issuers.Keys(Tenant.Id, issuer.Id, ct);
            Dictionary<IssuerKeyId, int> left = [];
            foreach (var key in keys.Where(key => key.State == IssuerKeyState.Revoked)) left[key.Id] = await reissues.CountOfKey(Tenant.Id, key.Url, ct);
            views.Add(new(issuer, [.. keys.OrderByDescending(key => key.CreatedAt)], left));
        }
        Issuers = views;
    }

    private async Task<(Issuer Issuer, PublishedKey Key)?> FindKey(Guid id, string? key, CancellationToken ct)
    {
        if (await issuers.Find(Tenant.Id, new IssuerId(id), ct) is not { } issuer) return null;
        return (await issuers.Keys(Tenant.Id, issuer.Id, ct)).FirstOrDefault(one => one.PublicId.Value == key) is { } found ? (issuer, found) : null;
    }

    private void Check()
    {
        if (Blank(Form.ProviderKind) is { } kind && ProviderKinds.All(one => one.Code != kind)) ModelState.AddModelError("Form.ProviderKind", words["Choose one of the list."]);
        if (Blank(Form.Country) is { } country && VocabularySearch.Exact(Countries, country) is null) ModelState.AddModelError("Form.Country", words["Choose one of the list."]);
        if (Blank(Form.Region) is { Length: > LongestRegion }) ModelState.AddModelError("Form.Region", words["Write fewer letters."]);
        if (Blank(Form.Name) is not { Length: <= LongestName }) ModelState.AddModelError("Form.Name", words["Needed"]);
        if (Blank(Form.Website) is { } site && (site.Length > LongestAddress || !Uri.TryCreate(site, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")))
            ModelState.AddModelError("Form.Website", words["Write a whole address that begins with https://."]);
        if (Blank(Form.Email) is { } email && (email.Length > LongestEmail || email.IndexOf('@', StringComparison.Ordinal) is < 1))
            ModelState.AddModelError("Form.Email", words["Write an e-mail address."]);
    }

    private async Task<ImageId?> ReadPicture(Issuer issuer, IFormFile file, CancellationToken ct)
    {
        switch (await uploads.Take(file, PictureUse.Logo, ct))
        {
            case PictureUpload.Accepted taken:
                return await images.Add(Tenant.Id, taken.MediaType, taken.Content, Desk.Now, ct);
            case PictureUpload.Refused no:
                ModelState.AddModelError("image", $"{words[no.Sentence.Key, [.. no.Holes]]} ({no.Code})");
                break;
        }
        return issuer.Image;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What an issuer says of itself, as typed.</summary>
public sealed class IssuerForm
{
    public Guid Id { get; set; }

    public string? Name { get; set; }

    public string? Website { get; set; }

    public string? Email { get; set; }

    public string? Description { get; set; }

    /// <summary>A code of the vocabulary of kinds of provider.</summary>
    public string? ProviderKind { get; set; }

    /// <summary>Whether it awards only what was reviewed.</summary>
    public bool RequiresReview { get; set; }

    /// <summary>By code or name.</summary>
    public string? Country { get; set; }

    public string? Region { get; set; }
}

/// <param name="Keys">The newest first.</param>
/// <param name="Left">Of each void key, how many documents in force still carry its signature.</param>
public sealed record IssuerView(Issuer Issuer, IReadOnlyList<PublishedKey> Keys, IReadOnlyDictionary<IssuerKeyId, int> Left);
