using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>One published version of a micro-credential: a page for people, the achievement document for programs.</summary>
public sealed class AchievementModel(PublicDocuments documents, MicroCredentialRepository microCredentials, IssuerRepository issuers, EndorsementRepository endorsements, PathwayDesk pathways, MappingRepository mappings, IStringLocalizer<Words> words,
    TimeProvider time) : PageModel
{
    public IReadOnlyList<StoredEndorsement> Endorsements { get; private set; } = [];

    public DefinitionVersion Version { get; private set; } = null!;

    /// <summary>As it is today.</summary>
    public Issuer Issuer { get; private set; } = null!;

    /// <summary>All versions, the newest first.</summary>
    public IReadOnlyList<DefinitionVersion> Versions { get; private set; } = [];

    /// <summary>Null for the newest version itself.</summary>
    public DefinitionVersion? Newest => Versions is [var newest, ..] && newest.Id != Version.Id ? newest : null;

    /// <summary>All versions, each with the names of what is not as in the one before.</summary>
    public IEnumerable<(DefinitionVersion Version, IReadOnlyList<string> Changed)> History(Formats formats) =>
        Versions.Select((version, at) => (version, at + 1 < Versions.Count ? Changed(Versions[at + 1], version, formats) : []));

    /// <summary>How long awards of it are valid in the courses that award it now; null for ever.</summary>
    public IReadOnlyList<int?> ValidMonths { get; private set; } = [];

    /// <summary>What it is a part of.</summary>
    public IReadOnlyList<PathwayPart> Towards { get; private set; } = [];

    /// <summary>Those that the version claims to follow.</summary>
    public IEnumerable<Framework> Frameworks => FrameworkCatalogue.Shipped.ClaimedBy(Version.Definition);

    /// <summary>What kind of provider the issuer is and where it stands, as far as an administrator has said.</summary>
    public IEnumerable<(string Name, string Value)> IssuerLines(string language)
    {
        var (profile, catalogue) = (Issuer.Profile, FrameworkCatalogue.Shipped);
        if (profile.ProviderKind is { } kind && catalogue.Vocabulary(Vocabularies.ProviderKind).Find(kind) is { } provider) yield return (words["Kind of provider"], provider.Name.In(language));
        if (profile.CountryCode is { } code && catalogue.Vocabulary(Vocabularies.Countries).Find(code) is { } country)
            yield return (catalogue.Descriptor(Descriptors.CountryRegion).Name.In(language), string.Join(" · ", new[] { country.Name.In(language), profile.Region }.OfType<string>()));
    }

    private IReadOnlyList<string> Changed(DefinitionVersion former, DefinitionVersion version, Formats formats)
    {
        var changed = DefinitionWords.Changed(former.Definition, version.Definition, formats);
        return former.CriteriaNarrative == version.CriteriaNarrative ? changed : [.. changed, words["What it takes"].Value];
    }

    /// <param name="language">Set for the edition in the other language.</param>
    public async Task<IActionResult> OnGet(string id, string? language, CancellationToken ct)
    {
        var publicId = new PublicId(id);
        if (await (language is null ? documents.Achievement(publicId, ct) : documents.AchievementIn(publicId, language, ct)) is not { } document) return new ProblemAction("document-not-found");
        if (this.Document(document) is { } asDocument) return asDocument;
        // People have one page, which speaks the language they choose.
        if (language is not null) return LocalRedirect($"/achievements/{publicId}?culture={language}");

        Version = (await microCredentials.FindVersionByPublicId(publicId, ct))!;
        var microCredential = (await microCredentials.Find(Version.Tenant, Version.MicroCredential, ct))!;
        var issuer = (await issuers.Find(Version.Tenant, microCredential.Issuer, ct))!;
        Issuer = issuer with { Profile = issuer.Profile.On(time.GetUtcNow()) };
        Versions = await microCredentials.Versions(Version.Tenant, Version.MicroCredential, ct);
        ValidMonths =
        [
            .. (await mappings.OfMicroCredential(Version.Tenant, Version.MicroCredential, ct)).Where(mapping => mapping.State is MappingState.Active or MappingState.Paused)
                .Select(mapping => mapping.Policy.ValidMonths).Distinct().Order(),
        ];
        Towards = await pathways.Towards(Version.Tenant, Version.MicroCredential, ct);
        Endorsements = await endorsements.Of(Version.Tenant, Version.Url, time.GetUtcNow(), ct);
        return Page();
    }
}
