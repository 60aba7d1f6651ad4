using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>The door of the console: login and password, or a one-time link.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInModel(SignInDesk desk, IStringLocalizer<Words> words) : PageModel
{
    private const int LongestAnswer = 200;

    /// <summary>The code of a one-time link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>Where to go afterwards; only a path of ours.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Next { get; set; }

    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Who the link is for.</summary>
    public SignInWay Way { get; private set; }

    /// <summary>Why the last try failed.</summary>
    public Problem? Problem { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        Way = await WayOf(ct);
        return Code is not null && Way == SignInWay.Password ? Refuse(SignInDesk.LinkInvalidCode) : Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Way = await WayOf(ct);
        if (Code is not null && Way == SignInWay.Password) return Refuse(SignInDesk.LinkInvalidCode);
        if (!Check())
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        return await Try(ct) switch
        {
            SignInOutcome.SignedIn signedIn => await Enter(signedIn),
            SignInOutcome.Refused refused => Refuse(refused.Code),
            var other => throw new InvalidOperationException($"Unknown sign-in result {other}."),
        };
    }

    private Task<SignInOutcome> Try(CancellationToken ct) => Way switch
    {
        SignInWay.NewAdministrator => desk.Join(Code!, Login!, Name!, Password!, ct),
        SignInWay.NewPassword => desk.ByLink(Code!, Password!, ct),
        _ => desk.ByPassword(Login!, Password!, ct),
    };

    private async Task<SignInWay> WayOf(CancellationToken ct) => Code is null ? SignInWay.Password : await desk.Look(Code, ct) switch
    {
        null => SignInWay.Password,
        { Administrator: null } => SignInWay.NewAdministrator,
        _ => SignInWay.NewPassword,
    };

    private bool Check()
    {
        if (Way != SignInWay.NewPassword) Need(nameof(Login), Login);
        if (Way == SignInWay.NewAdministrator) Need(nameof(Name), Name);
        Need(nameof(Password), Password);
        if (Way != SignInWay.Password && Password is { Length: < SignInDesk.ShortestPassword })
            ModelState.AddModelError(nameof(Password), words["At least {0} characters", SignInDesk.ShortestPassword]);
        return ModelState.IsValid;
    }

    private void Need(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > LongestAnswer) ModelState.AddModelError(field, words["Needed"]);
    }

    private async Task<IActionResult> Enter(SignInOutcome.SignedIn signedIn)
    {
        await HttpContext.SignInAsync(AdminSignIn.SchemeName, AdminSignIn.PrincipalOf(signedIn.Administrator));
        return LocalRedirect(Url.IsLocalUrl(Next) ? Next! : "/admin");
    }

    private PageResult Refuse(string code)
    {
        Problem = ProblemCatalogue.Get(code);
        Response.StatusCode = Problem.Status;
        return Page();
    }
}

/// <summary>What the page asks for.</summary>
public enum SignInWay
{
    Password,
    NewPassword,
    NewAdministrator,
}
