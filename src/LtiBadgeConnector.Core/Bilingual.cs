namespace LtiBadgeConnector.Core;

/// <summary>One text in both languages.</summary>
public sealed record Bilingual(string En, string Ja)
{
    /// <summary>The text in one language.</summary>
    public string In(string language) => language == "ja" ? Ja : En;
}
