using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.OpenBadges2;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Every format an award can be written in. A new one is a class and a line here.</summary>
public static class CredentialFormats
{
    /// <summary>Those made when somebody wants them; see docs/adr/0007-one-document-at-once-the-others-on-request.md.</summary>
    public static FormatsOnRequest OnRequest { get; } = new(
    [
        new OpenBadge3JwtFormat(),
        new OpenBadge2HostedFormat(),
        new OpenBadge2SignedFormat(),
    ]);

    /// <summary>Those of every award.</summary>
    public static IReadOnlyList<ICredentialFormat> All { get; } =
    [
        new OpenBadge3DataIntegrityFormat(),
    ];
}
