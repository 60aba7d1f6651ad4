using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Problems;

/// <summary>A refusal as the answer of a Razor page or of one of its filters.</summary>
internal sealed class ProblemAction(string code, string? detail = null) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) => ProblemResults.ToPage(code, detail).ExecuteAsync(context.HttpContext);
}
