using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Lti;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Registers an LMS from what an administrator types in.</summary>
public sealed class NewPlatformModel(ConsoleDesk desk, ManualRegistering registering, Formats formats, LtiOptions lti) : ConsolePage(desk, AdminPlace.Connections)
{
    [BindProperty]
    public ManualPlatform Form { get; set; } = new();

    public ToolAddresses Addresses { get; } = ToolAddresses.Of(lti, platform: null);

    /// <summary>Why it was not registered, when no single answer is at fault.</summary>
    public Problem? Problem { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        ModelState.Clear();
        foreach (var fault in Form.Faults) ModelState.AddModelError($"{nameof(Form)}.{fault.Field}", ProblemCatalogue.Get(fault.Code).Title.In(formats.Language));
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);

        if (await registering.Register(Tenant, Form, ct) is not { } id)
        {
            Problem = ProblemCatalogue.Get(PlatformSaved.Taken.Code);
            return Refuse(Problem.Status);
        }
        await Note("platform-added", id.ToString(), ct);
        return LocalRedirect($"/admin/connections/{id}?registered=true");
    }

    private PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
