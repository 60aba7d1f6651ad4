using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>How far one learner is with one pathway.</summary>
/// <param name="Mapping">As it counts for this learner, who may finish by a former rule.</param>
/// <param name="Verdict">Null while nothing was decided by that rule.</param>
/// <param name="Links">The published version of each part of ours.</param>
/// <param name="Claims">What the learner submitted, the newest first.</param>
public sealed record PathwayProgress(
    CourseMapping Mapping, Definition Definition, string CourseTitle, ItemNames Names, Evaluation? Verdict, IReadOnlyDictionary<MicroCredentialId, PathwayPart> Links, IReadOnlyList<ShownClaim> Claims, SharedAward? Award)
{
    public Evaluation? Of(Criterion criterion) => Verdict is null ? null : All(Verdict).FirstOrDefault(one => one.Criterion == criterion.Id);

    /// <summary>What can still be submitted for.</summary>
    public IReadOnlyList<Criterion> Open => [.. Pathways.Recognisable(Mapping.Rule).Where(criterion => Of(criterion) is not { IsMet: true })];

    private static IEnumerable<Evaluation> All(Evaluation evaluation) => evaluation.Parts.SelectMany(All).Prepend(evaluation);
}

/// <summary>A pathway as the console lists it.</summary>
public sealed record ListedPathway(CourseMapping Mapping, Definition Definition, string CourseTitle, IReadOnlyList<string> Parts, int Waiting);

/// <summary>Pathways: rules that ask for other credentials. They are made of the same rules as everything else; this is what their pages need beside.</summary>
public sealed class PathwayDesk(
    MicroCredentialRepository microCredentials, MappingRepository mappings, CourseRepository courses, RuleNames ruleNames, LearnerVerdicts verdicts, RecognitionRepository recognitions, SharedAwards awards)
{
    private const int Most = 500;

    /// <summary>The rule that asks for all, any, some, or enough of them.</summary>
    /// <param name="how">As the editor of rules names its groups.</param>
    public static Group RuleOf(IReadOnlyList<CredentialChoice> parts, string how, int count, string unit, decimal? amount)
    {
        Criterion[] of = [.. parts.Select((part, at) => new HoldsAward { Id = $"c{at + 1}", MicroCredential = part.Id })];
        return how switch
        {
            "any" => new AnyOf { Id = RuleEditor.RootId, Of = of },
            "some" => new AtLeast { Id = RuleEditor.RootId, Of = of, Count = count },
            "worth" => GroupForm.WorthOf(of, unit, amount, parts),
            _ => new AllOf { Id = RuleEditor.RootId, Of = of },
        };
    }

    /// <summary>A first description: what follows from the parts, for its author to go on with.</summary>
    public static Definition DraftOf(string name, string language, string madeUp, IReadOnlyList<CredentialChoice> parts, Group rule)
    {
        decimal?[] hours = [.. parts.Select(part => PartWorth.Of(part.States, WorthAtLeast.Hours)?.Amount)];
        var draft = Definition.Blank(name, language).With(Descriptors.Stackability, Answer.Of(madeUp)) with
        {
            Effort = rule is WorthAtLeast { Unit: WorthAtLeast.Hours } worth ? Effort.OfHours(worth.Amount) : rule is AllOf && hours.All(one => one is not null) ? Effort.OfHours(hours.Sum()!.Value) : null,
        };
        return rule is WorthAtLeast { Unit: not WorthAtLeast.Hours } credits ? draft with { Credits = [new(credits.Unit, credits.Amount)] } : draft;
    }

    /// <summary>The parts as a published version states them.</summary>
    public async Task<IReadOnlyList<PathwayPart>> PartsOf(TenantId tenant, Criterion rule, string language, CancellationToken ct)
    {
        List<PathwayPart> parts = [];
        foreach (var part in Pathways.PartsOf(rule))
        {
            if (part is ForeignBadge foreign) parts.Add(new(foreign.What, foreign.Achievement, language));
            else if (part is HoldsAward holds && await PublishedOf(tenant, holds.MicroCredential, ct) is { } published) parts.Add(published);
        }
        return [.. parts.Distinct()];
    }

    /// <summary>The pathways of a course and of the whole institution, for a learner, and what else takes badges and earlier learning.</summary>
    public async Task<IReadOnlyList<PathwayProgress>> Of(TenantId tenant, CourseId course, LearnerId learner, CancellationToken ct)
    {
        List<PathwayProgress> all = [];
        foreach (var mapping in (await mappings.SeenIn(tenant, course, ct)).Where(mapping => mapping.Version is not null))
            if (await mappings.For(learner, mapping, ct) is { TakesClaims: true } counts) all.Add(await With(counts, learner, ct));
        return all;
    }

    /// <summary>One of those that the learner sees in the course; null for any other.</summary>
    public async Task<PathwayProgress?> Find(TenantId tenant, CourseId course, LearnerId learner, MappingId id, CancellationToken ct) =>
        (await Of(tenant, course, learner, ct)).FirstOrDefault(one => one.Mapping.Id == id);

    /// <summary>Everything of the institution that asks for other credentials, the newest first.</summary>
    public async Task<IReadOnlyList<ListedPathway>> List(TenantId tenant, CancellationToken ct)
    {
        List<ListedPathway> all = [];
        foreach (var mapping in await mappings.Pathways(tenant, Most, ct))
        {
            if (await microCredentials.Find(tenant, mapping.MicroCredential, ct) is not { } found) continue;
            var parts = await PartsOf(tenant, mapping.Rule, found.Draft.Language, ct);
            all.Add(new(mapping, found.Draft, (await courses.Find(tenant, mapping.Course, ct))?.Title ?? "", [.. parts.Select(part => part.Name)], await recognitions.Waiting(tenant, mapping.Id, ct)));
        }
        return all;
    }

    /// <summary>The published credentials that this one counts towards.</summary>
    public async Task<IReadOnlyList<PathwayPart>> Towards(TenantId tenant, MicroCredentialId part, CancellationToken ct)
    {
        List<PathwayPart> all = [];
        foreach (var mapping in await mappings.AskingFor(tenant, part, ct))
            if (await PublishedOf(tenant, mapping.MicroCredential, ct) is { } larger) all.Add(larger);
        return [.. all.Distinct()];
    }

    private async Task<PathwayPart?> PublishedOf(TenantId tenant, MicroCredentialId id, CancellationToken ct) =>
        await microCredentials.Find(tenant, id, ct) is { Published: { } version } && await microCredentials.FindVersion(tenant, version, ct) is { } found
            ? new(found.Definition.Title, found.Url, found.Definition.Language)
            : null;

    private async Task<PathwayProgress> With(CourseMapping mapping, LearnerId learner, CancellationToken ct)
    {
        var version = await microCredentials.FindVersion(mapping.Tenant, mapping.Version!.Value, ct) ?? throw new InvalidOperationException($"Version {mapping.Version} is gone.");
        var known = (await verdicts.OfCourse(mapping.Tenant, mapping.Course, learner, ct)).GetValueOrDefault(mapping.Id);
        Dictionary<MicroCredentialId, PathwayPart> links = [];
        foreach (var part in Pathways.PartsOf(mapping.Rule).OfType<HoldsAward>().Select(part => part.MicroCredential).Distinct())
            if (await PublishedOf(mapping.Tenant, part, ct) is { } published) links[part] = published;
        return new(
            mapping, version.Definition, (await courses.Find(mapping.Tenant, mapping.Course, ct))?.Title ?? "", await ruleNames.Of(mapping.Tenant, mapping.Course, [mapping.Rule], ct),
            known?.RuleVersion == mapping.RuleVersion ? known.Evaluation : null, links, await recognitions.OfLearner(new(mapping.Tenant, mapping.Id, learner), ct),
            await awards.FindOfLearner(mapping.Tenant, mapping.MicroCredential, learner, ct));
    }
}
