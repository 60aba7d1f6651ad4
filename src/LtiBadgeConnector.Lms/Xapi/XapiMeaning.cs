using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Xapi;

/// <summary>What a statement means: a score, a completion, or both; a verdict that contradicts itself is only a hint.</summary>
internal sealed class XapiMeaning(XapiStatement statement, SourceNames names, bool takeAsFacts, bool scaledFromMinusOne, List<EventFault> faults)
{
    private const string Voided = "http://adlnet.gov/expapi/verbs/voided";

    private readonly EventFields fields = new(statement.Json, "", faults);

    public IReadOnlyList<LmsEvent> Read()
    {
        // Another voided statement can be voided no more; the object is a reference and no activity.
        if (statement.Verb == Voided) return [LmsEvent.Unused(ShortVerb) with { Kind = LmsEventKind.Retraction, Retracts = statement.Object.Iri.ToLowerInvariant(), OccurredAt = fields.Instant("timestamp")?.ToMilliseconds() }];
        if (VerbOf(statement.Verb) is not { } verb) return [Unused()];
        if (statement.IsAboutCourse) return verb.State is { } whole ? [CourseCompletion(whole)] : [Unused()];

        List<LmsEvent> read = [];
        if (Score() is { } score) read.Add(About(LmsEventKind.Grade) with { Item = Item, Score = score });
        if (StateOf(verb.State) is { } state) read.Add(About(LmsEventKind.ActivityCompletion) with { Item = Item, Completion = state });
        return read.Count == 0 ? [Unused()] : [.. read.Select(Decided)];
    }

    private LmsEvent Unused() => LmsEvent.Unused(ShortVerb);

    private LmsEvent CourseCompletion(CompletionState state) => Decided(About(LmsEventKind.CourseCompletion) with { CourseId = names.CourseByIri(statement.Object.Iri), Completion = state });

    private LmsEvent About(LmsEventKind kind) => LmsEvent.Unused(ShortVerb) with
    {
        Kind = kind,
        CourseId = Course ?? (Item is { } item ? CourseNames.ByItem(item) : null),
        Learner = Learner(),
        ItemName = NameOf(),
        IsFinal = true,
        IsReleased = true,
        OccurredAt = fields.Instant("timestamp")?.ToMilliseconds(),
    };

    // Moodle's grades have items of their own: what is told of an activity has to be read.
    private LmsEvent Decided(LmsEvent read) => read with
    {
        IsComplete = takeAsFacts && AgreesWithItself && read is { CourseId: not null, Learner.Count: > 0, OccurredAt: not null }
            && !(read.Kind is LmsEventKind.Grade && (read.Item is not { } item || item.Value.StartsWith(ItemSchemes.MoodleCourseModule, StringComparison.Ordinal) || read.Score?.Share is null)),
    };

    // "#submission" and the address of one attempt stand for the activity they belong to.
    private ItemKey? Item => names.ItemByIri(statement.Object.Iri);

    private string? Course => Surroundings.Select(around => names.KnownCourse(around.Iri)).FirstOrDefault(id => id is not null)
        ?? (Surroundings.FirstOrDefault(XapiStatement.IsCourse) ?? statement.Around("parent").FirstOrDefault() ?? statement.Around("grouping").FirstOrDefault()) switch
        {
            { } around => names.CourseByIri(around.Iri),
            null => null,
        };

    private IEnumerable<CaliperEntity> Surroundings => statement.Around("parent").Concat(statement.Around("grouping"));

    private IReadOnlyList<LearnerKey> Learner()
    {
        var actor = XapiStatement.Member(statement.Json, "actor")!.Value;
        if (XapiStatement.Member(actor, "account") is { } account)
            return CaliperEntity.TextOf(account, "homePage") is { } home && CaliperEntity.TextOf(account, "name") is { } name ? names.LearnerByAccount(home, name) : [];
        if (CaliperEntity.TextOf(actor, "mbox") is { } mailbox && mailbox.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) return [LearnerKey.Email(mailbox["mailto:".Length..])];
        if (CaliperEntity.TextOf(actor, "mbox_sha1sum") is { } hash) return [LearnerKey.EmailHash(hash)];
        return CaliperEntity.TextOf(actor, "openid") is { } openId ? names.LearnerByIri(openId) : [];
    }

    // Points before the share: one widespread sender writes a share from -1 to 1 that others read as 0 to 1.
    private Score? Score()
    {
        if (statement.Result is not { } result || XapiStatement.Member(result, "score") is not { ValueKind: JsonValueKind.Object } score) return null;
        var own = new EventFields(score, "result.score.", faults);
        if (own.Number("raw") is { } raw && own.Number("max") is { } maximum) return new(raw, own.Number("min") ?? 0, maximum);
        return own.Number("scaled") is { } scaled ? new(scaled, scaledFromMinusOne ? -1 : 0, 1) : new(own.Number("raw"), own.Number("min") ?? 0, null);
    }

    private bool AgreesWithItself
    {
        get
        {
            var (success, completion) = (Flag("success"), Flag("completion"));
            return VerbOf(statement.Verb)?.State switch
            {
                CompletionState.Passed => success is not false && completion is not false,
                CompletionState.Failed => success is not true,
                CompletionState.Complete => completion is not false,
                _ => true,
            };
        }
    }

    // "completed" or "scored" with a success is a pass; with a failure it is none.
    private CompletionState? StateOf(CompletionState? state) => (state, Flag("success")) switch
    {
        (CompletionState.Complete or null, true) => CompletionState.Passed,
        (CompletionState.Complete or null, false) => CompletionState.Failed,
        _ => state,
    };

    private bool? Flag(string name) => statement.Result is { } result ? new EventFields(result, "result.", faults).Flag(name) : null;

    private string? NameOf() =>
        statement.Object.Object is { } own && XapiStatement.Member(own, "definition") is { } definition && XapiStatement.Member(definition, "name") is { ValueKind: JsonValueKind.Object } called
        && called.EnumerateObject().Select(one => one.Name).FirstOrDefault() is { } language
            ? new EventFields(called, "", []).Name(language)
            : null;

    private string ShortVerb => string.Concat(statement.Verb.Split('/', '#')[^1].EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune)).Take(40));

    private static XapiVerb? VerbOf(string verb) => verb switch
    {
        "http://adlnet.gov/expapi/verbs/completed" => new(CompletionState.Complete),
        "http://adlnet.gov/expapi/verbs/passed" => new(CompletionState.Passed),
        "http://adlnet.gov/expapi/verbs/failed" => new(CompletionState.Failed),
        "http://adlnet.gov/expapi/verbs/scored" or "https://w3id.org/xapi/tla/verbs/scored" => new(null),
        "https://w3id.org/xapi/adl/verbs/satisfied" or "https://w3id.org/xapi/adl/verbs/waived" => new(CompletionState.Complete),
        "http://id.tincanapi.com/verb/earned" => new(CompletionState.Passed),
        "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted" => new(CompletionState.Incomplete),
        _ => null,
    };

    /// <param name="State">What the verb says of a completion; null for a verb that only tells a score.</param>
    private sealed record XapiVerb(CompletionState? State);
}
