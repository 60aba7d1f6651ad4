using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>Three colours that go together and are seen well on one another; a test checks that they are.</summary>
public sealed record BadgePalette(string Name, Word Label, string Ground, string Line, string Middle);

/// <summary>What an author may start from.</summary>
public static class BadgePalettes
{
    public static IReadOnlyList<BadgePalette> All { get; } =
    [
        new("indigo", Word.Of("Indigo and vermilion"), "#ffffff", "#22407a", "#b23a26"),
        new("pine", Word.Of("Pine and gold"), "#fbf7ec", "#1f5137", "#a56a00"),
        new("plum", Word.Of("Plum"), "#fdf5f9", "#6d2154", "#6d2154"),
        new("sea", Word.Of("Sea and sand"), "#eef6f8", "#0f5a6b", "#a14f1d"),
        new("ink", Word.Of("Ink"), "#ffffff", "#1c2430", "#1c2430"),
        new("night", Word.Of("White on indigo"), "#1b2f5c", "#ffffff", "#f2c14e"),
    ];

    /// <summary>Null for none, and for a name that does not exist.</summary>
    public static BadgePalette? Find(string? name) => All.FirstOrDefault(palette => palette.Name == name);
}
