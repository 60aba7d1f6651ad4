using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Ends an authorisation: changes Canvas's code into a token, or says why it could not.</summary>
public sealed class CanvasReturnModel(ConsoleDesk desk, CanvasAuthorising authorising) : ConsolePage(desk, AdminPlace.Connections)
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public Problem Problem { get; private set; } = null!;

    public string BackTo { get; private set; } = "/admin/connections";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        try
        {
            var (connection, problem) = await authorising.Complete(Code, State, User, ct);
            if (connection is not null) BackTo = $"/admin/connections/{connection.Platform}";
            if (problem is null) return await Authorised(connection!.Id.ToString(), ct);
            Problem = ProblemCatalogue.Get(problem);
        }
        catch (LmsException e)
        {
            Problem = ProblemCatalogue.Get(e.Problem);
        }
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private async Task<IActionResult> Authorised(string connection, CancellationToken ct)
    {
        await Note("connection-authorised", connection, ct);
        return LocalRedirect(BackTo);
    }
}
