using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>What each credential format is called where people choose one. A test looks that none is without a word.</summary>
public static class FormatWords
{
    public static Word Of(string format) => format switch
    {
        OpenBadge3DataIntegrityFormat.FormatName => Word.Of("Open Badges 3.0 (JSON with signature)"),
        OpenBadge3JwtFormat.FormatName => Word.Of("Open Badges 3.0 (signed JWT)"),
        OpenBadge2.HostedFormat => Word.Of("Open Badges 2.0 (hosted)"),
        OpenBadge2.SignedFormat => Word.Of("Open Badges 2.0 (signed)"),
        OfflineCopyFormat.FormatName => Word.Of("Copy for use without a network (JSON)"),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
