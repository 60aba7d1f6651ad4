using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>What somebody finds who opens the server's bare address.</summary>
public sealed class IndexModel(ServiceName service) : PageModel
{
    public string Speaker { get; private set; } = "";

    public async Task OnGet(CancellationToken ct) => Speaker = await service.Find(ct);
}
