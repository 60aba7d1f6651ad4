using System.Globalization;
using LtiBadgeConnector.Web.Localisation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtiBadgeConnector.Web.Problems;

/// <summary>Refusals as HTTP answers.</summary>
public static class ProblemResults
{
    /// <summary>
    /// For programs: <c>application/problem+json</c> (RFC 9457) with <c>type</c> <c>/problems/&lt;code&gt;</c>,
    /// the code as a member of its own, and the title in the request's language.
    /// </summary>
    /// <param name="detail">What is particular to this occurrence; never an exception's text, a token or a name.</param>
    public static ProblemHttpResult ToHttpResult(string code, string? detail = null)
    {
        var problem = ProblemCatalogue.Get(code);
        var language = Languages.Matching(CultureInfo.CurrentUICulture.Name) ?? Languages.Default;
        return TypedResults.Problem(
            type: problem.Path,
            title: problem.Title.In(language),
            statusCode: problem.Status,
            detail: detail,
            extensions: [KeyValuePair.Create<string, object?>("code", code)]);
    }

    /// <summary>For browsers: a page with the same code that says what to do next. It may stand in any frame; it holds nothing to press.</summary>
    /// <param name="detail">For the administrator, in small type; the same rule as above.</param>
    public static IResult ToPage(string code, string? detail = null) => new ProblemPageResult(ProblemCatalogue.Get(code), detail, NewWindow: null);

    /// <summary>The page for a browser that lost its session in a frame: with a button that continues in a window of its own.</summary>
    public static IResult ToPage(string code, string? detail, string newWindow) => new ProblemPageResult(ProblemCatalogue.Get(code), detail, newWindow);
}
