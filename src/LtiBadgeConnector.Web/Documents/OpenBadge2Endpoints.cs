using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Web.BadgeImages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Storage.MicroCredentials;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Open Badges 2.0: three documents at three addresses, the issuer's keys and its revocation list, open to every origin.</summary>
internal static class OpenBadge2Endpoints
{
    private static readonly TimeSpan fresh = TimeSpan.FromMinutes(5);

    public static void MapOpenBadges2(this IEndpointRouteBuilder routes)
    {
        var ob2 = routes.MapGroup("/ob2").AllowAnonymous().AddEndpointFilter(AllowEveryOrigin);
        ob2.MapGet("/assertions/{id}", Assertion);
        ob2.MapGet("/badges/{id}", async (string id, PublicDocuments all, HttpContext context, CancellationToken ct) => Serve(await all.BadgeClass(new PublicId(id), ct), context));
        ob2.MapGet("/badges/{id}/image", Picture);
        ob2.MapGet("/issuers/{id}", async (string id, PublicDocuments all, HttpContext context, CancellationToken ct) => Serve(await all.Issuer2(new PublicId(id), ct), context));
        ob2.MapGet("/issuers/{id}/keys/{key}", async (string id, string key, PublicDocuments all, HttpContext context, CancellationToken ct) =>
            Serve(await all.Key2(new PublicId(id), new PublicId(key), ct), context));
        ob2.MapGet("/revocations/{issuer}", async (string issuer, PublicDocuments all, HttpContext context, CancellationToken ct) => Serve(await all.Revocations(new PublicId(issuer), ct), context));
    }

    private static async Task<IResult> Assertion(string id, HttpContext context, HostedAssertions assertions, CancellationToken ct)
    {
        if (await assertions.Find(new PublicId(id), ct) is not { } found) return ProblemResults.ToHttpResult("document-not-public");
        context.Response.GetTypedHeaders().CacheControl = new() { NoCache = true };
        // TypedResults.Bytes cannot say 410.
        context.Response.StatusCode = found.IsGone ? StatusCodes.Status410Gone : StatusCodes.Status200OK;
        return Results.Bytes(found.Bytes, TypeFor(context.Request));
    }

    private static async Task<IResult> Picture(string id, MicroCredentialRepository microCredentials, BadgePictures pictures, HttpContext context, CancellationToken ct)
    {
        if (await microCredentials.FindVersionByPublicId(new PublicId(id), ct) is not { } version) return ProblemResults.ToHttpResult("document-not-found");
        context.Response.GetTypedHeaders().CacheControl = new() { Public = true, MaxAge = TimeSpan.FromDays(1) };
        return Results.Bytes(await pictures.Png(version, ct), "image/png");
    }

    private static IResult Serve(PublicDocument? document, HttpContext context)
    {
        if (document is null) return ProblemResults.ToHttpResult("document-not-found");
        context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = fresh };
        return Results.Bytes(document.Bytes, TypeFor(context.Request));
    }

    private static string TypeFor(HttpRequest request) => MediaTypes.Best(request, ["application/ld+json", "application/json"]) ?? "application/ld+json";

    private static async ValueTask<object?> AllowEveryOrigin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        context.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        return await next(context);
    }
}
