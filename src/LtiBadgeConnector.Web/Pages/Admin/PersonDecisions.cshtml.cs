using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>For who audits: each decision on a person under one mapping, with its facts, and decided again.</summary>
public sealed class PersonDecisionsModel(ConsoleDesk desk, ILearners learners, MappingRepository mappings, DecisionHistory history, IStringLocalizer<Words> words, Formats formats)
    : ConsolePage(desk, AdminPlace.People)
{
    public Learner Learner { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public IReadOnlyList<DecidedEntry> Entries { get; private set; } = [];

    public async Task<IActionResult> OnGet(Guid learner, Guid mapping, CancellationToken ct)
    {
        if (await learners.Find(Tenant.Id, new LearnerId(learner), ct) is not { } found || await mappings.Find(Tenant.Id, new MappingId(mapping), ct) is not { } of) return new ProblemAction("page-not-found");
        var name = new PersonName(found.GivenName, found.FamilyName, found.Name);
        (Learner, Name) = (found, name.IsUnknown ? words["A learner without a name"] : formats.Name(name));
        Entries = await history.Of(of, found.Id, forLearner: false, ct);
        return Page();
    }
}
