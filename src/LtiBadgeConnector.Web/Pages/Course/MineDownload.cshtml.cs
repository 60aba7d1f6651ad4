using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Leads the holder to one download: by a ticket, because the address it stands at knows no session.</summary>
public sealed class MineDownloadModel(SharedAwards awards, AwardViewing access) : PageModel
{
    public async Task<IActionResult> OnGet(string credential, string? suffix, CancellationToken ct)
    {
        var (launch, id) = (HttpContext.Launch(), new PublicId(credential));
        if (await awards.FindByDocument(id, ct) is not { } award || award.Tenant != launch.Tenant || award.Learner != launch.Learner)
            return new ProblemAction("document-not-found");

        var document = (await awards.Documents(award.Tenant, award.Id, ct)).First(one => one.PublicId == id);
        var url = $"/credentials/{id}.{(suffix is "png" or "svg" ? suffix : CredentialEndpoints.SuffixOf(document))}?{AwardViewing.TicketParameter}={await access.DownloadTicket(id, ct)}";
        if (!Request.IsFollowedByHtmx()) return LocalRedirect(url);

        // Without cookies htmx asked in the link's stead; a file has to be fetched by the browser itself.
        Response.Headers["HX-Redirect"] = url;
        return new NoContentResult();
    }
}
