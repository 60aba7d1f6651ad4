namespace LtiBadgeConnector.Storage.Retention;

/// <summary>Removes in small transactions, so that a long list never keeps the road waiting.</summary>
internal static class Pieces
{
    public const int Most = 1000;

    /// <param name="sql">Removes at most <c>@Most</c> rows that ended before <c>@Before</c>.</param>
    /// <returns>How many rows were removed.</returns>
    public static async Task<int> Remove(this Database database, Sql sql, DateTimeOffset before, CancellationToken ct)
    {
        var piece = new { Before = before, Most };
        for (var all = 0; ;)
        {
            var removed = await database.Write(session => session.Execute(sql, piece, ct), ct);
            all += removed;
            if (removed < Most) return all;
        }
    }
}
