using System.Globalization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Awarding;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What was awarded together and can be taken back together; what waits, and what makes it wait; awards by hand.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class AwardsModel(CourseDesk desk, IssuingDesk issuing, HandAwardDesk byHand, Formats formats, TimeProvider time) : DefinitionPageModel(desk)
{
    /// <summary>How many lines of a list are shown before it is given.</summary>
    public const int MostLooked = 100;
    private const int MostRuns = 30;

    public IssuingGate Gate { get; private set; } = IssuingGate.Open;

    public IReadOnlyList<Waiting> Waiting { get; private set; } = [];

    /// <summary>How many are still to be evaluated.</summary>
    public int Undecided { get; private set; }

    /// <summary>The page goes on looking by itself while somebody is still to be evaluated.</summary>
    public bool IsGoingOn => Undecided > 0 && Asked is null;

    public IReadOnlyList<AwardRun> Runs { get; private set; } = [];

    /// <summary>The run about which the page asks whether it shall really be taken back.</summary>
    public AwardRun? Asked { get; private set; }

    public string? Reason { get; private set; }

    public Problem? Problem { get; private set; }

    /// <summary>A list of awards that was read and not given yet.</summary>
    public HandList? List { get; private set; }

    public string? ListText { get; private set; }

    public int? Given { get; private set; }

    public int WaitingFor(Hold hold) => Waiting.Where(one => one.Hold == hold).Sum(one => one.People);

    public string HoldUntilText => Gate.HoldUntil is { } until ? TimeZoneInfo.ConvertTime(until, issuing.ZoneOf(Open.Course)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    public bool CanUndo(AwardRun run) => Launch.MayEdit && run.UndoneAt is null;

    public async Task OnGet(string? undo, int? given, CancellationToken ct)
    {
        await Show(ct);
        Given = given;
        Asked = Runs.FirstOrDefault(run => run.Run == undo && CanUndo(run));
    }

    public async Task<IActionResult> OnPost(string? op, string? run, string? reason, string? approval, string? brake, string? holdUntil, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        switch (op)
        {
            case "approve":
                await issuing.Approve(Launch, Open.Mapping, ct);
                break;
            case "release":
                await issuing.Release(Launch, Open.Mapping, ct);
                break;
            case "save" when await issuing.Save(Launch, Open, approval == "on", holdUntil, brake == "on", ct) is { } problem:
                return await Refuse(problem, ct);
            case "undo" when await issuing.Undo(Launch, Open.Mapping, run ?? "", reason, ct) is { } problem:
                await Show(ct);
                (Asked, Reason) = (Runs.FirstOrDefault(one => one.Run == run && CanUndo(one)), reason);
                return await Refuse(problem, ct);
        }
        return this.Go($"{Root}/awards");
    }

    public async Task<IActionResult> OnPostList(string? op, string? list, IFormFile? file, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        ListText = file is { Length: > 0 } ? await HandAwardDesk.ReadFile(file, formats.Language, ct) : list ?? "";
        if (ListText is null) return await Refuse("award-list-faulty", ct);
        List = await byHand.Read(Open.Mapping, ListText, ct);
        if (op == "give" && List.IsGood)
            return await byHand.Give(Launch, Open, List.Awards, ct) switch
            {
                { Problem: { } problem } => await Refuse(problem, ct),
                { Awarded: var count } => this.Go(string.Create(CultureInfo.InvariantCulture, $"{Root}/awards?given={count}")),
            };
        await Show(ct);
        if (!List.IsGood) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (!List.IsGood) Problem = ProblemCatalogue.Get("award-list-faulty");
        return Page();
    }

    private async Task<IActionResult> Refuse(string problem, CancellationToken ct)
    {
        await Show(ct);
        Problem = ProblemCatalogue.Get(problem);
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private async Task Show(CancellationToken ct)
    {
        Gate = await issuing.Gate(Open.Mapping, ct);
        Waiting = await issuing.Waiting(Open.Mapping, ct);
        Undecided = await issuing.Undecided(Open.Mapping, time.Now(), ct);
        Runs = await issuing.Runs(Open.Mapping, MostRuns, ct);
    }
}
