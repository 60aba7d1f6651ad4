using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>One place says which version of a package is used, and it says so exactly.</summary>
public sealed partial class PackageVersionTests
{
    private const string Central = "Directory.Packages.props";

    [Fact]
    public void Versions_are_exact_and_stand_in_one_place()
    {
        Assert.Contains(RepositoryFile.All, file => file.Path == Central);
        Guard.FindsNothing(RepositoryFile.All.SelectMany(Problems));
    }

    [Theory]
    [InlineData(Central, """<PackageVersion Include="Dapper" Version="2.*" />""")]
    [InlineData(Central, """<PackageVersion Include="Dapper" Version="[2.1,3.0)" />""")]
    [InlineData(Central, """<PackageVersion Include="Dapper" Version="$(DapperVersion)" />""")]
    [InlineData(Central, """<PackageVersion Include="Dapper" />""")]
    [InlineData("src/A/A.csproj", """<PackageReference Include="Dapper" Version="2.1.86" />""")]
    [InlineData("src/A/A.csproj", """<PackageReference Include="Dapper" VersionOverride="2.1.86" />""")]
    [InlineData("src/A/A.csproj", """<PackageReference Include="Dapper"><Version>2.1.86</Version></PackageReference>""")]
    [InlineData("Directory.Build.props", """<PackageReference Include="Dapper" Version="2.1.86" />""")]
    public void Finds_a_version_that_floats_or_stands_elsewhere(string path, string item)
        => Guard.Finds(path, Problems(new RepositoryFile(path, $"<Project><ItemGroup>{item}</ItemGroup></Project>")));

    private static IEnumerable<string> Problems(RepositoryFile file)
    {
        if (file.Extension is not (".csproj" or ".props" or ".targets"))
            return [];

        var items = XDocument.Parse(file.Text).Descendants().ToLookup(element => element.Name.LocalName);
        return
        [
            .. items["PackageReference"].Where(NamesVersion).Select(item => $"{file.Path}: {item} names a version; {Central} does"),
            .. items["PackageVersion"].Where(item => !Exact().IsMatch(item.Attribute("Version")?.Value ?? ""))
                .Select(item => $"{file.Path}: {item} is not one exact version"),
        ];
    }

    private static bool NamesVersion(XElement item)
        => item.Attributes().Select(attribute => attribute.Name.LocalName)
            .Concat(item.Elements().Select(element => element.Name.LocalName))
            .Any(name => name is "Version" or "VersionOverride");

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex Exact();
}
