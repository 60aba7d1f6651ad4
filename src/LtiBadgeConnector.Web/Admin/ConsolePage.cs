using System.Security.Claims;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>What all pages of the console share. None is kept by the browser: they show secrets and people.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public abstract class ConsolePage(ConsoleDesk desk, AdminPlace place) : PageModel
{
    /// <summary>The institution this page is about.</summary>
    public Tenant Tenant { get; private set; } = null!;

    protected ConsoleDesk Desk => desk;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var tenants = await desk.Tenants(HttpContext.RequestAborted);
        Tenant = TenantChoice.Of(Request, tenants);
        ViewData.Chrome(new AdminChrome(place, tenants.Count > 1 ? Tenant.Name : null) { Tenants = [.. tenants.Select(one => (one.Id.ToString(), one.Name, one == Tenant))] });
        if (await Instead(HttpContext.RequestAborted) is { } result) context.Result = result;
        else await next();
    }

    /// <summary>Loads what the page is about; an answer given here takes the place of the page.</summary>
    protected virtual Task<IActionResult?> Instead(CancellationToken ct) => Task.FromResult<IActionResult?>(null);

    /// <summary>What was done, in the status region of the page that follows a change.</summary>
    protected void Say(string sentence) => ViewData["Said"] = sentence;

    /// <summary>Who is signed in, as the audit trail names them.</summary>
    protected string? Administrator => User.FindFirstValue(ClaimTypes.NameIdentifier);

    protected Task Note(string action, string? subject, CancellationToken ct) =>
        desk.Note(Tenant.Id, Administrator, action, subject, ct);
}
