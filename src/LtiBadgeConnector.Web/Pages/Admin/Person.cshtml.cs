using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>One person's whole road, and which accounts are theirs.</summary>
public sealed class PersonModel(
    ConsoleDesk desk, LearnerRepository learners, RoadPages roads, PeoplePages people, MappingRepository mappings, CourseRepository courses, RuleNames ruleNames, Retries retries, IWakeUp wakeUp,
    RuleSentences sentences, IStringLocalizer<Words> words, Formats formats) : ConsolePage(desk, AdminPlace.People)
{
    public const int MostShown = 50;
    private const int MostCandidates = 10;

    private LearnerId learner;
    private readonly Dictionary<CourseId, ItemNames> namesByCourse = [];

    /// <summary>What was typed to find somebody to join with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Other { get; set; }

    public Learner Learner { get; private set; } = null!;

    public LearnerRoad Road { get; private set; } = null!;

    public IReadOnlyList<VerdictView> Verdicts { get; private set; } = [];

    public IReadOnlyList<LearnerIdentity> Identities { get; private set; } = [];

    public IReadOnlyList<PlatformKey> Keys { get; private set; } = [];

    public IReadOnlyList<PersonRow> Candidates { get; private set; } = [];

    public bool HasStopped =>
        Road.Arrivals.Any(row => row.State is InboxState.Parked or InboxState.WaitingForReader) || Road.Awards.Any(row => row.State == AwardState.Parked)
        || Road.Deliveries.Any(row => row.State == DeliveryState.Parked);

    /// <summary>The answer to "why has this learner none": the first line of the page.</summary>
    public string Summary =>
        HasStopped ? words["Something stopped and needs a person; see below."]
        : Road.Awards.Count > 0 ? words.Count(Road.Awards.Count, "Holds {0} credential.", "Holds {0} credentials.", formats.Number(Road.Awards.Count))
        : Road.Evaluations.Count > 0 ? words["No credential yet: what is missing stands below."]
        : words["No credential: no micro-credential is being awarded in this person's courses."];

    public async Task OnGet(int? retried, bool joined, CancellationToken ct)
    {
        if (retried is not null) Say(words["It is on its way again."]);
        if (joined) Say(words["The two are one person now."]);
        Road = await roads.Of(Tenant.Id, learner, ct);
        foreach (var course in Road.Results.Select(result => result.Course).Distinct()) namesByCourse[course] = await ruleNames.Of(Tenant.Id, course, [], ct);
        Identities = await learners.IdentitiesOf(Tenant.Id, learner, ct);
        Keys = await learners.KeysOf(Tenant.Id, learner, ct);
        List<VerdictView> verdicts = [];
        foreach (var row in Road.Evaluations) verdicts.Add(await View(row, ct));
        Verdicts = verdicts;
        if (Other is { Length: > 0 })
            Candidates = [.. (await people.Find(Tenant.Id, new PeopleQuery(Other, Most: MostCandidates + 1), ct)).Where(row => row.Learner != learner).Take(MostCandidates)];
    }

    public async Task<IActionResult> OnPostAgain(CancellationToken ct)
    {
        var count = await retries.Learner(Tenant.Id, learner, ct);
        wakeUp.Wake();
        await Note("learner-retried", learner.ToString(), ct);
        return LocalRedirect($"/admin/people/{learner}?retried={count}");
    }

    public async Task<IActionResult> OnPostSeparate(string issuer, string sub, CancellationToken ct)
    {
        // Only an account of this very person: the page shows no other.
        if (!(await learners.IdentitiesOf(Tenant.Id, learner, ct)).Contains(new(issuer, sub)) || await learners.Separate(Tenant.Id, issuer, sub, Desk.Now, ct) is not { } own)
            return LocalRedirect($"/admin/people/{learner}");
        await Note("learner-separated", own.ToString(), ct);
        return LocalRedirect($"/admin/people/{own}");
    }

    public async Task<IActionResult> OnPostJoin(Guid with, CancellationToken ct)
    {
        var other = new LearnerId(with);
        if (other == learner || !await learners.Join(Tenant.Id, learner, other, Desk.Now, ct)) return LocalRedirect($"/admin/people/{learner}");
        wakeUp.Wake();
        await Note("learners-joined", $"{learner}/{other}", ct);
        return LocalRedirect($"/admin/people/{learner}?joined=true");
    }

    public string NameOf(Learner person)
    {
        var name = new PersonName(person.GivenName, person.FamilyName, person.Name);
        return name.IsUnknown ? words["A learner without a name"] : formats.Name(name);
    }

    /// <summary>What the result is of, by the name the course gives it; its key where no reading has named it.</summary>
    public string ItemOf(RoadResult result) =>
        RoadWords.OfItem(words, result.Kind, result.ItemName ?? (result.ItemKey.Length == 0 ? null : namesByCourse[result.Course].Find(new(result.ItemKey)) ?? result.ItemKey));

    public string SaidBy(RoadResult result) => RoadWords.Said(words, formats, result);

    public string TitleOf(RoadAward award) => Road.Evaluations.FirstOrDefault(row => row.Mapping == award.Mapping)?.Title ?? words["A micro-credential of another course"];

    protected override async Task<IActionResult?> Instead(CancellationToken ct)
    {
        if (!Guid.TryParse(RouteData.Values["learner"]?.ToString(), out var id) || await learners.Find(Tenant.Id, new LearnerId(id), ct) is not { } found)
            return new ProblemAction("page-not-found");
        (learner, Learner) = (found.Id, found);
        return null;
    }

    private async Task<VerdictView> View(RoadEvaluation row, CancellationToken ct)
    {
        if (await mappings.Find(Tenant.Id, row.Mapping, ct) is not { } found) return new(row, "", []);
        var mapping = await mappings.For(learner, found, ct);
        var course = await courses.Find(Tenant.Id, mapping.Course, ct);
        var names = await ruleNames.Of(Tenant.Id, mapping.Course, [mapping.Rule], ct);
        var leaves = row.Evaluation?.Leaves.ToDictionary(leaf => leaf.Criterion, StringComparer.Ordinal);
        return new(row, course?.Title ?? "", [.. RuleSentences.Leaves(mapping.Rule).Select(criterion =>
            new LeafView(sentences.Requirement(criterion, names), leaves?.GetValueOrDefault(criterion.Id) is { } leaf ? leaf : null, leaves?.GetValueOrDefault(criterion.Id) is { } of ? sentences.ToStaff(of.Reason) : ""))]);
    }
}

/// <summary>One rule's verdict on the person, each requirement in words.</summary>
public sealed record VerdictView(RoadEvaluation Row, string CourseTitle, IReadOnlyList<LeafView> Leaves);

/// <param name="Evaluation">Null while it was not decided, or when the rule has changed since.</param>
public sealed record LeafView(string Requirement, Evaluation? Evaluation, string Reason);
