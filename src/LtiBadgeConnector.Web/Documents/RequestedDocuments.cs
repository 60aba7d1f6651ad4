using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Formats that are made when somebody who may see the award wants them: these addresses lead to the document's own.</summary>
internal static class RequestedDocuments
{
    public static void MapRequestedDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/awards/{id}/ob3.jwt", (string id, HttpContext context, SharedAwards awards, AwardViewing access, Publishing publishing, CancellationToken ct) =>
            Lead(id, OpenBadge3JwtFormat.FormatName, "jwt", context, awards, access, publishing, ct)).AllowAnonymous();
        routes.MapGet("/awards/{id}/ob2.{suffix}", (string id, string suffix, HttpContext context, SharedAwards awards, AwardViewing access, Publishing publishing, CancellationToken ct) =>
            Lead(id, OpenBadge2.SignedFormat, suffix, context, awards, access, publishing, ct)).AllowAnonymous();
    }

    private static async Task<IResult> Lead(
        string id, string format, string suffix, HttpContext context, SharedAwards awards, AwardViewing access, Publishing publishing, CancellationToken ct)
    {
        if (await awards.Find(new PublicId(id), ct) is not { } award) return ProblemResults.ToHttpResult("document-not-found");
        if (!access.IsShownTo(award, context.Request)) return ProblemResults.ToHttpResult("document-not-public");
        try
        {
            return await publishing.Document(award, format, ct) is { } document
                ? Results.LocalRedirect($"/credentials/{document.PublicId}.{suffix}{context.Request.QueryString}")
                : ProblemResults.ToHttpResult("award-not-issued");
        }
        catch (NoSigningKeyException)
        {
            return ProblemResults.ToHttpResult(NoSigningKeyException.Code);
        }
    }
}
