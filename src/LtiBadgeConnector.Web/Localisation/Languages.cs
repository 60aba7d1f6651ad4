namespace LtiBadgeConnector.Web.Localisation;

/// <summary>The languages of the pages.</summary>
public static class Languages
{
    /// <summary>What is spoken when nobody has said otherwise.</summary>
    public const string Default = "en";

    /// <summary>All of them, by language tag.</summary>
    public static IReadOnlyList<string> All { get; } = [Default, "ja"];

    /// <summary>The name of a language in itself, as the switch shows it.</summary>
    public static string NameOf(string language) => language == "ja" ? "日本語" : "English";

    /// <summary>The language of ours that serves a tag from elsewhere (<c>ja-JP</c>, <c>en_US</c>), if there is one.</summary>
    public static string? Matching(string? tag)
    {
        var primary = tag?.Split('-', '_')[0].Trim();
        return All.FirstOrDefault(language => language.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }
}
