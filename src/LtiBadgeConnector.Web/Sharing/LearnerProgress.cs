using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>How far one learner is with one micro-credential of a course.</summary>
/// <param name="Mapping">As it counts for this learner, who may finish by a former rule.</param>
/// <param name="Verdict">Null while nothing was decided yet.</param>
/// <param name="Award">Null until it is earned, in this course or in another.</param>
/// <param name="Document">The signed document, once there is one.</param>
public sealed record ProgressWithOne(
    CourseMapping Mapping, Definition Definition, string Issuer, ItemNames Names, LearnerVerdict? Verdict, SharedAward? Award, SharedDocument? Document)
{
    /// <summary>Whether something has changed since, that counts only for those who came later.</summary>
    public bool FinishesAsBegun { get; init; }

    /// <summary>What the learner wrote about a suspended or withdrawn award.</summary>
    public Appeal? Appeal { get; init; }

    /// <summary>The requirements a learner counts: the parts of the rule when all are needed, otherwise the rule itself.</summary>
    public IReadOnlyList<(Criterion Criterion, Evaluation? Evaluation)> Requirements
    {
        get
        {
            var parts = Mapping.Rule is AllOf all ? all.Of : [Mapping.Rule];
            // A verdict on an older rule says nothing about the parts of this one.
            var verdict = Verdict is { Evaluation: { } evaluation, RuleVersion: var version } && version == Mapping.RuleVersion ? evaluation : null;
            var known = verdict is null ? [] : (Mapping.Rule is AllOf ? verdict.Parts : [verdict]).ToDictionary(part => part.Criterion, StringComparer.Ordinal);
            return [.. parts.Select(part => (part, known.GetValueOrDefault(part.Id)))];
        }
    }

    public bool IsEvaluated => Requirements.Any(requirement => requirement.Evaluation is not null);

    public bool IsMet => IsEvaluated && Requirements.All(requirement => requirement.Evaluation is { IsMet: true });

    public int MetCount => Requirements.Count(requirement => requirement.Evaluation is { IsMet: true });
}

/// <summary>Gathers what a learner's progress page shows.</summary>
public sealed class LearnerProgress(
    MappingRepository mappings, MicroCredentialRepository microCredentials, IssuerRepository issuers, RuleNames ruleNames, LearnerVerdicts verdicts,
    SharedAwards awards, SuspensionRepository suspensions)
{
    /// <summary>Everything the course awards or has awarded to the learner; drafts are nobody's business yet.</summary>
    public async Task<IReadOnlyList<ProgressWithOne>> InCourse(TenantId tenant, CourseId course, LearnerId learner, CancellationToken ct)
    {
        var known = await verdicts.OfCourse(tenant, course, learner, ct);
        var reviews = await suspensions.OfLearner(tenant, learner, ct);
        List<(CourseMapping Counts, int InForce)> shown = [];
        foreach (var mapping in (await mappings.OfCourse(tenant, course, ct)).Where(mapping => mapping.State != MappingState.Draft && mapping.Version is not null))
            shown.Add((await mappings.For(learner, mapping, ct), mapping.RuleVersion));
        var names = await ruleNames.Of(tenant, course, shown.Select(one => one.Counts.Rule), ct);
        List<ProgressWithOne> all = [];
        foreach (var (counts, inForce) in shown)
            all.Add(await With(counts, names, known.GetValueOrDefault(counts.Id), learner, ct) with { FinishesAsBegun = counts.RuleVersion != inForce });
        return [.. all.Select(one => one.Award is { } held && reviews.TryGetValue(held.Id, out var review) ? one with { Appeal = review.Appeal } : one).Where(one => one.Mapping.State != MappingState.Ended || one.Award is not null)];
    }

    private async Task<ProgressWithOne> With(CourseMapping mapping, ItemNames names, LearnerVerdict? verdict, LearnerId learner, CancellationToken ct)
    {
        var version = await microCredentials.FindVersion(mapping.Tenant, mapping.Version!.Value, ct) ?? throw new InvalidOperationException($"Version {mapping.Version} is gone.");
        var microCredential = await microCredentials.Find(mapping.Tenant, mapping.MicroCredential, ct) ?? throw new InvalidOperationException($"Micro-credential {mapping.MicroCredential} is gone.");
        var issuer = await issuers.Find(mapping.Tenant, microCredential.Issuer, ct);
        var award = await awards.FindOfLearner(mapping.Tenant, mapping.MicroCredential, learner, ct);
        var documents = award is { IsIssued: true } ? await awards.Documents(award.Tenant, award.Id, ct) : [];
        return new(mapping, version.Definition, issuer?.Profile.Name ?? "", names, verdict, award, documents.Count > 0 ? documents[0] : null);
    }
}
