using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.OpenEdx;

/// <summary>
/// Open edX events as its community webhooks plugin posts them: under the Python class's name, unsigned and sent once. Nothing
/// but the address proves them, so they are hints.
/// </summary>
public sealed class OpenEdxConnector : ILmsConnector
{
    public const string Malformed = "openedx-event-malformed";

    private const string Family = "org.openedx.learning.";
    private const string ClassPrefix = "openedx_events.learning.data.";

    public string Kind => ConnectionKinds.OpenEdx;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        StrictBody.Parse(body).Root is { } json && Event(json, []) is { Read: var read } ? [read] : [];

    private static Proof Prove(Delivery delivery)
    {
        if (!MediaTypes.IsJson(delivery.ContentType)) return new Proof.Refused(WebhookProblems.MediaType);
        var (root, fault) = StrictBody.Parse(delivery.Body);
        if (root is not { } json) return new Proof.Refused(WebhookProblems.Malformed, fault);

        List<EventFault> faults = [];
        if (Event(json, faults) is not { } found) return new Proof.Refused(Malformed);
        if (faults is [var first, ..]) return new Proof.Refused(first.Problem, first.Text);
        return new Proof.Genuine(found.Id, SameContent.Hash(json));
    }

    private static (string Id, LmsEvent Read)? Event(JsonElement json, List<EventFault> faults)
    {
        var metadata = new EventFields(json, "", faults).Object("event_metadata");
        if (metadata.Id("id") is not { } id || metadata.Name("event_type") is not { Length: <= 200 } type) return null;

        var name = type.StartsWith(Family, StringComparison.Ordinal) ? type[Family.Length..] : type;
        var data = new EventFields(json.EnumerateObject().Where(member => member.Name.StartsWith(ClassPrefix, StringComparison.Ordinal)).Select(member => (JsonElement?)member.Value).FirstOrDefault(), "data.", faults);
        var about = LmsEvent.Unused(name.Length <= 80 ? name : name[..80]) with
        {
            CourseId = data.Object("course").Name("course_key"),
            Learner = (data.Id("user_id") ?? data.Object("user").Id("id")) is { } user ? [LearnerKey.LmsUser(user)] : [],
            OccurredAt = InstantOf(metadata.Name("time"))?.ToMilliseconds(),
            IsFinal = true,
            IsReleased = true,
        };
        var read = name switch
        {
            "course.passing.status.updated.v1" when data.Flag("is_passing") is { } isPassing =>
                about with { Kind = LmsEventKind.CourseCompletion, Completion = isPassing ? CompletionState.Passed : CompletionState.Incomplete },
            "course.persistent_grade_summary.changed.v1" =>
                about with { Kind = LmsEventKind.Grade, Item = ItemKey.Of(ItemSchemes.OpenEdxTotal, "course"), Score = new(data.Number("percent_grade"), 0, 1) },
            "certificate.created.v1" or "certificate.changed.v1" when data.Name("current_status") is "downloadable" =>
                about with { Kind = LmsEventKind.CourseCompletion, Completion = CompletionState.Passed },
            "certificate.revoked.v1" => about with { Kind = LmsEventKind.CourseCompletion, Completion = CompletionState.Incomplete },
            _ => LmsEvent.Unused(about.Type),
        };
        return (id, read);
    }

    // Python writes a blank where RFC 3339 prefers a T.
    private static DateTimeOffset? InstantOf(string? text) =>
        text is null ? null : new EventFields(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["time"] = text.Replace(' ', 'T') }), "", []).Instant("time");
}
