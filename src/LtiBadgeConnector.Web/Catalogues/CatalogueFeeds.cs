using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Catalogues;

/// <summary>The catalogue for programs: as Open Badges 3.0 achievements, as schema.org, and as a feed. The page's filters work here too.</summary>
internal static class CatalogueFeeds
{
    private static readonly XNamespace atom = "http://www.w3.org/2005/Atom";
    private static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("").AllowAnonymous().AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
            context.HttpContext.Response.GetTypedHeaders().CacheControl = new() { Public = true, MaxAge = TimeSpan.FromMinutes(5) };
            // What one reader asked for in the address is not kept for the next one who is served from a shared cache.
            context.HttpContext.Response.Headers.Remove(HeaderNames.SetCookie);
            return await next(context);
        });
        feeds.MapGet("/catalogue.json", async (HttpRequest request, CatalogueIndex index, PublicDocuments documents, CancellationToken ct) =>
            Results.Bytes(await Achievements(await index.Find(CatalogueQuery.Of(request.Query), ct), documents, ct), "application/ld+json"));
        feeds.MapGet("/catalogue.jsonld", async (HttpRequest request, CatalogueIndex index, TimeProvider time, CancellationToken ct) =>
            Results.Bytes(Encoding.UTF8.GetBytes(SchemaOrg(await index.Find(CatalogueQuery.Of(request.Query), ct), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).ToJsonString(readable)), "application/ld+json"));
        feeds.MapGet("/catalogue.atom", async (HttpRequest request, CatalogueIndex index, PublicAddresses addresses, ServiceName service, Formats formats, CancellationToken ct) =>
        {
            request.HttpContext.Response.Headers.Vary = $"{HeaderNames.AcceptLanguage}, {HeaderNames.Cookie}";
            var query = CatalogueQuery.Of(request.Query);
            return Results.Bytes(Atom(query, await index.Find(query, ct), addresses.Origin, await service.Find(ct), formats.Language), "application/atom+xml");
        });
    }

    private static async Task<byte[]> Achievements(IReadOnlyList<CatalogueEntry> entries, PublicDocuments documents, CancellationToken ct)
    {
        using var list = new MemoryStream();
        list.WriteByte((byte)'[');
        foreach (var entry in entries)
        {
            if (await documents.Achievement(entry.Published.PublicId, ct) is not { } document) continue;
            if (list.Length > 1) list.WriteByte((byte)',');
            await list.WriteAsync(document.Bytes, ct);
        }
        list.WriteByte((byte)']');
        return list.ToArray();
    }

    internal static JsonObject SchemaOrg(IReadOnlyList<CatalogueEntry> entries, DateOnly today) => new()
    {
        ["@context"] = "https://schema.org",
        ["@graph"] = new JsonArray([.. entries.Select(entry => SchemaOrg(entry, today))]),
    };

    private static JsonObject SchemaOrg(CatalogueEntry entry, DateOnly today)
    {
        var (definition, published) = (entry.Definition, entry.Published);
        var credential = new JsonObject
        {
            ["@type"] = "EducationalOccupationalCredential",
            ["@id"] = published.Url,
            ["url"] = published.Url,
            ["name"] = Both(definition, definition.Title, definition.OtherTitle),
            ["description"] = Both(definition, definition.Description, definition.OtherDescription),
            ["credentialCategory"] = "Micro-credential",
            ["inLanguage"] = definition.Language,
            ["datePublished"] = published.PublishedAt.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["recognizedBy"] = IssuerOf(entry, today),
        };
        if (definition.Outcomes.Count > 0) credential["competencyRequired"] = new JsonArray([.. definition.Outcomes.Select(outcome => (JsonNode)outcome.Text)]);
        if (definition.Effort is { } effort) credential["timeRequired"] = effort.Duration;
        if (definition.Levels.Count > 0) credential["educationalLevel"] = new JsonArray([.. definition.Levels.Select(level => (JsonNode)$"{level.Scheme} {level.Level}")]);
        if (definition.AnswerTo(Descriptors.FieldOfStudy).Codes is { Count: > 0 } fields)
            credential["about"] = new JsonArray([.. fields.Select(code => (JsonNode)(FrameworkCatalogue.Shipped.Entry(FrameworkCatalogue.Shipped.Descriptor(Descriptors.FieldOfStudy), code)?.Name.En ?? code))]);
        if (PathwayPartsJson.Read(published.Parts) is { Count: > 0 } parts) credential["hasPart"] = new JsonArray([.. parts.Select(PartOf)]);
        return credential;
    }

    // schema.org has a term for what others certify, and none for what an institution does by itself.
    private static JsonObject IssuerOf(CatalogueEntry entry, DateOnly today)
    {
        var kinds = FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.QualityAssurance);
        var issuer = new JsonObject { ["@type"] = "EducationalOrganization", ["name"] = entry.Published.Issuer };
        JsonNode[] certified =
        [
            .. InstitutionAssuranceJson.Read(entry.Published.Assurance).Where(one => one.IsInForce(today) && kinds.Find(one.Kind)?.Side == AssuranceCell.External).Select(one => Certification(one, entry.Definition.Language)),
        ];
        if (certified.Length > 0) issuer["hasCertification"] = new JsonArray(certified);
        return issuer;
    }

    private static JsonObject Certification(InstitutionAssurance assurance, string language)
    {
        var stated = new JsonObject { ["@type"] = "Certification", ["name"] = assurance.TextIn(language).Text };
        if (assurance.Url is { } url) stated["url"] = url;
        if (assurance.From is { } from) stated["validFrom"] = Day(from);
        if (assurance.Until is { } until) stated["expires"] = Day(until);
        return stated;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject PartOf(PathwayPart part)
    {
        var stated = new JsonObject { ["@type"] = "EducationalOccupationalCredential", ["name"] = part.Name };
        if (part.Url is { } url) stated["@id"] = url;
        return stated;
    }

    // A plain string while there is one language, as most readers expect; two strings that name their languages where there are two.
    private static JsonNode? Both(Definition definition, string own, string? other) => other is null
        ? own
        : new JsonArray(
            new JsonObject { ["@language"] = definition.Language, ["@value"] = own },
            new JsonObject { ["@language"] = definition.OtherLanguage, ["@value"] = other });

    internal static byte[] Atom(CatalogueQuery query, IReadOnlyList<CatalogueEntry> entries, string origin, string speaker, string language)
    {
        var updated = entries.Select(entry => entry.Published.PublishedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max();
        var asked = query.ToQuery(language);
        var feed = new XDocument(new XElement(atom + "feed",
            new XElement(atom + "id", $"{origin}/catalogue{asked}"),
            new XElement(atom + "title", speaker),
            new XElement(atom + "updated", XmlConvert.ToString(updated)),
            new XElement(atom + "link", new XAttribute("rel", "self"), new XAttribute("href", $"{origin}/catalogue.atom{asked}")),
            new XElement(atom + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", $"{origin}/catalogue{asked}")),
            entries.Select(entry => new XElement(atom + "entry",
                new XElement(atom + "id", entry.Published.Url),
                InLanguage("title", entry.Definition.TitleIn(language)),
                new XElement(atom + "updated", XmlConvert.ToString(entry.Published.PublishedAt)),
                new XElement(atom + "author", new XElement(atom + "name", Plain(entry.Published.Issuer))),
                new XElement(atom + "link", new XAttribute("href", entry.Published.Url)),
                InLanguage("summary", entry.Definition.DescriptionIn(language))))));
        return Encoding.UTF8.GetBytes(feed.ToString());
    }

    private static XElement InLanguage(string element, Told told) => new(atom + element, new XAttribute(XNamespace.Xml + "lang", told.Language), Plain(told.Text));

    // XML has no way to write most control characters.
    private static string Plain(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
