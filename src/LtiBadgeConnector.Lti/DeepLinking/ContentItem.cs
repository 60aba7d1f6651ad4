using System.Text.Json;
using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.DeepLinking;

/// <summary>What we hand to the LMS (Deep Linking 2.0, content items).</summary>
public abstract record ContentItem
{
    private protected ContentItem(string type) => Type = type;

    public string Type { get; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public ContentImage? Icon { get; init; }

    public ContentImage? Thumbnail { get; init; }

    internal void Write(Utf8JsonWriter writer, DeepLinkingSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Type);
        writer.Optional("title", Title);
        writer.Optional("text", Text);
        Icon?.Write(writer, "icon");
        Thumbnail?.Write(writer, "thumbnail");
        WriteMembers(writer, settings);
        writer.WriteEndObject();
    }

    private protected abstract void WriteMembers(Utf8JsonWriter writer, DeepLinkingSettings settings);
}

/// <summary>A link that launches us. Send a URL and repeat the choice in <see cref="Custom"/>: platforms match by one or the other.</summary>
public sealed record ResourceLinkItem() : ContentItem("ltiResourceLink")
{
    public string? Url { get; init; }

    /// <summary>Not secret, not proof; without line breaks and without <c>=</c>, which Moodle cuts at.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>();

    public ContentLineItem? LineItem { get; init; }

    /// <summary>Size of the frame in pixels.</summary>
    public (int Width, int Height)? Iframe { get; init; }

    public string? WindowTarget { get; init; }

    private protected override void WriteMembers(Utf8JsonWriter writer, DeepLinkingSettings settings)
    {
        writer.Optional("url", Url);
        if (Custom.Count > 0)
        {
            writer.WriteStartObject("custom");
            foreach (var (name, value) in Custom) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        if (settings.AcceptLineItem != false) LineItem?.Write(writer);
        if (Iframe is { } size)
        {
            writer.WriteStartObject("iframe");
            writer.WriteNumber("width", size.Width);
            writer.WriteNumber("height", size.Height);
            writer.WriteEndObject();
        }

        if (WindowTarget is null) return;
        writer.WriteStartObject("window");
        writer.WriteString("targetName", WindowTarget);
        writer.WriteEndObject();
    }
}

/// <summary>A plain link, for example to a public award page.</summary>
public sealed record LinkItem(string Url) : ContentItem("link")
{
    private protected override void WriteMembers(Utf8JsonWriter writer, DeepLinkingSettings settings) => writer.WriteString("url", Url);
}

/// <summary>A picture, for example a badge image.</summary>
public sealed record ImageItem(string Url) : ContentItem("image")
{
    private protected override void WriteMembers(Utf8JsonWriter writer, DeepLinkingSettings settings) => writer.WriteString("url", Url);
}

/// <summary>A gradebook column that comes with the link.</summary>
/// <param name="ScoreMaximum">Greater than zero.</param>
/// <param name="SubmissionReviewUrl">Asks the gradebook to open our review page at this URL; null asks for none.</param>
public sealed record ContentLineItem(decimal ScoreMaximum, string? Label = null, string? ResourceId = null, string? Tag = null, string? SubmissionReviewUrl = null)
{
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("lineItem");
        writer.WriteNumber("scoreMaximum", ScoreMaximum);
        writer.Optional("label", Label);
        writer.Optional("resourceId", ResourceId);
        writer.Optional("tag", Tag);
        if (SubmissionReviewUrl is not null)
        {
            writer.WriteStartObject("submissionReview");
            writer.Texts("reviewableStatus", ["InProgress", "Submitted", "Completed"]);
            writer.WriteString("url", SubmissionReviewUrl);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record ContentImage(string Url, int? Width = null, int? Height = null)
{
    internal void Write(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("url", Url);
        writer.Optional("width", (decimal?)Width);
        writer.Optional("height", (decimal?)Height);
        writer.WriteEndObject();
    }
}
