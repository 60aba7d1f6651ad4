using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Reviewing;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Is it running, does anybody need me; for a draft, what is left to do.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class OverviewModel(
    CourseDesk desk, DefinitionDesk definitions, MappingPages pages, SwitchOn switchOn, RecoveryRepository recoveries, TimeProvider time, GradebookReporting gradebook,
    Awarding.IssuingDesk issuing, RecognitionRepository recognitions, RuleSentences sentences, MappingNotices notices, MappingOwners owners, ReviewDesk reviews) : DefinitionPageModel(desk)
{
    private const int MostLatest = 8;
    private const int MostSubmitted = 200;

    public MappingTotals Totals { get; private set; } = null!;

    /// <summary>Of a draft nothing is shown, so nothing is counted.</summary>
    public IReadOnlyList<StandingRow> Standing { get; private set; } = [];

    public IReadOnlyList<LatestLine> Latest { get; private set; } = [];

    public RuleSentences Sentences => sentences;

    public IReadOnlyList<ItemChange> ItemChanges { get; private set; } = [];

    /// <summary>Events that the LMS lost in the last week and that readings made up for.</summary>
    public long Recovered { get; private set; }

    public bool IsDescribed { get; private set; }

    public bool HasRule { get; private set; }

    /// <summary>Of a draft whose issuer awards only what was reviewed.</summary>
    public ReviewStanding? Review { get; private set; }

    /// <summary>Set while the page asks whether awarding shall really end.</summary>
    public bool AsksToEnd { get; private set; }

    /// <summary>Earned and not issued yet, because something makes it wait.</summary>
    public int Waiting { get; private set; }

    public bool IsBraked { get; private set; }

    /// <summary>The page goes on looking by itself while somebody is still to be evaluated.</summary>
    public bool IsGoingOn { get; private set; }

    /// <summary>What nobody has seen yet.</summary>
    public IReadOnlyList<MappingNotice> Notices { get; private set; } = [];

    /// <summary>Who is written to; null while everybody who teaches the course is.</summary>
    public Colleague? Owner { get; private set; }

    /// <summary>Badges and earlier learning that wait for a person's decision.</summary>
    public int Submitted { get; private set; }

    public bool HasGradebook => GradebookReporting.IsOffered(Open.Course);

    public GradebookContent InGradebook { get; private set; }

    /// <summary>Why learners' progress is not in the gradebook.</summary>
    public IReadOnlyList<UnreportedProgress> Unreported { get; private set; } = [];

    /// <summary>Why the LMS could not make our column; a code of the problem catalogue.</summary>
    public string? GradebookProblem { get; private set; }

    public async Task OnGet(string? ask, string? problem, CancellationToken ct)
    {
        GradebookProblem = Web.Problems.ProblemCatalogue.Find(problem ?? "")?.Code;
        InGradebook = await gradebook.Content(Open.Mapping, ct);
        if (InGradebook == GradebookContent.Progress) Unreported = await gradebook.Problems(Open.Mapping, ct);
        AsksToEnd = ask == "end" && Launch.MayEdit;
        var mapping = Open.Mapping;
        (Waiting, IsBraked) = ((await issuing.Waiting(mapping, ct)).Sum(one => one.People), (await issuing.Gate(mapping, ct)).BrakedAt is not null);
        IsGoingOn = mapping.State == MappingState.Active && await issuing.Undecided(mapping, time.Now(), ct) > 0;
        Notices = await notices.Open(mapping.Tenant, mapping.Id, ct);
        Owner = (await owners.Colleagues(mapping.Tenant, mapping.Id, ct)).FirstOrDefault(one => one.IsOwner);
        Submitted = (await recognitions.OfMapping(mapping.Tenant, mapping.Id, MostSubmitted, ct)).Count(shown => shown.Claim.State == ClaimState.Waiting || shown.Claim.IsOutdatedIn(shown.In(mapping).Rule));
        Totals = await pages.Totals(mapping.Tenant, mapping.Id, ct);
        if (mapping.State != MappingState.Draft) Standing = StandingRow.Of(mapping.Rule, Names, sentences, await pages.Criteria(mapping.Tenant, mapping.Id, mapping.Rule, ct));
        ItemChanges = await Desk.ItemChanges(Open, ct);
        Recovered = await recoveries.SinceInCourse(mapping.Tenant, mapping.Course, time.GetUtcNow().AddDays(-7), ct);
        Latest = await pages.Latest(mapping.Tenant, mapping.Id, MostLatest, ct);
        if (mapping.State == MappingState.Draft && await reviews.Of(Open, ct) is { IsRequired: true } review) Review = review;
        IsDescribed = (await definitions.Check(Open.MicroCredential, ct)).Errors.Count == 0;
        HasRule = RuleEditor.Problems(mapping.RuleToEdit, await Desk.Choices(Launch, Open.Course, Open.Mapping.MicroCredential, ct)).Count == 0;
    }

    /// <param name="kind">Of the notice that was seen.</param>
    public async Task<IActionResult> OnPost(string? op, MappingNoticeKind kind, string? occasion, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (op == "seen") await notices.See(Open.Mapping.Tenant, Open.Mapping.Id, kind, occasion ?? "", time.Now(), ct);
        if (op is "report" or "report-progress")
        {
            var problem = await gradebook.Start(Launch, Open, op == "report" ? GradebookContent.Awards : GradebookContent.Progress, ct);
            return this.Go($"{Root}/overview{(problem is null ? "" : $"?problem={problem}")}#gradebook");
        }
        _ = op switch
        {
            "pause" => await switchOn.Pause(Launch, Open.Mapping, ct),
            "resume" => await switchOn.Resume(Launch, Open.Mapping, ct),
            "end" => await switchOn.End(Launch, Open.Mapping, ct),
            "keep-quiet" => await gradebook.Stop(Launch, Open.Mapping, ct),
            _ => false,
        };
        return this.Go($"{Root}/overview");
    }
}
