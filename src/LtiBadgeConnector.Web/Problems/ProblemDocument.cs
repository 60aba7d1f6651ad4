using System.Text;

namespace LtiBadgeConnector.Web.Problems;

/// <summary>Writes <c>docs/problems.md</c> from the catalogue. A test compares the file with it.</summary>
internal static class ProblemDocument
{
    public static string Write(IReadOnlyList<Problem> problems)
    {
        var text = new StringBuilder();
        text.Append("""
            # Problems

            Every refusal has a stable code. Programs get it as `application/problem+json` with `type: /problems/<code>`,
            people get a page that says what to do next. This file is written from
            `src/LtiBadgeConnector.Web/Problems/problems.json`, which is the one to edit; then run
            `UPDATE_DOCS=1 dotnet test tests/UnitTests`.

            """);
        foreach (var problem in problems) Section(text, problem);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Section(StringBuilder text, Problem problem)
    {
        text.Append('\n').Append("## ").Append(problem.Code).Append("\n\nHTTP ").Append(problem.Status).Append("\n\n");
        Language(text, problem, "en");
        text.Append('\n');
        Language(text, problem, "ja");
    }

    private static void Language(StringBuilder text, Problem problem, string language)
    {
        text.Append("**").Append(problem.Title.In(language)).Append("** ").Append(problem.Next.In(language)).Append('\n');
        if (problem.Administrators is { } administrators)
            text.Append('\n').Append(language == "ja" ? "管理者向け：" : "For administrators: ").Append(administrators.In(language)).Append('\n');
    }
}
