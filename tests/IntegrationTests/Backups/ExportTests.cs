using System.IO.Compression;
using System.Text.Json;
using LtiBadgeConnector.IntegrationTests.Admin;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Commands;

namespace LtiBadgeConnector.IntegrationTests.Backups;

/// <summary>Commands that run in this process share its console: what one of them refuses is not to be read by the test of another.</summary>
[CollectionDefinition(Name)]
public sealed class CommandsOfThisProcess
{
    public const string Name = "Commands of this process";
}

/// <summary>What an institution, or a person, takes along.</summary>
[Collection(CommandsOfThisProcess.Name)]
public sealed class ExportTests
{
    [Fact]
    public async Task An_institution_takes_everything_of_its_own_and_a_person_everything_about_them()
    {
        await using var connector = await RunningConnector.Start();
        using var folder = new TemporaryFolder();
        var tenant = (await connector.Get<TenantRepository>().All(default))[0].Id;
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var (misaki, emi) = (await campus.AddLearner("Misaki Sato"), await campus.AddLearner("Emi Ito", "s2"));
        await campus.Grade(misaki, 92);
        var other = await connector.Get<IssuerDesk>().Found("Hokuto College", default);
        await (await new Campus(connector, other.Id).Open("Hokuto")).AddLearner("Daisuke Abe");

        var whole = await Export(connector, folder.PathTo("all.zip"), "--tenant", tenant.ToString());
        Assert.Equal(["Emi Ito", "Misaki Sato"], whole["learners"].Select(row => row.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(92m, Assert.Single(whole["results"]).GetProperty("given").GetDecimal());
        Assert.Equal(JsonValueKind.Object, Assert.Single(whole["awards"]).GetProperty("evaluation").ValueKind);
        Assert.EndsWith("+00:00", Assert.Single(whole["awards"]).GetProperty("awarded_at").GetString(), StringComparison.Ordinal);
        Assert.True(Assert.Single(whole["issuers"]).GetProperty("is_default").GetBoolean());
        Assert.NotEmpty(whole["credentials"]);
        Assert.All(whole["issuer_keys"], key => Assert.False(key.TryGetProperty("private_key", out _)));
        Assert.All(whole["awards"], award => Assert.False(award.TryGetProperty("share_key", out _)));
        Assert.DoesNotContain("api_tokens", whole.Keys);

        var one = await Export(connector, folder.PathTo("emi.zip"), "--tenant", tenant.ToString(), "--learner", emi.ToString());
        Assert.Equal("Emi Ito", Assert.Single(one["learners"]).GetProperty("name").GetString());
        Assert.Empty(one["awards"]);
        Assert.DoesNotContain("courses", one.Keys);
        var holder = await Export(connector, folder.PathTo("misaki.zip"), "--tenant", tenant.ToString(), "--learner", misaki.ToString());
        Assert.NotEmpty(holder["credentials"]);
        Assert.Equal(3, (await connector.Get<AuditRepository>().Page(tenant, null, "data-exported", null, 10, default)).Count);

        Assert.Equal(2, await Run(connector, "export", "--to", folder.PathTo("emi.zip")));
        Assert.Equal(2, await Run(connector, "export", "--to", folder.PathTo("none.zip"), "--tenant", other.Id.ToString(), "--learner", emi.ToString()));
        Assert.False(File.Exists(folder.PathTo("none.zip")));
    }

    private static async Task<Dictionary<string, List<JsonElement>>> Export(RunningConnector connector, string file, params string[] more)
    {
        Assert.Equal(0, await Run(connector, ["export", "--to", file, .. more]));
        await using var zip = await ZipFile.OpenReadAsync(file);
        var manifest = JsonElement.Parse(await Read(zip.GetEntry("manifest.json")!)).GetProperty("rows");
        var tables = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(entry.Name);
            tables[name] = [.. (await Read(entry)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
            Assert.Equal(manifest.GetProperty(name).GetInt64(), tables[name].Count);
        }
        return tables;
    }

    private static async Task<string> Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(await entry.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    private static Task<int> Run(RunningConnector connector, params string[] command) =>
        CommandLine.Run([.. command, $"--Connector:DataDirectory={connector.DataDirectory}", $"--Connector:PublicUrl={connector.Origin}"]);
}
