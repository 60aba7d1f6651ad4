using System.Globalization;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Api;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>The tokens by which programs use the REST API: made, shown once, listed, revoked.</summary>
public sealed class TokensModel(ConsoleDesk desk, ApiTokenRepository tokens, IStringLocalizer<Words> words) : ConsolePage(desk, AdminPlace.Settings)
{
    private const int LongestName = 200;
    private const int MostDays = 3650;

    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    /// <summary>Shown once, in the answer that made it.</summary>
    public NewApiToken? Made { get; private set; }

    public string? Name { get; private set; }

    public string? Days { get; private set; }

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public string? ScopeError => ModelState.TryGetValue("scopes", out var entry) ? entry.Errors.Select(error => error.ErrorMessage).FirstOrDefault() : null;

    public async Task OnGet(bool revoked, CancellationToken ct)
    {
        if (revoked) Say(words["The token is revoked."]);
        await Show(ct);
    }

    public async Task<IActionResult> OnPost(string? name, string[] scopes, string? days, CancellationToken ct)
    {
        (Name, Scopes, Days) = (name, scopes, days);
        ModelState.Clear();
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName) ModelState.AddModelError(nameof(name), words["Needed"]);
        if (scopes.Length == 0 || !scopes.All(ApiScopes.IsKnown)) ModelState.AddModelError(nameof(scopes), words["Choose at least one"]);
        if (!TryDays(days, out var lifetime)) ModelState.AddModelError(nameof(days), words["A whole number from 1 to {0}", MostDays]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await Show(ct);
            return Page();
        }

        Made = await tokens.Add(Tenant.Id, name!.Trim(), [.. scopes.Distinct()], lifetime is { } length ? Desk.Now + length : null, Desk.Now, ct);
        await Note("api-token-made", Made.Hash, ct);
        (Name, Scopes, Days) = (null, [], null);
        Say(words["The token is made. Copy it now."]);
        await Show(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke(string hash, CancellationToken ct)
    {
        if (await tokens.Revoke(Tenant.Id, hash, Desk.Now, ct)) await Note("api-token-revoked", hash, ct);
        return LocalRedirect("/admin/settings/tokens?revoked=true");
    }

    public bool IsGood(ApiToken token) => token.RevokedAt is null && !(token.ExpiresAt <= Desk.Now);

    public StateWord StateOf(ApiToken token) => token switch
    {
        { RevokedAt: not null } => StateWords.Revoked,
        _ when !IsGood(token) => StateWords.Expired,
        _ => StateWords.Valid,
    };

    private async Task Show(CancellationToken ct) => Tokens = await tokens.List(Tenant.Id, ct);

    private static bool TryDays(string? text, out TimeSpan? lifetime)
    {
        lifetime = int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays ? TimeSpan.FromDays(days) : null;
        return string.IsNullOrWhiteSpace(text) || lifetime is not null;
    }
}
