using System.Text.Json;
using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.Ags;

/// <summary>A gradebook column of ours. A tool sees only its own.</summary>
public sealed record LineItem
{
    /// <summary>A URL that may carry a query; null before it is created.</summary>
    public string? Id { get; init; }

    public required string Label { get; init; }

    /// <summary>Greater than zero.</summary>
    public required decimal ScoreMaximum { get; init; }

    public string? ResourceId { get; init; }

    public string? Tag { get; init; }

    public string? ResourceLinkId { get; init; }

    public DateTimeOffset? StartDateTime { get; init; }

    public DateTimeOffset? EndDateTime { get; init; }

    public bool? GradesReleased { get; init; }

    /// <summary>Asks the gradebook, on creation, to open our review page at this URL (Submission Review 1.0); null asks for none.</summary>
    public string? SubmissionReviewUrl { get; init; }

    /// <summary>As read, vendor members included; they go back on a replacement, because PUT replaces everything.</summary>
    public JsonElement? Source { get; init; }

    private static readonly HashSet<string> ownMembers = new(StringComparer.Ordinal)
    {
        "id", "label", "scoreMaximum", "resourceId", "tag", "resourceLinkId", "startDateTime", "endDateTime", "gradesReleased",
    };

    /// <summary>Null if the element is no line item: without an id nothing can be done with it.</summary>
    internal static LineItem? Read(JsonElement item) =>
        item.Text("id") is { Length: > 0 } id
            ? new LineItem
            {
                Id = id,
                Label = item.Text("label") ?? "",
                ScoreMaximum = item.Number("scoreMaximum") ?? 0,
                ResourceId = Filled(item.Text("resourceId")),
                Tag = Filled(item.Text("tag")),
                ResourceLinkId = Filled(item.Text("resourceLinkId")),
                StartDateTime = item.Instant("startDateTime"),
                EndDateTime = item.Instant("endDateTime"),
                GradesReleased = item.Flag("gradesReleased"),
                Source = item,
            }
            : null;

    internal string ToJson(bool withId) => JsonText.Object(writer =>
    {
        if (withId) writer.Optional("id", Id);
        writer.WriteString("label", Label);
        writer.WriteNumber("scoreMaximum", ScoreMaximum);
        writer.Optional("resourceId", ResourceId);
        writer.Optional("tag", Tag);
        writer.Optional("resourceLinkId", ResourceLinkId);
        writer.Optional("startDateTime", StartDateTime);
        writer.Optional("endDateTime", EndDateTime);
        writer.Optional("gradesReleased", GradesReleased);
        if (!withId && SubmissionReviewUrl is { } review)
        {
            writer.WriteStartObject("submissionReview");
            writer.Texts("reviewableStatus", ["InProgress", "Submitted", "Completed"]);
            writer.WriteString("url", review);
            writer.WriteEndObject();
        }

        if (withId && Source is { } source)
        {
            foreach (var member in source.EnumerateObject().Where(member => !ownMembers.Contains(member.Name))) member.WriteTo(writer);
        }
    });

    // Moodle writes an empty string for what was never set.
    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Narrows the list of line items.</summary>
public sealed record LineItemFilter(string? ResourceLinkId = null, string? ResourceId = null, string? Tag = null, int? Limit = null);
