using System.Text;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.BadgeImages;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Reviewing;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>What came of asking to start awarding.</summary>
public abstract record Switched
{
    private Switched() { }

    /// <param name="LmsProblem">The LMS could not be read; everybody was evaluated on the last known numbers and the next reading goes on.</param>
    /// <param name="Waiting">How many have earned it and wait for approval, because they are more than were seen.</param>
    public sealed record On(CourseMapping Mapping, string? LmsProblem, int Waiting) : Switched;

    /// <param name="Problem">A code of the problem catalogue.</param>
    /// <param name="Findings">What the claimed frameworks hold against the definition.</param>
    public sealed record Refused(string Problem, IReadOnlyList<Finding> Findings, IReadOnlyList<RowProblem> Rows) : Switched;
}

/// <summary>Starts, pauses and ends awarding. Starting publishes what has changed, puts the rule in force and evaluates everybody at once.</summary>
public sealed class SwitchOn(
    CourseDesk desk, DefinitionDesk definitions, ReviewDesk reviews, MicroCredentialRepository microCredentials, MappingRepository mappings, ImageRepository images, AuditRepository audit,
    Awarding.IssuingDesk issuing, PathwayDesk pathways, PublicAddresses addresses, IStringLocalizer<Words> words, TimeProvider time)
{
    /// <param name="shown">How many the person has seen would earn it: more than these wait.</param>
    public async Task<Switched> Start(LaunchSession launch, OpenMapping open, int shown, CancellationToken ct)
    {
        if ((await definitions.Check(open.MicroCredential, ct)).Errors is { Count: > 0 } errors) return Refuse(errors);
        if ((await reviews.Of(open, ct)).Blocks) return new Switched.Refused("definition-not-reviewed", [], []);
        if (RuleEditor.Problems(open.Mapping.RuleToEdit, await desk.Choices(launch, open.Course, open.Mapping.MicroCredential, ct)) is { Count: > 0 } rows) return new Switched.Refused(rows[0].Code, [], rows);

        if (await VersionFor(open, ct) is not { } version) return new Switched.Refused("mapping-changed", [], []);
        if (open.Mapping.RuleVersion == 0) await issuing.Guard(launch, open.Mapping, ct);
        var mapping = await mappings.Activate(open.Mapping.Tenant, open.Mapping.Id, version, open.Mapping.Revision, time.Now(), ct);
        if (mapping is null) return new Switched.Refused("mapping-changed", [], []);

        await Note(launch, mapping, "mapping-activated", ct);
        var read = await desk.Read(open.Course, ct);
        var waiting = await issuing.Begin(launch, mapping, shown, ct);
        return new Switched.On(mapping, read.Problem, waiting);
    }

    /// <summary>Whether starting would put anything in force that is not: awarding itself, the requirements, or the description.</summary>
    public async Task<bool> WouldChange(OpenMapping open, CancellationToken ct) =>
        open.Mapping.State != MappingState.Active
        || CriterionJson.Write(open.Mapping.RuleToEdit) != CriterionJson.Write(open.Mapping.Rule)
        || open.Mapping.Version != open.MicroCredential.Published
        || !await IsPublished(open.MicroCredential, await Criteria(open.MicroCredential.Draft, open, ct), ct);

    private static Switched.Refused Refuse(IReadOnlyList<Finding> errors) => errors.Any(finding => finding.Rule is null)
        ? new("definition-incomplete", errors, [])
        : new("definition-against-framework", errors, []);

    public Task<bool> Pause(LaunchSession launch, CourseMapping mapping, CancellationToken ct) =>
        Move(launch, mapping, mappings.Pause, "mapping-paused", ct);

    public async Task<bool> Resume(LaunchSession launch, CourseMapping mapping, CancellationToken ct)
    {
        if (!await Move(launch, mapping, mappings.Resume, "mapping-resumed", ct)) return false;
        await issuing.EvaluateAll(mapping, ct);
        return true;
    }

    public Task<bool> End(LaunchSession launch, CourseMapping mapping, CancellationToken ct) =>
        Move(launch, mapping, mappings.End, "mapping-ended", ct);

    /// <summary>The published version when the draft is the same, otherwise a new one; null when somebody saved the draft meanwhile.</summary>
    private async Task<DefinitionVersionId?> VersionFor(OpenMapping open, CancellationToken ct)
    {
        var microCredential = await WithPicture(open, ct);
        if (microCredential is null) return null;

        var criteria = await Criteria(microCredential.Draft, open, ct);
        if (await IsPublished(microCredential, criteria, ct)) return microCredential.Published;

        var publicId = PublicId.New();
        return (await microCredentials.Publish(microCredential, publicId, addresses.Achievement(publicId), criteria, time.Now(), ct))?.Id;
    }

    private async Task<StatedCriteria> Criteria(Definition draft, OpenMapping open, CancellationToken ct)
    {
        var (rule, names) = (open.Mapping.RuleToEdit, await desk.Names(open, ct));
        var (own, other) = RuleSentences.Narratives(draft, rule, names, words);
        return new(own, other, await pathways.PartsOf(open.Mapping.Tenant, rule, draft.Language, ct));
    }

    private async Task<bool> IsPublished(MicroCredential microCredential, StatedCriteria criteria, CancellationToken ct) =>
        microCredential.Published is { } published
        && await microCredentials.FindVersion(microCredential.Tenant, published, ct) is { } version
        && DefinitionJson.Write(version.Definition) == DefinitionJson.Write(microCredential.Draft)
        && version.CriteriaNarrative == criteria.Narrative
        && version.Parts.SequenceEqual(criteria.Parts);

    // A picture that is drawn is stored like an uploaded one, so that credentials can name it; the design goes along, to draw it
    // again. It is drawn anew when the name or the number of requirements in it has changed.
    private async Task<MicroCredential?> WithPicture(OpenMapping open, CancellationToken ct)
    {
        var (microCredential, draft) = (open.MicroCredential, open.MicroCredential.Draft);
        if (draft is { Image: not null, Design: null }) return microCredential;

        var design = (draft.Design ?? BadgeDesign.Default) with { Arcs = Math.Max(1, RuleEditor.Of(open.Mapping.RuleToEdit).Of.Count) };
        var picture = Encoding.UTF8.GetBytes(new BadgeDrawing(design, microCredential.Id.ToString(), draft.Title).ToSvg());
        if (draft.Image is { } known && (await images.Find(known, ct))?.Content.AsSpan().SequenceEqual(picture) == true) return microCredential;

        var image = await images.Add(microCredential.Tenant, "image/svg+xml", picture, time.Now(), ct);
        var drawn = draft with { Image = image, Design = design };
        return await microCredentials.SaveDraft(microCredential.Tenant, microCredential.Id, drawn, microCredential.DraftRevision, ct)
            ? microCredential with { Draft = drawn, DraftRevision = microCredential.DraftRevision + 1 }
            : null;
    }

    private async Task<bool> Move(
        LaunchSession launch, CourseMapping mapping, Func<TenantId, MappingId, CancellationToken, Task<bool>> move, string action, CancellationToken ct)
    {
        if (!await move(mapping.Tenant, mapping.Id, ct)) return false;
        await Note(launch, mapping, action, ct);
        return true;
    }

    private Task Note(LaunchSession launch, CourseMapping mapping, string action, CancellationToken ct) =>
        audit.Append(AuditEntry.Of(mapping.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), action, mapping.Id.ToString()), ct);
}
