using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Lti.Problems;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>The list of refusals is complete: every code in it is used, and every one is asserted by a test.</summary>
public sealed partial class ProblemListTests
{
    [Fact]
    public void Lists_every_problem_once_with_a_kebab_case_code_and_a_status()
    {
        var declared = typeof(LtiProblem).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(LtiProblem)).Select(field => (LtiProblem)field.GetValue(null)!).ToList();

        Assert.Equal(declared, LtiProblem.All);
        Assert.Equal(LtiProblem.All.Count, LtiProblem.All.Select(problem => problem.Code).Distinct().Count());
        Assert.All(LtiProblem.All, problem => Assert.Matches(KebabCase(), problem.Code));
        Assert.All(LtiProblem.All, problem => Assert.Contains(problem.Status, new[] { 200, 400, 403, 404, 409, 413, 422, 502, 503 }));
        Assert.Empty(typeof(LtiProblem).GetConstructors());
    }

    [Fact]
    public void Uses_every_problem()
    {
        var sources = Read(Path.Combine(Root(), "src", "LtiBadgeConnector.Lti"), except: "LtiProblem.cs");
        var unused = typeof(LtiProblem).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(LtiProblem) && !Regex.IsMatch(sources, $@"LtiProblem\.{field.Name}\b")).Select(field => field.Name);

        Assert.Empty(unused);
    }

    [Fact]
    public void Asserts_every_code_in_some_test()
    {
        var tests = Read(Path.Combine(Root(), "tests", "ProtocolTests", "Lti"), except: "ProblemListTests.cs");
        Assert.Empty(LtiProblem.All.Where(problem => !tests.Contains($"\"{problem.Code}\"", StringComparison.Ordinal)).Select(problem => problem.Code));
    }

    private static string Read(string folder, string except) => string.Concat(
        Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) != except)
            .Select(File.ReadAllText));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex("^[a-z]+(-[a-z]+)+$")]
    private static partial Regex KebabCase();
}
