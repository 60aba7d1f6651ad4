using System.Security.Cryptography;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Serves one signed document: its stored bytes and nothing else, in the media type asked for.</summary>
internal static class CredentialEndpoints
{
    private const string JsonWebToken = "application/vc+jwt";
    private static readonly string[] readMethods = [HttpMethods.Get, HttpMethods.Head];

    // The first is what is sent to whoever does not mind.
    private static readonly string[] tokenTypes = [JsonWebToken, "text/plain"];
    private static readonly string[] plainTypes = ["text/plain"];
    private static readonly string[] linkedTypes = ["application/vc", "application/vc+ld+json", "application/ld+json", "application/json"];

    public static void MapCredentials(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/credentials/{id}.{suffix}", readMethods, Serve).AllowAnonymous();
        routes.MapMethods("/credentials/{id}", readMethods, (string id, HttpContext context, SharedAwards awards, AwardViewing access, BakedFiles baked, CancellationToken ct) =>
            Serve(id, suffix: null, context, awards, access, baked, ct)).AllowAnonymous();
        routes.MapGet("/awards/{id}/offline.json", Offline).AllowAnonymous();
    }

    /// <summary>The suffix under which a document is saved as a file.</summary>
    public static string SuffixOf(SharedDocument document) => document.MediaType is JsonWebToken or "text/plain" ? "jwt" : "json";

    private static async Task<IResult> Offline(string id, HttpContext context, SharedAwards awards, AwardViewing access, OfflineCopies copies, TimeProvider time, CancellationToken ct)
    {
        if (await awards.Find(new PublicId(id), ct) is not { } award) return ProblemResults.ToHttpResult("document-not-found");
        if (!access.IsShownTo(award, context.Request)) return ProblemResults.ToHttpResult("document-not-public");
        try
        {
            if (await copies.Of(award, time.GetUtcNow(), ct) is not { } copy) return ProblemResults.ToHttpResult("award-not-issued");
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Bytes(copy.Bytes, copy.MediaType, $"{id}-offline.json");
        }
        catch (NoSigningKeyException)
        {
            return ProblemResults.ToHttpResult(NoSigningKeyException.Code);
        }
    }

    private static async Task<IResult> Serve(string id, string? suffix, HttpContext context, SharedAwards awards, AwardViewing access, BakedFiles baked, CancellationToken ct)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var publicId = new PublicId(id);
        if (await awards.FindByDocument(publicId, ct) is not { } award) return ProblemResults.ToHttpResult("document-not-found");
        if (!await access.IsShownTo(award, publicId, context.Request, ct)) return ProblemResults.ToHttpResult("document-not-public");

        var document = (await awards.Documents(award.Tenant, award.Id, ct)).First(one => one.PublicId == publicId);
        if (document.Format == OpenBadge2.HostedFormat && (award.Visibility != AwardVisibility.Public || award.Withdrawal is not null || award.Suspension is not null)) return ProblemResults.ToHttpResult("document-not-public");
        if (suffix is "png" or "svg") return File(await baked.Bake(award, document, suffix, ct), $"{id}.{suffix}", award, context.Response);

        context.Response.Headers.Vary = HeaderNames.Accept;
        if (MediaTypeFor(document, suffix, context.Request) is not { } mediaType) return ProblemResults.ToHttpResult("document-format-not-offered");

        return File(new(document.Bytes, mediaType), suffix is null ? null : $"{id}.{suffix}", award, context.Response);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.FileContentHttpResult File(PublicDocument file, string? name, SharedAward award, HttpResponse response)
    {
        // The holder may take it back at any time, so nobody keeps it unasked.
        response.GetTypedHeaders().CacheControl = new() { Public = award.Visibility == AwardVisibility.Public, Private = award.Visibility != AwardVisibility.Public, NoCache = true };
        return TypedResults.Bytes(file.Bytes, file.MediaType, name, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file.Bytes))[..32]}\""));
    }

    private static string? MediaTypeFor(SharedDocument document, string? suffix, HttpRequest request)
    {
        if (suffix is not null) return suffix == SuffixOf(document) ? document.MediaType : null;
        return MediaTypes.Best(request, document.MediaType switch { JsonWebToken => tokenTypes, "text/plain" => plainTypes, _ => linkedTypes });
    }
}
