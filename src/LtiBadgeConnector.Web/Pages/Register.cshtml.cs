using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>
/// Dynamic registration as the LMS administrator sees it, inside the LMS's frame or in a tab. The right to register is the
/// invitation in the address, so no cookie and no anti-forgery token are needed; an administrator's own cookie is strict.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class RegisterModel(PlatformRegistering registering) : PageModel
{
    public RegisterOutcome.Asked? Asked { get; private set; }

    public RegisterOutcome.Done? Done { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Show(await registering.Ask(Parameters(), await IsAdministrator(), ct));

    public async Task<IActionResult> OnPost(CancellationToken ct) => await Show(await registering.Confirm(Parameters(), await IsAdministrator(), ct));

    private async Task<IActionResult> Show(RegisterOutcome outcome)
    {
        Response.Headers.CacheControl = "no-store";
        if (Uri.TryCreate(Request.Query["openid_configuration"], UriKind.Absolute, out var asking) && (asking.Scheme == Uri.UriSchemeHttps || asking.Scheme == Uri.UriSchemeHttp))
            HttpContext.PagePolicy().AllowFraming(asking.GetLeftPart(UriPartial.Authority));
        switch (outcome)
        {
            case RegisterOutcome.Asked asked:
                Asked = asked;
                return Page();
            case RegisterOutcome.Done done:
                Done = done;
                return Page();
            default:
                var refused = (RegisterOutcome.Refused)outcome;
                await ProblemResults.ToPage(refused.Problem, refused.Detail).ExecuteAsync(HttpContext);
                return new EmptyResult();
        }
    }

    private Dictionary<string, string> Parameters() => Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    private async Task<bool> IsAdministrator() => (await HttpContext.AuthenticateAsync(AdminSignIn.SchemeName)).Succeeded;
}
