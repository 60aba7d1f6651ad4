using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Problems;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Serves the signed status lists: the stored bytes, to everybody, fresh for half a minute.</summary>
internal static class StatusListEndpoint
{
    private static readonly string[] readMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapStatusLists(this IEndpointRouteBuilder routes) => routes.MapMethods("/status/{list}", readMethods, Serve).AllowAnonymous();

    private static async Task<IResult> Serve(string list, HttpContext context, StatusListRepository lists, CancellationToken ct)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var documents = await lists.Documents(new PublicId(list), ct);
        if (documents.Count == 0) return ProblemResults.ToHttpResult("document-not-found");

        // A verifier that asks for another type than there is still wants the list, and sees by its content what it is.
        var mediaType = MediaTypes.Best(context.Request, [.. documents.Select(document => document.MediaType)]);
        var served = documents.FirstOrDefault(document => document.MediaType == mediaType) ?? documents[0];
        context.Response.Headers.Vary = HeaderNames.Accept;
        context.Response.GetTypedHeaders().CacheControl = new() { Public = true, MaxAge = StatusListTimes.Fresh };
        return TypedResults.Bytes(served.Bytes, served.MediaType, entityTag: new EntityTagHeaderValue($"\"{served.ContentHash}\""));
    }
}
