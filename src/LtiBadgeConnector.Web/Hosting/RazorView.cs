using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>Renders a view from an endpoint that is no Razor page.</summary>
internal static class RazorView
{
    public static Task Render<T>(HttpContext context, string view, T model, int status = StatusCodes.Status200OK) => new ViewResult
    {
        ViewName = view,
        StatusCode = status,
        ViewData = new ViewDataDictionary<T>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
    }.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
}
