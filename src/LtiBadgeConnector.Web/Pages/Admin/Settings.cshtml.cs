using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>What this server runs with, and the institutions it serves.</summary>
public sealed class SettingsModel(
    ConsoleDesk desk, IssuerDesk issuing, Migrator migrator, DatabaseOptions database, ConnectorOptions connector, NetworkOptions network, IServiceProvider services,
    IStringLocalizer<Words> words) : ConsolePage(desk, AdminPlace.Settings)
{
    private const int LongestName = 200;

    public IReadOnlyList<Tenant> All { get; private set; } = [];

    /// <summary>Migrations of this program that the database has not had.</summary>
    public IReadOnlyList<string> Pending { get; private set; } = [];

    /// <summary>By section, in the order of the sample file.</summary>
    public IEnumerable<IGrouping<string, EffectiveSetting>> Settings { get; } = EffectiveSettings.Read(services).GroupBy(setting => setting.Key[..setting.Key.IndexOf(':', StringComparison.Ordinal)]);

    public IReadOnlyList<string> Exceptions { get; } = [.. network.AllowPlainHttpFor, .. network.AllowedPrivateAddresses];

    public bool HasMasterKeyFile { get; } = services.GetService<MasterKey>() is { IsFromDataDirectory: true };

    public string MasterKeyPath { get; } = MasterKey.PathIn(connector.DataDirectory);

    public string Version => Migrator.ProgramVersion;

    public string Role => connector.Role;

    public DatabaseProvider Provider => database.Provider;

    public string PublicUrl => connector.PublicUrl;

    public async Task OnGet(bool added, CancellationToken ct)
    {
        if (added) Say(words["The institution is added. It has an issuer with a signing key."]);
        All = await Desk.Tenants(ct);
        Pending = await migrator.Pending(ct);
    }

    public async Task<IActionResult> OnPostTenant(string? name, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
        {
            ModelState.AddModelError(nameof(name), words["Needed"]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await OnGet(added: false, ct);
            return Page();
        }
        var tenant = await issuing.Found(name.Trim(), ct);
        await Note("tenant-created", tenant.Id.ToString(), ct);
        TenantChoice.Keep(Response, tenant);
        return LocalRedirect("/admin/settings?added=true");
    }
}
