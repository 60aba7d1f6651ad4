using System.Text.Json;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>
/// No package with a published weakness, asked for or dragged in. The package source in use may carry no advisories,
/// in which case <c>dotnet list package --vulnerable</c> finds nothing whatever is there: hence a list of our own.
/// </summary>
public sealed class KnownBadPackageTests
{
    private sealed record Weakness(string Package, string From, string FixedIn, string Advisory);

    private static readonly Weakness[] Weaknesses =
    [
        new("Azure.Identity", "0.0", "1.11.4", "CVE-2024-35255"),
        new("BouncyCastle.Cryptography", "0.0", "2.3.1", "CVE-2024-29857"),
        new("HtmlSanitizer", "0.0", "8.0.723", "CVE-2023-44390"),
        new("log4net", "0.0", "2.0.10", "CVE-2018-1285"),
        new("Microsoft.AspNetCore.Server.Kestrel.Core", "0.0", "2.3.6", "CVE-2025-55315"),
        new("Microsoft.Data.SqlClient", "0.0", "2.1.7", "CVE-2024-0056"),
        new("Microsoft.Data.SqlClient", "3.0", "3.1.5", "CVE-2024-0056"),
        new("Microsoft.Data.SqlClient", "4.0", "4.0.5", "CVE-2024-0056"),
        new("Microsoft.Data.SqlClient", "5.0", "5.1.3", "CVE-2024-0056"),
        new("Microsoft.Extensions.Caching.Memory", "6.0", "6.0.2", "CVE-2024-43483"),
        new("Microsoft.Extensions.Caching.Memory", "8.0", "8.0.1", "CVE-2024-43483"),
        new("Microsoft.Identity.Client", "0.0", "4.61.3", "CVE-2024-35255"),
        new("Microsoft.IdentityModel.JsonWebTokens", "0.0", "5.7.0", "CVE-2024-21319"),
        new("Microsoft.IdentityModel.JsonWebTokens", "6.5", "6.34.0", "CVE-2024-21319"),
        new("Microsoft.IdentityModel.JsonWebTokens", "7.0", "7.1.2", "CVE-2024-21319"),
        new("Newtonsoft.Json", "0.0", "13.0.1", "CVE-2024-21907"),
        new("Npgsql", "0.0", "8.0.3", "CVE-2024-32655"),
        new("OpenTelemetry.Api", "1.10", "1.11.2", "CVE-2025-27513"),
        new("OpenTelemetry.Instrumentation.AspNetCore", "0.0", "1.8.1", "CVE-2024-32028"),
        new("OpenTelemetry.Instrumentation.Http", "0.0", "1.8.1", "CVE-2024-32028"),
        new("SQLitePCLRaw.lib.e_sqlite3", "0.0", "2.1.12", "CVE-2025-6965"),
        new("System.Data.SqlClient", "0.0", "4.8.6", "CVE-2024-0056"),
        new("System.Drawing.Common", "0.0", "4.7.2", "CVE-2021-24112"),
        new("System.Drawing.Common", "5.0", "5.0.3", "CVE-2021-24112"),
        new("System.Formats.Asn1", "0.0", "6.0.1", "CVE-2024-38095"),
        new("System.Formats.Asn1", "7.0", "8.0.1", "CVE-2024-38095"),
        new("System.IdentityModel.Tokens.Jwt", "0.0", "5.7.0", "CVE-2024-21319"),
        new("System.IdentityModel.Tokens.Jwt", "6.5", "6.34.0", "CVE-2024-21319"),
        new("System.IdentityModel.Tokens.Jwt", "7.0", "7.1.2", "CVE-2024-21319"),
        new("System.IO.Packaging", "6.0", "6.0.1", "CVE-2024-43484"),
        new("System.IO.Packaging", "8.0", "8.0.1", "CVE-2024-43484"),
        new("System.Linq.Dynamic.Core", "0.0", "1.6.0", "CVE-2024-51417"),
        new("System.Net.Http", "0.0", "4.3.4", "CVE-2018-8292"),
        new("System.Text.Encodings.Web", "0.0", "4.7.2", "CVE-2021-26701"),
        new("System.Text.Encodings.Web", "5.0", "5.0.1", "CVE-2021-26701"),
        new("System.Text.Json", "6.0", "6.0.10", "CVE-2024-43485"),
        new("System.Text.Json", "8.0", "8.0.5", "CVE-2024-43485"),
        new("System.Text.RegularExpressions", "0.0", "4.3.1", "CVE-2019-0820"),
    ];

    [Fact]
    public void No_project_resolves_a_package_with_a_known_weakness()
    {
        var restored = RepositoryFile.Projects
            .Select(project => (project.Path, Assets: Repository.PathTo($"{Path.GetDirectoryName(project.Path)}/obj/project.assets.json")))
            .Where(project => File.Exists(project.Assets))
            .ToList();

        Assert.Contains(restored, project => project.Path.EndsWith("/UnitTests.csproj", StringComparison.Ordinal));
        Guard.FindsNothing(restored.SelectMany(project => Problems(project.Path, File.ReadAllText(project.Assets))));
    }

    [Theory]
    [InlineData("Newtonsoft.Json/12.0.1")]
    [InlineData("newtonsoft.json/13.0.0-beta2")]
    [InlineData("Microsoft.Data.SqlClient/5.1.2")]
    [InlineData("System.Text.Json/8.0.4")]
    public void Finds_a_package_with_a_known_weakness(string package) => Guard.Finds(package, Problems("some.csproj", Assets(package)));

    [Theory]
    [InlineData("Newtonsoft.Json/13.0.1")]
    [InlineData("Microsoft.Data.SqlClient/2.1.7")]
    [InlineData("System.Text.Json/10.0.0")]
    public void Passes_a_version_that_mends_it(string package) => Guard.FindsNothing(Problems("some.csproj", Assets(package)));

    private static string Assets(string package) => $$"""{ "libraries": { "{{package}}": { "type": "package" } } }""";

    private static IEnumerable<string> Problems(string project, string assets)
    {
        using var json = JsonDocument.Parse(assets);
        return
        [
            .. from library in json.RootElement.GetProperty("libraries").EnumerateObject()
               where library.Value.GetProperty("type").ValueEquals("package")
               let parts = library.Name.Split('/')
               from weakness in Weaknesses
               where weakness.Package.Equals(parts[0], StringComparison.OrdinalIgnoreCase) && Covers(weakness, Number(parts[1]))
               select $"{project} resolves {library.Name}: {weakness.Advisory}, mended in {weakness.FixedIn}",
        ];
    }

    private static bool Covers(Weakness weakness, Version version) => version >= Number(weakness.From) && version < Number(weakness.FixedIn);

    // A preview counts as the version it leads to: none of the mended ones above was a preview.
    private static Version Number(string version) => Version.Parse(version.Split('-', '+')[0]);
}
