using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.IntegrationTests.Admin;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Commands;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.IntegrationTests.Backups;

/// <summary>A backup of a server that runs, put into an empty place: everything is there and everything works.</summary>
[Collection(CommandsOfThisProcess.Name)]
public sealed class BackupTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private RunningConnector connector = null!;
    private LearnerId learner;
    private TenantId tenant;

    private string Backup => folder.PathTo("backup");

    private string Restored => folder.PathTo("restored");

    public async Task InitializeAsync()
    {
        connector = await RunningConnector.Start();
        tenant = (await connector.Get<TenantRepository>().All(default))[0].Id;
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 92);
    }

    public Task DisposeAsync() => connector.DisposeAsync().AsTask();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_issued_verifies_after_a_restore_and_new_credentials_are_signed_with_the_same_keys()
    {
        var before = await DocumentOf(connector.App.Services);
        Assert.Equal(0, await Run("backup", "--to", Backup, $"--Connector:DataDirectory={connector.DataDirectory}"));
        await connector.DisposeAsync();

        Assert.Equal(0, await Run("restore", "--from", Backup, $"--Connector:DataDirectory={Restored}"));
        await using var server = await Start(Restored);

        Assert.Equal(before.Bytes, (await DocumentOf(server.Services)).Bytes);
        using var browser = new HttpClient { BaseAddress = new Uri(connector.Origin) };
        using var checkedPage = await browser.PostAsync("/verify", new MultipartFormDataContent { { new ByteArrayContent(before.Bytes), "file", "badge.json" } });
        Assert.Contains("data-verdict=\"valid\"", await checkedPage.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var key = (await server.Services.GetRequiredService<RoadPages>().Of(tenant, learner, default)).Credentials.Single(credential => credential.Format == "ob3-di").KeyId;
        var campus = await new Campus(server.Services, tenant).Open("Hokuto");
        var late = await campus.AddLearner("Emi Ito");
        await campus.Grade(late, 80);
        Assert.Equal(key, (await server.Services.GetRequiredService<RoadPages>().Of(tenant, late, default)).Credentials.Single(credential => credential.Format == "ob3-di").KeyId);
    }

    [Fact]
    public async Task A_backup_says_what_it_holds_and_is_for_its_owner_only()
    {
        Assert.Equal(0, await Run("backup", "--to", Backup, $"--Connector:DataDirectory={connector.DataDirectory}"));

        Assert.Equal(["connector.db", "manifest.json", "master.key"], Directory.EnumerateFiles(Backup).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var manifest = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Backup, "manifest.json")));
        Assert.Equal(connector.Origin, manifest.GetProperty("publicUrl").GetString());
        foreach (var file in new[] { "connector.db", "master.key" })
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Backup, file)));

        Assert.Equal(2, await Run("backup", "--to", Backup, $"--Connector:DataDirectory={connector.DataDirectory}"));
        Assert.Equal(0, await Run("backup", "--to", folder.PathTo("apart"), "--without-key", $"--Connector:DataDirectory={connector.DataDirectory}"));
        Assert.False(File.Exists(folder.PathTo("apart/master.key")));
    }

    [Fact]
    public async Task A_restore_refuses_what_does_not_fit_and_then_has_changed_nothing()
    {
        Assert.Equal(0, await Run("backup", "--to", Backup, $"--Connector:DataDirectory={connector.DataDirectory}"));

        Assert.Equal("restore-target-not-empty", await Refusal("restore", "--from", Backup, $"--Connector:DataDirectory={connector.DataDirectory}"));
        Assert.Equal("public-url-changed", await Refusal("restore", "--from", Backup, $"--Connector:DataDirectory={Restored}", "--Connector:PublicUrl=https://elsewhere.example"));
        Assert.Equal("backup-of-another-database", await Refusal("restore", "--from", Backup, $"--Connector:DataDirectory={Restored}", "--Database:Provider=PostgreSql", "--Database:ConnectionString=Host=localhost"));
        Assert.Equal("backup-unreadable", await Refusal("restore", "--from", folder.PathTo("nothing"), $"--Connector:DataDirectory={Restored}"));
        await Rewrite(text => text.Replace("\"0001_initial\"", "\"0001_initial\", \"9999_later\"", StringComparison.Ordinal));
        Assert.Equal("database-newer-than-program", await Refusal("restore", "--from", Backup, $"--Connector:DataDirectory={Restored}"));
        await Rewrite(text => text.Replace(", \"9999_later\"", "", StringComparison.Ordinal));
        await using (var file = File.Open(Path.Combine(Backup, "connector.db"), FileMode.Open)) file.SetLength(file.Length / 2);
        Assert.Equal("backup-damaged", await Refusal("restore", "--from", Backup, $"--Connector:DataDirectory={Restored}"));

        Assert.False(File.Exists(Path.Combine(Restored, "connector.db")));
        Assert.False(File.Exists(Path.Combine(Restored, "master.key")));
    }

    [Fact]
    public async Task Nothing_is_made_of_a_server_that_is_not_there() =>
        Assert.Equal("backup-nothing-there", await Refusal("backup", "--to", Backup, $"--Connector:DataDirectory={folder.PathTo("nowhere")}"));

    private async Task Rewrite(Func<string, string> change)
    {
        var path = Path.Combine(Backup, "manifest.json");
        await File.WriteAllTextAsync(path, change(await File.ReadAllTextAsync(path)));
    }

    private async Task<SharedDocument> DocumentOf(IServiceProvider services)
    {
        var award = Assert.Single((await services.GetRequiredService<RoadPages>().Of(tenant, learner, default)).Awards);
        return (await services.GetRequiredService<SharedAwards>().Documents(tenant, award.Id, default)).Single(document => document.Format == "ob3-di");
    }

    private async Task<WebApplication> Start(string data)
    {
        var server = ConnectorApp.Create(
            [$"--Connector:PublicUrl={connector.Origin}", $"--urls={connector.Origin}", $"--Connector:DataDirectory={data}"], builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await ConnectorApp.Start(server, CancellationToken.None);
        return server;
    }

    // The settings of the server, unless a test gives others.
    private Task<int> Run(params string[] command) => CommandLine.Run([.. command, .. command.Any(part => part.StartsWith("--Connector:PublicUrl", StringComparison.Ordinal)) ? (string[])[] : [$"--Connector:PublicUrl={connector.Origin}"]]);

    private async Task<string> Refusal(params string[] command)
    {
        var (standard, caught) = (Console.Error, new StringWriter());
        Console.SetError(caught);
        try
        {
            Assert.NotEqual(0, await Run(command));
        }
        finally
        {
            Console.SetError(standard);
        }
        return caught.ToString().Split(':')[0].Trim();
    }
}
