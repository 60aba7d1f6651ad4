using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Migrations;

namespace LtiBadgeConnector.Storage.Exports;

/// <summary>
/// Everything the database holds of one institution, or of one person in it: each table as lines of JSON, with the columns' names,
/// streamed. No secret is in it: neither keys nor tokens, webhook addresses or raw deliveries.
/// </summary>
public sealed class DataExport(Database database)
{
    // They open something, or belong to a session that is over soon.
    private static readonly HashSet<string> leftOut = ["launch_sessions", "api_tokens", "invitations"];

    private static readonly HashSet<string> secrets = ["connections.webhook_key", "awards.share_key"];

    // The other binary columns are encrypted secrets and hashes.
    private static readonly HashSet<string> binary = ["images.content", "credentials.document", "status_list_documents.document", "evidence_files.content"];

    /// <param name="learner">Only what is about this person; null for the whole institution.</param>
    /// <param name="open">A stream for a table's lines; it is closed before the next one is opened.</param>
    /// <returns>How many rows each table had; tables that say nothing of single people are not in an export of one.</returns>
    public async Task<IReadOnlyList<(string Table, long Rows)>> Write(TenantId tenant, LearnerId? learner, Func<string, Stream> open, CancellationToken ct)
    {
        List<(string, long)> written = [];
        await using var session = await database.Read(ct);
        foreach (var table in SchemaTable.OfTenants.Where(table => !leftOut.Contains(table.Name)))
        {
            if ((learner is null ? table.OfTenant : table.OfLearner) is not { } sql) continue;
            await using var stream = open(table.Name);
            written.Add((table.Name, await Write(session, table, sql, new { Tenant = tenant, Learner = learner ?? default }, stream, ct)));
        }
        return written;
    }

    private static async Task<long> Write(Session session, SchemaTable table, Sql sql, object parameters, Stream stream, CancellationToken ct)
    {
        var shown = Enumerable.Range(0, table.Columns.Count).Where(at => IsShown(table, table.Columns[at])).ToArray();
        return await session.Each(
            sql, parameters,
            row =>
            {
                using (var json = new Utf8JsonWriter(stream)) WriteRow(json, row, table, shown);
                stream.WriteByte((byte)'\n');
            },
            ct);
    }

    private static bool IsShown(SchemaTable table, SchemaColumn column)
    {
        var name = $"{table.Name}.{column.Name}";
        return column.Type == "bytes" ? binary.Contains(name) : !secrets.Contains(name);
    }

    private static void WriteRow(Utf8JsonWriter json, DbDataReader row, SchemaTable table, int[] shown)
    {
        json.WriteStartObject();
        foreach (var at in shown)
        {
            json.WritePropertyName(table.Columns[at].Name);
            if (row.IsDBNull(at)) json.WriteNullValue();
            else WriteValue(json, row.GetValue(at), table.Columns[at].Type);
        }
        json.WriteEndObject();
    }

    // By the column's own type: SQLite knows neither instants nor truth values.
    private static void WriteValue(Utf8JsonWriter json, object value, string type)
    {
        switch (type)
        {
            case "instant":
                json.WriteStringValue(InstantOf(value));
                break;
            case "bool":
                json.WriteBooleanValue(Convert.ToBoolean(value, CultureInfo.InvariantCulture));
                break;
            case "int" or "bigint":
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case "score":
                json.WriteNumberValue(value as decimal? ?? decimal.Parse((string)value, CultureInfo.InvariantCulture));
                break;
            case "json":
                json.WriteRawValue((string)value);
                break;
            case "bytes":
                json.WriteBase64StringValue((byte[])value);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static DateTimeOffset InstantOf(object value) => value switch
    {
        long milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        DateTime at => new DateTimeOffset(at, TimeSpan.Zero),
        DateTimeOffset at => at,
        _ => throw new NotSupportedException($"{value.GetType()} is no instant."),
    };
}
