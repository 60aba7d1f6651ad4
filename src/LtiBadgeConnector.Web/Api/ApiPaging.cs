using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Api;

/// <summary>Pages by key: a page says where it ended, and the next one starts there whatever was added meanwhile.</summary>
internal static class ApiPaging
{
    public const int UsualSize = 50;
    public const int LargestSize = 200;

    /// <summary>How many were asked for; null for a number outside 1 to <see cref="LargestSize"/>.</summary>
    public static int? SizeOf(int? limit) => limit switch
    {
        null => UsualSize,
        >= 1 and <= LargestSize => limit,
        _ => null,
    };

    /// <summary>Cuts off the one row too many that was asked for to see whether there are more.</summary>
    public static Page<TItem> Cut<TRow, TItem>(IReadOnlyList<TRow> rows, int size, Func<TRow, TItem> item, Func<TRow, ApiPosition> position) =>
        new([.. rows.Take(size).Select(item)], rows.Count > size ? Write(position(rows[size - 1])) : null);

    public static string Write(ApiPosition position) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{position.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}.{position.Id:N}"));

    /// <summary>Null for what this server did not write.</summary>
    public static ApiPosition? Read(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        return Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is [var at, var id]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && Guid.TryParseExact(id, "N", out var guid)
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), guid)
            : null;
    }
}

/// <summary>Some of a list.</summary>
/// <param name="Next">Give it as <c>after</c> to get the next ones; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
