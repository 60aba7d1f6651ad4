using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>Explains one refusal to whoever follows the <c>type</c> of a problem document.</summary>
public sealed class ProblemModel : PageModel
{
    /// <summary>What the page shows.</summary>
    public ProblemView View { get; private set; } = null!;

    /// <summary>An unknown code is itself a refusal, with its own entry.</summary>
    public IActionResult OnGet(string code)
    {
        var problem = ProblemCatalogue.Find(code);
        View = new ProblemView(problem ?? ProblemCatalogue.Get("page-not-found"), Detail: null, NewWindow: null);
        if (problem is null) Response.StatusCode = StatusCodes.Status404NotFound;

        // The language switch of a refusal inside an LMS frame leads here.
        HttpContext.PagePolicy().AllowFramingByAnyone();
        return Page();
    }
}
