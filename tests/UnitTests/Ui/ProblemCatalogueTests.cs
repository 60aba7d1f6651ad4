using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace LtiBadgeConnector.UnitTests.Ui;

public partial class ProblemCatalogueTests
{
    private static readonly string Document = Path.Combine(SourceTree.Root, "docs", "problems.md");

    [Fact]
    public void Every_code_of_the_LTI_library_is_explained_with_its_status()
    {
        Assert.NotEmpty(LtiProblem.All);
        Assert.All(LtiProblem.All, problem => Assert.Equal(problem.Status, ProblemCatalogue.Get(problem.Code).Status));
    }

    [Fact]
    public void Every_code_a_refusal_in_the_source_names_is_explained()
    {
        // The demo LMS is another program, with words of its own.
        var named = SourceTree.Files(Path.Combine(SourceTree.Root, "src"), ".cs", ".cshtml")
            .Where(file => !file.Path.Contains("DemoLms", StringComparison.Ordinal))
            .SelectMany(file => CodesIn(file.Text))
            .ToHashSet();

        Assert.NotEmpty(named);
        Assert.All(named, code => Assert.NotNull(ProblemCatalogue.Find(code)));
    }

    [Fact]
    public void Every_list_of_problem_codes_is_explained()
    {
        // Convention: classes whose names end in Problems, and our exceptions, list codes as constants; others name theirs Code.
        var lists = Directory.EnumerateFiles(AppContext.BaseDirectory, "LtiBadgeConnector.*.dll")
            .SelectMany(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)).GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => field.Name == "Code" || type.Name.EndsWith("Problems", StringComparison.Ordinal) || type.IsSubclassOf(typeof(Exception))))
            .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();

        Assert.Contains("webhook-signature-wrong", lists);
        Assert.All(lists, code => Assert.NotNull(ProblemCatalogue.Find(code)));
    }

    [Fact]
    public void Every_code_that_is_explained_is_given_somewhere()
    {
        var source = string.Concat(SourceTree.Files(Path.Combine(SourceTree.Root, "src"), ".cs", ".cshtml").Select(file => file.Text));

        var never = ProblemCatalogue.All.Select(problem => problem.Code).Where(code => !source.Contains($"\"{code}\"", StringComparison.Ordinal)).ToList();
        Assert.Empty(never);
    }

    [Theory]
    [InlineData("""return new Receipt.Refused("webhook-of-nowhere");""")]
    [InlineData("""return ProblemResults.ToHttpResult("webhook-of-nowhere", detail);""")]
    [InlineData("""return ProblemResults.ToPage("webhook-of-nowhere");""")]
    [InlineData("""throw new CommandException("webhook-of-nowhere", "Say where.");""")]
    public void A_code_in_the_source_is_found(string source) => Assert.Equal(["webhook-of-nowhere"], CodesIn(source));

    [Fact]
    public void Codes_are_kebab_case_and_stand_once()
    {
        var codes = ProblemCatalogue.All.Select(problem => problem.Code).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z]+(-[a-z0-9]+)*$", code));
    }

    [Fact]
    public void Every_text_keeps_the_tone_and_its_language()
    {
        foreach (var problem in ProblemCatalogue.All)
        {
            Bilingual[] texts = problem.Administrators is { } more ? [problem.Title, problem.Next, more] : [problem.Title, problem.Next];
            Assert.All(texts, text => Assert.DoesNotMatch("[\u3040-\u30ff\u4e00-\u9fff]|!|\\b([Pp]lease|[Ss]orry)\\b", text.En));
            Assert.All(texts, text => Assert.Matches("[\u3040-\u30ff\u4e00-\u9fff]", text.Ja));
            Assert.All(texts, text => Assert.DoesNotContain("あなた", text.Ja, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_program_gets_a_problem_document_with_the_code()
    {
        var result = ProblemResults.ToHttpResult("webhook-signature-wrong", "v1 given");

        Assert.Equal(StatusCodes.Status401Unauthorized, result.StatusCode);
        Assert.Equal("application/problem+json", result.ContentType);
        Assert.Equal("/problems/webhook-signature-wrong", result.ProblemDetails.Type);
        Assert.Equal("webhook-signature-wrong", result.ProblemDetails.Extensions["code"]);
        Assert.Equal("v1 given", result.ProblemDetails.Detail);
    }

    [Fact]
    public void The_title_follows_the_language_of_the_request()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo("ja");
            Assert.Equal("イベントの署名が一致しません", ProblemResults.ToHttpResult("webhook-signature-wrong").ProblemDetails.Title);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void A_code_without_an_entry_is_a_mistake_of_ours() => Assert.Throws<KeyNotFoundException>(() => ProblemCatalogue.Get("no-such-code"));

    [Fact]
    public void The_document_says_the_same_as_the_catalogue()
    {
        var written = ProblemDocument.Write(ProblemCatalogue.All);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(Document, written);

        Assert.Equal(written, File.ReadAllText(Document).ReplaceLineEndings("\n"));
    }

    private static IEnumerable<string> CodesIn(string source) => Code().Matches(source).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(?:\bRefused|\bRefuse|ToHttpResult|ToPage|CommandException|ProblemCatalogue\.Get)\(\s*""([a-z]+(?:-[a-z0-9]+)+)""")]
    private static partial Regex Code();
}
