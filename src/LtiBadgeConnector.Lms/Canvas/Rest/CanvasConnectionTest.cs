using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>The administrator's "test" of a Canvas connection: the key, the authorisation, then each scope by itself.</summary>
public sealed class CanvasConnectionTest(CanvasRest rest, CanvasAuthorisation authorisation)
{
    public const string Settings = "settings";
    public const string Authorised = "authorised";

    // No course has it: Canvas looks at the scope first, so a missing course proves the scope.
    private const string NoCourse = "0";

    /// <param name="courseId">A course to try permissions in; null tries the scopes only.</param>
    public async Task<IReadOnlyList<ConnectionCheck>> Run(Connection connection, string? courseId, CancellationToken ct)
    {
        if (CanvasSite.Of(connection) is not { } site) return [new(Settings, CheckResult.Fail, CanvasProblems.SettingsIncomplete, null), Skipped(Authorised), .. CanvasScopes.All.Select(Skipped)];
        try
        {
            authorisation.Forget(site);
            await authorisation.AccessToken(site, ct);
        }
        catch (LmsException e)
        {
            return [Passed(Settings), new(Authorised, CheckResult.Fail, e.Problem, e.Message), .. CanvasScopes.All.Select(Skipped)];
        }

        List<ConnectionCheck> checks = [Passed(Settings), Passed(Authorised)];
        foreach (var scope in CanvasScopes.All) checks.Add(await Try(site, scope, courseId ?? NoCourse, ct));
        return checks;
    }

    private async Task<ConnectionCheck> Try(CanvasSite site, string scope, string courseId, CancellationToken ct)
    {
        try
        {
            await foreach (var _ in rest.Get(site, $"{CanvasScopes.PathIn(scope, courseId)}?per_page=1{(scope == CanvasScopes.Submissions ? "&student_ids[]=all" : "")}", ct)) break;
            return Passed(scope);
        }
        catch (LmsException e) when (e.Problem is CanvasProblems.CourseUnknown && courseId == NoCourse)
        {
            return Passed(scope);
        }
        catch (LmsException e)
        {
            return new(scope, CheckResult.Fail, e.Problem, e.Message);
        }
    }

    private static ConnectionCheck Passed(string name) => new(name, CheckResult.Pass, null, null);

    private static ConnectionCheck Skipped(string name) => new(name, CheckResult.Skipped, null, null);
}
