using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Registering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>What to enter into Moodle's form for a tool: a page for people, the same rows as JSON for programs.</summary>
public sealed class MoodleFormModel(ToolOnPaper paper) : PageModel
{
    public IReadOnlyList<ToolField> Form => paper.MoodleForm;

    public IActionResult OnGet()
    {
        Response.Headers.Append("Vary", "Accept");
        return MediaTypes.WantsPage(Request, ["application/json"]) ? Page() : new JsonResult(Form);
    }
}
