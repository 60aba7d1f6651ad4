using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>A page of one definition. It opens only what belongs to the launch's tenant and course.</summary>
public abstract class DefinitionPageModel(CourseDesk desk) : PageModel
{
    public OpenMapping Open { get; private set; } = null!;

    public ItemNames Names { get; private set; } = null!;

    public LaunchSession Launch => HttpContext.Launch();

    /// <summary>The definition's address without a trailing slash.</summary>
    public string Root => $"{Launch.Root}/d/{Open.Mapping.Id}";

    protected CourseDesk Desk => desk;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!await Load()) context.Result = new ProblemAction("page-not-found");
        else await next();
    }

    public FrameChrome Chrome(string here, Func<string, string> inCourse, string up) => new(Open.Title, inCourse(Open.Course.Title))
    {
        Tabs = Tab.OfDefinition(Root, here),
        Up = new Link(up, Launch.Root),
    };

    public static StateWord StateOf(MappingState state) => state switch
    {
        MappingState.Active => StateWords.Awarding,
        MappingState.Paused => StateWords.Paused,
        MappingState.Ended => StateWords.Ended,
        _ => StateWords.Draft,
    };

    protected async Task<bool> Load()
    {
        if (!Guid.TryParse(RouteData.Values["mapping"]?.ToString(), out var id) || await desk.Find(Launch, id, HttpContext.RequestAborted) is not { } open) return false;
        Open = open;
        Names = await desk.Names(open, HttpContext.RequestAborted);
        return true;
    }
}
