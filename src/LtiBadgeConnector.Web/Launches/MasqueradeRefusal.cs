using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>Refuses every form of a launch in which somebody acts as another person: consent, evidence and awards are each person's own word.</summary>
internal sealed class MasqueradeRefusal : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpMethods.IsPost(context.HttpContext.Request.Method) && context.HttpContext.FindLaunch() is { Content.IsMasquerade: true }) context.Result = new ProblemAction("launch-masquerade");
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
