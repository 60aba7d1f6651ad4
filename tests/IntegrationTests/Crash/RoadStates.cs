using System.Data.Common;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;

namespace LtiBadgeConnector.IntegrationTests.Crash;

/// <summary>How many rows stand at each station of the road.</summary>
internal sealed record Stations(long Received, long Reconciled, long Awarded, long Issued)
{
    public static IReadOnlyList<string> Names { get; } = ["received", "reconciled", "awarded", "issued"];

    public IReadOnlyList<long> Counts => [Received, Reconciled, Awarded, Issued];

    public bool IsEmpty => Counts.All(count => count == 0);
}

/// <summary>Looks into the database of a running or killed connector, past the product's own code.</summary>
internal sealed class RoadStates(DbConnection connection) : IAsyncDisposable
{
    private static readonly string Count = $"""
        SELECT (SELECT COUNT(*) FROM inbox WHERE state IN ({(int)InboxState.Received}, {(int)InboxState.Claimed})),
               (SELECT COUNT(*) FROM evaluations WHERE due_at IS NOT NULL),
               (SELECT COUNT(*) FROM awards WHERE due_at IS NOT NULL AND state = {(int)AwardState.Awarded}),
               (SELECT COUNT(*) FROM awards WHERE due_at IS NOT NULL AND state = {(int)AwardState.Issued})
        """;

    private static readonly string AwardsByUser = $"""
        SELECT k.value, COUNT(DISTINCT a.id), COUNT(c.id)
        FROM awards a
        JOIN learner_keys k ON k.tenant_id = a.tenant_id AND k.learner_id = a.learner_id AND k.scheme = '{LearnerKey.LmsUser("").Scheme}'
        LEFT JOIN credentials c ON c.tenant_id = a.tenant_id AND c.award_id = a.id
        GROUP BY k.value
        """;

    public async Task<Stations> Read() =>
        (await Query(Count, row => new Stations(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))))[0];

    /// <summary>For each user with an award, how many awards and how many credentials there are.</summary>
    public async Task<IReadOnlyDictionary<string, (long Awards, long Credentials)>> Awards() =>
        (await Query(AwardsByUser, row => (User: row.GetString(0), Awards: row.GetInt64(1), Credentials: row.GetInt64(2))))
            .ToDictionary(row => row.User, row => (row.Awards, row.Credentials));

    /// <summary>The signed credentials.</summary>
    public async Task<IReadOnlyList<byte[]>> Documents() => await Query("SELECT document FROM credentials", row => (byte[])row.GetValue(0));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
