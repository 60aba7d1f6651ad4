using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LtiBadgeConnector.Web.Problems;

/// <summary>What the refusal's page shows.</summary>
/// <param name="NewWindow">Where to continue in a window of its own, if that helps.</param>
public sealed record ProblemView(Problem Problem, string? Detail, string? NewWindow);

/// <summary>Renders the refusal's view from an endpoint that is no Razor page.</summary>
internal sealed record ProblemPageResult(Problem Problem, string? Detail, string? NewWindow) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var policy = httpContext.PagePolicy();
        if (NewWindow is null) policy.AllowFramingByAnyone();
        httpContext.Response.Headers.CacheControl = "no-store";

        var view = new ViewResult
        {
            ViewName = "/Pages/Shared/ProblemView.cshtml",
            StatusCode = Problem.Status,
            ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = new ProblemView(Problem, Detail, NewWindow) },
        };
        return view.ExecuteResultAsync(new ActionContext(httpContext, httpContext.GetRouteData(), new ActionDescriptor()));
    }
}
