using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Credentials.StatusLists;

/// <summary>Every way a status list is signed. A new one is a class and a line here; the first is served to whoever does not mind.</summary>
public static class StatusListFormats
{
    public static IReadOnlyList<IStatusListFormat> All { get; } =
    [
        new StatusListDataIntegrityFormat(),
        new StatusListJwtFormat(),
    ];
}
