using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Serves a learner's file that a credential carries to whoever may see the award with it: always to be saved, never to be shown, whatever is in it.</summary>
internal static class EvidenceEndpoint
{
    private static readonly string[] readMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapEvidence(this IEndpointRouteBuilder routes) => routes.MapMethods("/evidence/{id}", readMethods, Serve).AllowAnonymous();

    private static async Task<IResult> Serve(string id, HttpContext context, SharedAwards awards, AwardViewing access, EvidenceRepository evidence, CancellationToken ct)
    {
        context.PagePolicy().AllowNothing();
        var response = context.Response;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["X-Robots-Tag"] = "noindex";
        // Its holder may take it back at any time, so nobody keeps it unasked.
        response.GetTypedHeaders().CacheControl = new() { Private = true, NoCache = true };
        var publicId = new PublicId(id);
        if (await awards.FindByEvidenceFile(publicId, ct) is not { } award || !access.ShowsFilesTo(award, context.Request) || await evidence.FindFile(publicId, ct) is not { } file) return ProblemResults.ToHttpResult("evidence-file-not-shown");
        return TypedResults.Bytes(file.Content, file.MediaType, file.Name, entityTag: new EntityTagHeaderValue($"\"{file.ContentHash}\""));
    }
}
