using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LtiBadgeConnector.Web.Verifying;

/// <summary>Refuses a form that says it is larger than the page takes, before anything of it is read, with a page that gives the code.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RefuseLargeBodyAttribute(long mostBytes, string code) : Attribute, IResourceFilter, IOrderedFilter
{
    public long MostBytes => mostBytes;

    public string Code => code;

    // Before the limits of the server and of forms, which answer without a code.
    public int Order => int.MinValue;

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.HttpContext.Request.ContentLength > mostBytes) context.Result = new ProblemAction(code);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
