using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>A line icon for the middle of a badge: path data on a grid of 24.</summary>
internal sealed record BadgeIcon(string Name, Word Label, string Path);

/// <summary>Icons drawn for this product. Designs name them, so a name never changes its meaning.</summary>
internal static class BadgeIcons
{
    public static IReadOnlyList<BadgeIcon> All { get; } =
    [
        new("book", Word.Of("Book"), "M4 5.5c3-1.2 6-.8 8 .8 2-1.6 5-2 8-.8v13c-3-1-6-.7-8 .9-2-1.6-5-1.9-8-.9zM12 6.3v13.1"),
        new("cap", Word.Of("Mortar board"), "M2.5 9L12 4.5 21.5 9 12 13.5zM6.5 11v5c3.5 2.5 7.5 2.5 11 0v-5M21.5 9v5.5"),
        new("pen", Word.Of("Pen"), "M4 20l1-4.2L16.2 4.6a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6L8.2 19zM14.5 6.3l3.2 3.2"),
        new("speech", Word.Of("Speech bubble"), "M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12.3h5"),
        new("globe", Word.Of("Globe"), "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18"),
        new("chart", Word.Of("Chart"), "M4 4v16h16M8.5 16v-4M12.5 16V8M16.5 16v-6"),
        new("code", Word.Of("Code"), "M8 7.5L3.5 12 8 16.5M16 7.5L20.5 12 16 16.5M13.5 5l-3 14"),
        new("laptop", Word.Of("Computer"), "M6 5.5h12v9.5H6zM3 18.5h18"),
        new("flask", Word.Of("Flask"), "M9.5 4h5M10.5 4v5.5L5.2 18a1.4 1.4 0 0 0 1.2 2.1h11.2a1.4 1.4 0 0 0 1.2-2.1L13.5 9.5V4M7.8 14.5h8.4"),
        new("scales", Word.Of("Scales"), "M12 4v16M8 20h8M5 7h14M5 7l-2.5 6.5h5zM19 7l-2.5 6.5h5z"),
        new("people", Word.Of("Group of people"), "M6 9a3 3 0 1 0 6 0a3 3 0 1 0-6 0M3.5 19c.4-3.6 2.4-5.5 5.5-5.5s5.1 1.9 5.5 5.5M15 6.3a3 3 0 0 1 0 5.4M17 13.9c2 .6 3.2 2.3 3.5 5.1"),
        new("heart", Word.Of("Heart"), "M12 19.5C6 15.5 3.5 12.3 3.5 9A4.3 4.3 0 0 1 12 7.6 4.3 4.3 0 0 1 20.5 9c0 3.3-2.5 6.5-8.5 10.5z"),
        new("cross", Word.Of("Health"), "M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z"),
        new("leaf", Word.Of("Leaf"), "M5 19.5C4 10 9.5 4.5 20 4.5 20 15 14.5 20 7 17.5M5 19.5c2.5-5 5.5-7.5 9.5-9"),
        new("bulb", Word.Of("Light bulb"), "M9 17.5h6M10 20.5h4M9 17.5c0-2.3-3-3.7-3-7.5a6 6 0 0 1 12 0c0 3.8-3 5.2-3 7.5"),
        new("compass", Word.Of("Compass"), "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M15.5 8.5l-2 5-5 2 2-5z"),
        new("sliders", Word.Of("Sliders"), "M4 7h9M17 7h3M13 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M4 12h3M11 12h9M7 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M4 17h9M17 17h3M13 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0"),
        new("music", Word.Of("Music"), "M9 17.5V6l10-2v11.5M4.4 17.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0M14.4 15.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0"),
        new("shield", Word.Of("Shield with a tick"), "M12 3.5c2.5 1.7 5 2.5 7.5 2.5 0 7-2.5 11.7-7.5 14.5-5-2.8-7.5-7.5-7.5-14.5 2.5 0 5-.8 7.5-2.5zM8.5 12l2.5 2.5 4.5-4.8"),
        new("star", Word.Of("Star"), "M12 3.8l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z"),
    ];

    /// <summary>Null for none, and for a name that does not exist.</summary>
    public static BadgeIcon? Find(string name) => All.FirstOrDefault(icon => icon.Name == name);
}
