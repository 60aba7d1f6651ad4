using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Every format an award can be written in. A new one is a class and a line here.</summary>
public static class CredentialFormats
{
    public static IReadOnlyList<ICredentialFormat> All { get; } =
    [
        new OpenBadge3JwtFormat(),
        new OpenBadge3DataIntegrityFormat(),
    ];
}
