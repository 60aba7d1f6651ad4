using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Awarding;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>The institution's pathways, and for whom each is.</summary>
public sealed class PathwaysModel(ConsoleDesk desk, PathwayDesk pathways, MappingRepository mappings, IssuingDesk issuing, IStringLocalizer<Words> words) : ConsolePage(desk, AdminPlace.Issuers)
{
    public IReadOnlyList<ListedPathway> All { get; private set; } = [];

    public async Task OnGet(bool opened, bool closed, bool made, CancellationToken ct)
    {
        if (opened) Say(words["It is open to the institution. Whoever has the parts is looked at now."]);
        if (closed) Say(words["It is for its course only. What was awarded stays."]);
        if (made) Say(words["The draft stands in its course. It is listed here once its staff have started it."]);
        All = await pathways.List(Tenant.Id, ct);
    }

    public async Task<IActionResult> OnPost(string? op, Guid id, CancellationToken ct)
    {
        var isOpening = op == "open";
        if (await mappings.Find(Tenant.Id, new MappingId(id), ct) is not { State: not MappingState.Draft } mapping || !Core.Criteria.Pathways.IsPathway(mapping.Rule)
            || !await mappings.SetForInstitution(Tenant.Id, mapping.Id, isOpening, ct)) return LocalRedirect("/admin/pathways");

        await Note(isOpening ? "pathway-opened" : "pathway-closed", mapping.Id.ToString(), ct);
        if (isOpening && mapping.State == MappingState.Active) await issuing.EvaluateAll(mapping, ct);
        return LocalRedirect(isOpening ? "/admin/pathways?opened=true" : "/admin/pathways?closed=true");
    }
}
