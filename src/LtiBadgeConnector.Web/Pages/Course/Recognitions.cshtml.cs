using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Recognising;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What learners submitted in place of requirements, for whoever teaches the course to decide.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class RecognitionsModel(CourseDesk desk, RecognitionRepository recognitions, ClaimDesk claims, RuleNames names, RuleSentences sentences, IStringLocalizer<Words> words) : DefinitionPageModel(desk)
{
    private const int Most = 200;

    /// <summary>Learners always may submit for the parts of one.</summary>
    public bool IsPathway => Pathways.IsPathway(Open.Mapping.Rule);

    public IReadOnlyList<ShownClaim> All { get; private set; } = [];

    /// <summary>Of what any rule here asks for, and asked for.</summary>
    private ItemNames NamesOfAll { get; set; } = null!;

    public Problem? Problem { get; private set; }

    public Guid? Failed { get; private set; }

    public string? Reason { get; private set; }

    public async Task OnGet(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnPost(string? op, Guid id, int seen, long? former, string? reason, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (op is "open" or "close")
        {
            await claims.SetTaken(Launch, Open.Mapping, op == "open", ct);
            return this.Go($"{Root}/recognitions");
        }
        if (await recognitions.Find(Launch.Tenant, Open.Mapping.Id, new RecognitionId(id), ct) is not { } shown) return new ProblemAction("page-not-found");
        if (await claims.Decide(Launch, shown.In(Open.Mapping), shown.Claim, op == "accept", new(seen, former), reason, ct) is not { } code) return this.Go($"{Root}/recognitions");

        (Problem, Failed, Reason) = (ProblemCatalogue.Get(code), id, reason);
        Response.StatusCode = Problem.Status;
        await Show(ct);
        return Page();
    }

    /// <summary>Names the decision that stands; null while it waits.</summary>
    public static long? DecisionOf(Claim claim) => claim.DecidedAt?.ToUnixTimeMilliseconds();

    /// <summary>The requirement it was submitted for; one that is no longer in the rule has no name.</summary>
    public string PartOf(ShownClaim shown) =>
        RuleSentences.Leaves(shown.In(Open.Mapping).Rule).FirstOrDefault(leaf => leaf.Id == shown.Claim.Criterion) is { } criterion ? sentences.Subject(criterion, NamesOfAll) : words["A requirement that is no longer in the rule"];

    /// <summary>What it was submitted or taken for, where the rule asks something else now; null otherwise.</summary>
    public string? FormerlyAsked(ShownClaim shown) => shown.Claim.IsOutdatedIn(shown.In(Open.Mapping).Rule) ? sentences.Subject(shown.Claim.Asked!, NamesOfAll) : null;

    private async Task Show(CancellationToken ct)
    {
        All = await recognitions.OfMapping(Launch.Tenant, Open.Mapping.Id, Most, ct);
        NamesOfAll = await names.Of(Launch.Tenant, Open.Mapping.Course, [Open.Mapping.Rule, .. All.SelectMany(shown => (Criterion?[])[shown.Claim.Asked, shown.Keeps?.Rule]).OfType<Criterion>()], ct);
    }
}
