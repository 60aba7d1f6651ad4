using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtiBadgeConnector.DemoLms.Services;

/// <summary>Assignment and Grade Services 2.0. A tool sees its own columns and nothing else of the gradebook.</summary>
internal sealed class AssignmentAndGrades(CampusStore store, CampusOrigin origin, CourseDesk desk, ServiceCallers callers, DemoLmsOptions options)
{
    private const string Collection = "/lti/services/{course:int}/lineitems";
    private const string Item = Collection + "/{item:int}/lineitem";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, (AssignmentAndGrades s, HttpContext http, int course) => s.List(http, course));
        routes.MapPost(Collection, (AssignmentAndGrades s, HttpContext http, int course, CancellationToken ct) => s.Create(http, course, ct));
        routes.MapGet(Item, (AssignmentAndGrades s, HttpContext http, int course, int item) => s.Read(http, course, item));
        routes.MapPut(Item, (AssignmentAndGrades s, HttpContext http, int course, int item, CancellationToken ct) => s.Replace(http, course, item, ct));
        routes.MapDelete(Item, (AssignmentAndGrades s, HttpContext http, int course, int item) => s.Delete(http, course, item));
        routes.MapGet(Item + "/results", (AssignmentAndGrades s, HttpContext http, int course, int item) => s.Results(http, course, item));
        routes.MapPost(Item + "/scores", (AssignmentAndGrades s, HttpContext http, int course, int item, CancellationToken ct) => s.Score(http, course, item, ct));
    }

    private async Task<IResult> List(HttpContext http, int courseId)
    {
        var caller = await Caller(http, courseId, LtiNames.LineItemScope, LtiNames.LineItemReadScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return Refused(caller);
        if (!MediaTypes.Asks(http.Request, MediaTypes.LineItems)) return new ProblemResult(400, "accept-not-offered");

        var query = http.Request.Query;
        var items = course.Items
            .Where(i => i.ToolClientId == tool.ClientId)
            .Where(i => !query.TryGetValue("tag", out var tag) || i.Tag == tag)
            .Where(i => !query.TryGetValue("resource_id", out var resource) || i.ResourceId == resource)
            .Where(i => !query.TryGetValue("resource_link_id", out var link) || Text(i.LinkId) == link)
            .ToList();
        var (page, next) = Paging.Cut(items, http.Request, origin, options.Personality, largest: int.MaxValue);
        if (next is not null) http.Response.Headers.Link = next;
        return Json(new JsonArray([.. page.Select(i => Describe(course, i, tool))]), MediaTypes.LineItems);
    }

    private async Task<IResult> Create(HttpContext http, int courseId, CancellationToken ct)
    {
        var caller = await Caller(http, courseId, LtiNames.LineItemScope);
        if (caller is not ServiceCaller.Allowed(var tool, _)) return Refused(caller);
        if (!MediaTypes.Brings(http.Request, MediaTypes.LineItem)) return new ProblemResult(400, "content-type-not-accepted");

        var sent = await Body(http.Request, ct);
        if (Problem(sent, tool, courseId) is { } problem) return problem;

        GradeItem? made = null;
        var state = store.Change(s =>
        {
            made = Apply(new GradeItem(s.NextId, "", "manual", s.NextId, null, 0, 0) { ToolClientId = tool.ClientId }, sent!);
            var course = s.Course(courseId)!;
            return s.With(course with { Items = course.Items.Add(made) }) with { NextId = s.NextId + 1 };
        });
        return Json(Describe(state.Course(courseId)!, made!, tool), MediaTypes.LineItem, 201);
    }

    private async Task<IResult> Read(HttpContext http, int courseId, int itemId)
    {
        var caller = await Caller(http, courseId, LtiNames.LineItemScope, LtiNames.LineItemReadScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return Refused(caller);
        if (!MediaTypes.Asks(http.Request, MediaTypes.LineItem)) return new ProblemResult(400, "accept-not-offered");

        return Own(course, itemId, tool) is { } item ? Json(Describe(course, item, tool), MediaTypes.LineItem) : NoItem();
    }

    private async Task<IResult> Replace(HttpContext http, int courseId, int itemId, CancellationToken ct)
    {
        var caller = await Caller(http, courseId, LtiNames.LineItemScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return Refused(caller);
        if (Own(course, itemId, tool) is not { } item) return NoItem();
        if (!MediaTypes.Brings(http.Request, MediaTypes.LineItem)) return new ProblemResult(400, "content-type-not-accepted");

        var sent = await Body(http.Request, ct);
        if (Problem(sent, tool, courseId) is { } problem) return problem;

        var changed = Apply(item, sent!);
        store.Change(s => s.With(s.Course(courseId)! with { Items = s.Course(courseId)!.Items.ConvertAll(i => i.Id == itemId ? changed : i) }));
        return Json(Describe(course, changed, tool), MediaTypes.LineItem);
    }

    private async Task<IResult> Delete(HttpContext http, int courseId, int itemId)
    {
        var caller = await Caller(http, courseId, LtiNames.LineItemScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return Refused(caller);
        if (Own(course, itemId, tool) is not { } item) return NoItem();
        if (item.IsActivity) return new ProblemResult(options.Personality.DeleteOfActivity, "item-belongs-to-an-activity");

        store.Change(s => s.With(s.Course(courseId)! with
        {
            Items = s.Course(courseId)!.Items.RemoveAll(i => i.Id == itemId),
            Grades = s.Course(courseId)!.Grades.RemoveAll(g => g.ItemId == itemId),
        }));
        return TypedResults.NoContent();
    }

    private async Task<IResult> Results(HttpContext http, int courseId, int itemId)
    {
        var caller = await Caller(http, courseId, LtiNames.ResultScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return Refused(caller);
        if (Own(course, itemId, tool) is not { } item) return NoItem();
        if (!MediaTypes.AsksOrIsSilent(http.Request, MediaTypes.Results)) return new ProblemResult(400, "accept-not-offered");

        var wanted = http.Request.Query["user_id"].ToString();
        var results = course.Grades
            .Where(g => g.ItemId == itemId)
            .Select(g => (Grade: g, store.Current.Person(g.PersonId)!.Sub))
            .Where(x => wanted.Length == 0 || x.Sub == wanted)
            .Select(x => Result(course, item, tool, x.Grade, x.Sub));
        return Json(new JsonArray([.. results]), MediaTypes.Results);
    }

    private async Task<IResult> Score(HttpContext http, int courseId, int itemId, CancellationToken ct)
    {
        var caller = await Caller(http, courseId, LtiNames.ScoreScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return Refused(caller);
        if (Own(course, itemId, tool) is not { } item) return NoItem();
        if (!MediaTypes.Brings(http.Request, MediaTypes.Score)) return new ProblemResult(400, "content-type-not-accepted");

        var sent = await Body(http.Request, ct);
        var person = store.Current.LearnersOf(course).FirstOrDefault(p => p.Sub == TextIn(sent, "userId"));
        if (person is null) return new ProblemResult(400, "score-for-nobody");
        if (!DateTimeOffset.TryParse(TextIn(sent, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return new ProblemResult(400, "score-timestamp-missing");
        if (TextIn(sent, "activityProgress") is null || TextIn(sent, "gradingProgress") is null) return new ProblemResult(400, "score-progress-missing");
        if (!TryScore(sent!, item, out var value)) return new ProblemResult(400, "score-out-of-range");

        // Moodle: compared in whole seconds, so two scores within one second collide.
        if (course.GradeOf(itemId, person.Id) is { } before && at.ToUnixTimeSeconds() <= before.At.ToUnixTimeSeconds()) return new ProblemResult(options.Personality.ScoreNotNewer, "score-not-newer");

        desk.Grade(courseId, [new(person.Id, itemId, value, Hidden: false, Final: true, at, TextIn(sent, "comment") ?? "")]);
        return TypedResults.Ok();
    }

    // Only a fully graded score counts; it is rescaled to the column and cut at its maximum.
    private static bool TryScore(JsonObject sent, GradeItem item, out decimal? value)
    {
        value = null;
        if (Number(sent, "scoreGiven") is not { } given) return true;
        if (given < 0 || Number(sent, "scoreMaximum") is not > 0) return false;
        if (TextIn(sent, "gradingProgress") == "FullyGraded") value = Math.Min(item.Maximum, given * item.Maximum / Number(sent, "scoreMaximum")!.Value);
        return true;
    }

    private Task<ServiceCaller> Caller(HttpContext http, int courseId, params string[] scopes) =>
        callers.Of(http.Request, courseId, http.Request.Query["type_id"], scopes);

    private static GradeItem? Own(Course course, int itemId, Tool tool) => course.Item(itemId) is { } item && item.ToolClientId == tool.ClientId ? item : null;

    private ProblemResult? Problem(JsonObject? sent, Tool tool, int courseId)
    {
        if (sent is null) return new(400, "line-item-malformed");
        if (string.IsNullOrWhiteSpace(TextIn(sent, "label"))) return new(400, "line-item-label-missing");
        if (Number(sent, "scoreMaximum") is not > 0) return new(400, "line-item-maximum-missing");
        if (TextIn(sent, "resourceLinkId") is not { } id) return null;
        return store.Current.Links.Exists(l => Text(l.Id) == id && l.CourseId == courseId && l.ClientId == tool.ClientId) ? null : new(403, "line-item-link-of-another");
    }

    private static GradeItem Apply(GradeItem item, JsonObject sent) => item with
    {
        Name = TextIn(sent, "label")!,
        Maximum = Number(sent, "scoreMaximum")!.Value,
        ResourceId = TextIn(sent, "resourceId") ?? "",
        Tag = TextIn(sent, "tag") ?? "",
        LinkId = TextIn(sent, "resourceLinkId") is { } link ? int.Parse(link, CultureInfo.InvariantCulture) : item.LinkId,
        Review = sent["submissionReview"] is JsonObject review
            ? new(TextIn(review, "url"), RegistrationEndpoint.TextMap(review["custom"]))
            : item.Review,
    };

    private JsonObject Describe(Course course, GradeItem item, Tool tool)
    {
        var described = new JsonObject
        {
            ["id"] = Url(course, item, tool, ""),
            ["label"] = item.Name,
            ["scoreMaximum"] = item.Maximum,
            ["resourceId"] = item.ResourceId,
            ["tag"] = item.Tag,
        };
        if (item.LinkId is { } link) described["resourceLinkId"] = Text(link);
        if (item.Review is { } review) described["submissionReview"] = review.Url is null ? new JsonObject() : new JsonObject { ["url"] = review.Url };
        return described;
    }

    private JsonObject Result(Course course, GradeItem item, Tool tool, Grade grade, string sub)
    {
        var result = new JsonObject
        {
            ["id"] = $"{Url(course, item, tool, "/results")}&user_id={Uri.EscapeDataString(sub)}",
            ["userId"] = sub,
            ["resultMaximum"] = item.Maximum,
            ["scoreOf"] = Url(course, item, tool, ""),
            ["timestamp"] = grade.At.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        };
        if (grade.Value is { } value) result["resultScore"] = value;
        if (grade.Comment.Length > 0) result["comment"] = grade.Comment;
        return result;
    }

    private string Url(Course course, GradeItem item, Tool tool, string part) =>
        origin.At($"/lti/services/{course.Id}/lineitems/{item.Id}/lineitem{part}?type_id={tool.DeploymentId}");

    private static IResult Refused(ServiceCaller caller) => ((ServiceCaller.Refused)caller).Result;

    private static ProblemResult NoItem() => new(404, "line-item-unknown");

    private static JsonHttpResult<JsonNode> Json(JsonNode body, string type, int status = 200) => TypedResults.Json(body, contentType: type, statusCode: status);

    private static async Task<JsonObject?> Body(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonObject>(request.Body, cancellationToken: ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextIn(JsonObject? from, string name) =>
        from?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static decimal? Number(JsonObject from, string name) =>
        from[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var number) ? number : null;

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
