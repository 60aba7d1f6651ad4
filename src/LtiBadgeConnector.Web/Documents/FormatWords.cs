using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>What each credential format is called where people choose one. A test looks that none is without a word.</summary>
public static class FormatWords
{
    public static Word Of(string format) => format switch
    {
        "ob3-di" => Word.Of("Open Badges 3.0 (JSON with signature)"),
        "ob3-jwt" => Word.Of("Open Badges 3.0 (signed JWT)"),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
