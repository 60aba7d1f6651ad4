using System.IO.Compression;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Exports;
using LtiBadgeConnector.Storage.Migrations;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>Writes everything of one institution, or of one person, into a ZIP of JSON lines: for moving away, and for a person's right to their data.</summary>
internal static class ExportCommand
{
    private const string ManifestName = "manifest.json";

    public static async Task<int> Run(Arguments arguments)
    {
        var file = Path.GetFullPath(arguments.Need("to"));
        if (File.Exists(file)) throw new CommandException("file-exists", $"{file} is there already.");
        await using var app = await Host.Open(arguments);
        var now = app.Services.GetRequiredService<TimeProvider>().Now();
        var tenant = await PlatformCommands.TenantOf(arguments, app.Services);
        var learner = await LearnerOf(arguments, tenant.Id, app.Services);

        // Written beside and moved: what has the name is whole.
        var draft = file + ".writing";
        IReadOnlyList<(string Table, long Rows)> tables;
        await using (var zip = await ZipFile.OpenAsync(draft, ZipArchiveMode.Create))
        {
            tables = await app.Services.GetRequiredService<DataExport>().Write(tenant.Id, learner, table => zip.CreateEntry($"{table}.jsonl").Open(), CancellationToken.None);
            await using var manifest = await zip.CreateEntry(ManifestName).OpenAsync();
            await JsonSerializer.SerializeAsync(manifest, new
            {
                format = 1, program = Migrator.ProgramVersion, createdAt = now, tenant = new { id = tenant.Id.ToString(), tenant.Name }, learner = learner?.ToString(),
                rows = tables.ToDictionary(table => table.Table, table => table.Rows),
            }, JsonSerializerOptions.Web);
        }
        File.Move(draft, file);
        await app.Services.GetRequiredService<AuditRepository>().Append(
            AuditEntry.Of(tenant.Id, now, "command", null, "data-exported", learner?.ToString() ?? tenant.Id.ToString()), CancellationToken.None);
        return Host.Print(arguments, ("export", file), ("rows", tables.Sum(table => table.Rows).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<LearnerId?> LearnerOf(Arguments arguments, TenantId tenant, IServiceProvider services)
    {
        if (arguments.Find("learner") is not { } wanted) return null;
        return Guid.TryParse(wanted, out var id) && await services.GetRequiredService<ILearners>().Find(tenant, new(id), CancellationToken.None) is { } found
            ? found.Id
            : throw new CommandException("learner-not-found", $"The institution has no learner {wanted}. The id stands in the address of the person's page in the console.");
    }
}
