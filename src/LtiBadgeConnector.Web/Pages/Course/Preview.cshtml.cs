using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Importing;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The draft as a family of formats would state it.</summary>
/// <param name="Files">The names of the formats that carry these documents.</param>
/// <param name="Lost">Answers the family has no place for.</param>
/// <param name="LostBeside">What else of it the family leaves out.</param>
public sealed record PreviewedFormat(string Name, IReadOnlyList<string> Files, IReadOnlyList<string> Documents, IReadOnlyList<Descriptor> Lost, IReadOnlyList<LostStatement> LostBeside);

/// <summary>How the draft will look before it is published: the public page, and the credential in each format. Also the files to take it elsewhere.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class PreviewModel(CourseDesk desk, DefinitionDesk definitions, PathwayDesk pathways, PublicAddresses addresses, IStringLocalizer<Words> words, TimeProvider time) : DefinitionPageModel(desk)
{
    private static readonly JsonSerializerOptions readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The draft as if it were published now.</summary>
    public DefinitionVersion Version { get; private set; } = null!;

    public Issuer Issuer { get; private set; } = null!;

    public IReadOnlyList<PreviewedFormat> Formats { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        await Prepare(ct);
        var stated = DefinitionDesk.Stated(Version.Definition, Issuer);
        Formats =
        [
            Family("Open Badges 3.0", "ob3", [Readable(CredentialPreview.OpenBadge3(Dossier()))]),
            Family("Open Badges 2.0", "ob2", [Readable(CredentialPreview.OpenBadge2(Dossier())), Readable(OpenBadge2Json.BadgeClass(Achievement(), Issuer.Profile))]),
        ];

        PreviewedFormat Family(string name, string family, IReadOnlyList<string> files) => new(
            name, [.. AllFormats.Where(format => FormatCoverage.FamilyOf(format) == family)], files, FormatCoverage.Lost(family, stated, DefinitionDesk.Catalogue), FormatCoverage.LostBeside(family, Version));
    }

    /// <summary>The name of every format an award can be had in, pictures aside: they carry the same documents.</summary>
    public static IReadOnlyList<string> AllFormats { get; } =
        [.. CredentialFormats.All.Concat(CredentialFormats.OnRequest.All).Select(format => format.Name), OfflineCopyFormat.FormatName];

    /// <param name="form"><c>definition</c>, <c>ob3</c> or <c>ob2</c>.</param>
    public async Task<IActionResult> OnGetFile(string? form, CancellationToken ct)
    {
        await Prepare(ct);
        return form switch
        {
            "ob3" => File(AchievementDocument.Write(Achievement(), Issuer.Profile), "application/ld+json", "achievement.json"),
            "ob2" => File(OpenBadge2Json.BadgeClass(Achievement(), Issuer.Profile), "application/ld+json", "badgeclass.json"),
            _ => File(Encoding.UTF8.GetBytes(DefinitionFile.Write(Open.MicroCredential.Draft)), "application/json", "definition.json"),
        };
    }

    private async Task Prepare(CancellationToken ct)
    {
        Issuer = await definitions.IssuerOf(Open.MicroCredential, ct);
        var draft = Open.MicroCredential.Draft;
        var publicId = new PublicId("preview");
        var (narrative, otherNarrative) = RuleSentences.Narratives(draft, Open.Mapping.RuleToEdit, Names, words);
        Version = new(new(Guid.Empty), Open.MicroCredential.Tenant, Open.MicroCredential.Id, 1, publicId, addresses.Achievement(publicId), draft, narrative, time.GetUtcNow())
        {
            Parts = await pathways.PartsOf(Open.MicroCredential.Tenant, Open.Mapping.RuleToEdit, draft.Language, ct),
            OtherNarrative = otherNarrative,
        };
    }

    private Achievement Achievement() => Achievements.Of(Version, Version.Definition.Image is { } image ? PublicAddresses.ImageBeside(Version.Url, image) : null);

    private AwardDossier Dossier()
    {
        var achievement = Achievement();
        return new()
        {
            AwardPublicId = "preview",
            AwardUrl = addresses.Award(new("preview")),
            CredentialUrl = addresses.Credential(new("preview")),
            AwardedAt = IssuingTime.WholeSeconds(Version.PublishedAt),
            ValidFrom = IssuingTime.WholeSeconds(Version.PublishedAt),
            Issuer = Issuer.Profile,
            Keys = [],
            Achievement = achievement,
            Recipient = new("urn:uuid:00000000-0000-4000-8000-000000000000"),
            Results = [.. achievement.ResultDescriptions.Select(result => new AchievedResult(result.Id) { Status = "Completed" })],
        };
    }

    private static string Readable(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, readable);
    }
}
