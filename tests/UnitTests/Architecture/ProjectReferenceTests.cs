using System.Xml.Linq;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>References point one way, and the demo LMS shares no code with the connector it is to prove.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Lti"] = [],
        ["JsonLd"] = [],
        ["Credentials"] = ["Core", "JsonLd"],
        ["Lms"] = ["Core", "Lti"],
        ["Storage"] = ["Core", "Lti"],
        ["Worker"] = ["Core"],
        ["Web"] = ["Core", "Lti", "JsonLd", "Credentials", "Lms", "Storage", "Worker"],
        ["DemoLms"] = [],
        ["Demo"] = ["Web", "DemoLms"],
    };

    // What a library of protocol or rules must not know.
    private static readonly string[] WithoutAspNet = ["Core", "Lti", "JsonLd"];

    [Fact]
    public void References_between_projects_point_one_way()
        => Guard.FindsNothing(Problems(RepositoryFile.Projects.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))));

    [Fact]
    public void Every_project_that_exists_is_looked_at()
        => Assert.True(RepositoryFile.Projects.Count(file => file.Path.StartsWith("src/", StringComparison.Ordinal)) >= 9);

    [Theory]
    [InlineData("Core", """<ProjectReference Include="../LtiBadgeConnector.Lti/LtiBadgeConnector.Lti.csproj" />""")]
    [InlineData("Storage", """<ProjectReference Include="..\LtiBadgeConnector.Web\LtiBadgeConnector.Web.csproj" />""")]
    [InlineData("DemoLms", """<ProjectReference Include="../LtiBadgeConnector.Lti/LtiBadgeConnector.Lti.csproj" />""")]
    [InlineData("DemoLms", """<Compile Include="../LtiBadgeConnector.Lti/Claims.cs" />""")]
    [InlineData("DemoLms", """<Reference Include="LtiBadgeConnector.Lti" />""")]
    [InlineData("Web", """<ProjectReference Include="../../tests/TestKit/TestKit.csproj" />""")]
    [InlineData("Lti", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("Unheard", "")]
    public void Finds_a_reference_that_is_not_allowed(string project, string item)
        => Guard.Finds($"LtiBadgeConnector.{project}", Problems([Project(project, item)]));

    [Fact]
    public void Finds_a_protocol_library_built_on_the_web_SDK()
        => Guard.Finds("LtiBadgeConnector.Core", Problems([Project("Core", "", sdk: "Microsoft.NET.Sdk.Web")]));

    private static RepositoryFile Project(string name, string item, string sdk = "Microsoft.NET.Sdk")
        => new($"src/LtiBadgeConnector.{name}/LtiBadgeConnector.{name}.csproj", $"""<Project Sdk="{sdk}"><ItemGroup>{item}</ItemGroup></Project>""");

    private static IEnumerable<string> Problems(IEnumerable<RepositoryFile> projects)
        => projects.SelectMany(project => ProblemsOf(project).Select(problem => $"{project.Name} {problem}"));

    private static IEnumerable<string> ProblemsOf(RepositoryFile file)
    {
        var xml = XDocument.Parse(file.Text);
        var shortName = ShortName(file.Name);
        if (!Allowed.TryGetValue(shortName, out var allowed))
            return ["is not in the list of projects and what they may refer to"];

        return
        [
            .. Includes(xml, "ProjectReference").Select(path => ShortName(Path.GetFileNameWithoutExtension(path)))
                .Except(allowed).Select(other => $"may not refer to {other}"),
            .. Includes(xml, "Reference").Select(assembly => $"refers to the assembly {assembly} instead of a project or package"),
            .. Includes(xml, "Compile").Where(path => path.StartsWith("..", StringComparison.Ordinal)).Select(path => $"takes in {path}"),
            .. WithoutAspNet.Contains(shortName) && KnowsAspNet(xml) ? ["may not know ASP.NET"] : Array.Empty<string>(),
        ];
    }

    private static bool KnowsAspNet(XDocument xml)
        => xml.Root!.Attribute("Sdk")?.Value != "Microsoft.NET.Sdk"
            || Includes(xml, "FrameworkReference").Any()
            || Includes(xml, "PackageReference").Any(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    private static IEnumerable<string> Includes(XDocument xml, string item)
        => xml.Descendants(item).Select(element => element.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>();

    private static string ShortName(string project) => project.Replace("LtiBadgeConnector.", "", StringComparison.Ordinal);
}
