using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Problems;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Everything a verifier may fetch. Open to every origin, so that verifiers in a browser work too.</summary>
internal static class DocumentEndpoints
{
    private static readonly TimeSpan keysFresh = TimeSpan.FromMinutes(5);

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("").AllowAnonymous().AddEndpointFilter(AllowEveryOrigin);
        documents.MapGet("/.well-known/jwks.json", async (PublicDocuments all, HttpResponse response, CancellationToken ct) => Serve(await all.KeySet(ct), response, keysFresh));
        documents.MapGet("/.well-known/did.json", async (PublicDocuments all, TenantRepository tenants, HttpResponse response, CancellationToken ct) =>
            Serve(await all.DidOfOrigin((await tenants.All(ct))[0].Id, ct), response, keysFresh));
        documents.MapGet("/issuers/{id}/did.json", async (string id, PublicDocuments all, HttpResponse response, CancellationToken ct) =>
            Serve(await all.Did(new PublicId(id), ct), response, keysFresh));
        documents.MapGet("/issuers/{id}/keys/{key}", async (string id, string key, PublicDocuments all, HttpResponse response, CancellationToken ct) =>
            await all.IsKeyRevoked(new PublicId(id), new PublicId(key), ct)
                ? ProblemResults.ToHttpResult("issuer-key-revoked")
                : Serve(await all.Key(new PublicId(id), new PublicId(key), ct), response, keysFresh));
        documents.MapGet("/images/{id:guid}", Image);
    }

    private static IResult Serve(PublicDocument? document, HttpResponse response, TimeSpan fresh)
    {
        if (document is null) return ProblemResults.ToHttpResult("document-not-found");
        response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = fresh };
        return TypedResults.Bytes(document.Bytes, document.MediaType);
    }

    private static async Task<IResult> Image(Guid id, ImageRepository images, HttpResponse response, CancellationToken ct)
    {
        if (await images.Find(new ImageId(id), ct) is not { } image) return ProblemResults.ToHttpResult("document-not-found");
        response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } };
        return TypedResults.Bytes(image.Content, image.MediaType, entityTag: new EntityTagHeaderValue($"\"{image.ContentHash}\""));
    }

    private static async ValueTask<object?> AllowEveryOrigin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        return await next(context);
    }
}
