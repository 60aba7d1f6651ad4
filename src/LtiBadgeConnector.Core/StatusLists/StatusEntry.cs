using System.Globalization;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.StatusLists;

/// <summary>The place in a list where one credential's status stands (Bitstring Status List v1.0, 2.1). No other credential ever gets it.</summary>
/// <param name="ListUrl">Absolute, fixed when the list was opened.</param>
/// <param name="Position">0 is the first bit; drawn so that it says nothing about when or to whom it was issued.</param>
public sealed record StatusEntry(StatusListId List, string ListUrl, StatusPurpose Purpose, int Position)
{
    public string Index => Position.ToString(CultureInfo.InvariantCulture);

    public string Id => $"{ListUrl}#{Index}";
}

/// <summary>What a set bit means. Stored by number: append only.</summary>
public enum StatusPurpose
{
    /// <summary>Withdrawn for good.</summary>
    Revocation = 1,

    /// <summary>Withdrawn for a time.</summary>
    Suspension = 2,
}

public static class StatusPurposeNames
{
    /// <summary>The word in <c>statusPurpose</c>.</summary>
    public static string Name(this StatusPurpose purpose) => purpose switch
    {
        StatusPurpose.Revocation => "revocation",
        StatusPurpose.Suspension => "suspension",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };
}
