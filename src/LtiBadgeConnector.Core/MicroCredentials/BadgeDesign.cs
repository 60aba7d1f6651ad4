using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>The outline of a badge. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeShape>))]
public enum BadgeShape
{
    Round,
    Scalloped,
    Hexagon,
    Shield,
    Square,
}

/// <summary>What fills the ground around the middle. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeOrnament>))]
public enum BadgeOrnament
{
    /// <summary>The guilloche of the seal, computed from the micro-credential's id.</summary>
    Weave,
    Rays,
    Rings,
    None,
}

/// <summary>How the picture of a micro-credential is drawn: stored with each version, so that it can be drawn again at any time.</summary>
public sealed record BadgeDesign
{
    /// <summary>The seal: what a micro-credential shows unless its author wants something else.</summary>
    public static readonly BadgeDesign Default = new();

    public BadgeShape Shape { get; init; }

    public BadgeOrnament Ornament { get; init; }

    /// <summary>Colours as <c>#rrggbb</c>.</summary>
    public string Ground { get; init; } = "#ffffff";

    /// <summary>Of ornament, border and band; words on the band have the colour of the ground.</summary>
    public string Line { get; init; } = "#22407a";

    /// <summary>Of the disc in the middle.</summary>
    public string Middle { get; init; } = "#b23a26";

    public bool HasLargeMiddle { get; init; }

    /// <summary>Name of the icon in the middle; without one it shows letters.</summary>
    public string Icon { get; init; } = "";

    /// <summary>In the middle; when empty, the letter comes from the title.</summary>
    public string Letters { get; init; } = "";

    /// <summary>On the band; when empty there is none.</summary>
    public string Words { get; init; } = "";

    /// <summary>Into how many arcs a round border is cut; set when it is published, one for each requirement.</summary>
    public int Arcs { get; init; } = 1;

    /// <summary>Whether it is the seal, however many arcs it has.</summary>
    [JsonIgnore]
    public bool IsDefault => this with { Arcs = Default.Arcs } == Default;
}
