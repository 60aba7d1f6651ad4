using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Xapi;

/// <summary>
/// The statements resource of xAPI, as far as a sender needs it: one statement or a list, refused as a whole when one is wrong,
/// answered with their ids; or one that is put under its id. A statement without an id gets one from what it says, so that a repetition is known.
/// </summary>
public sealed class XapiConnector : ILmsConnector
{
    public const string VersionHeader = "x-experience-api-version";
    public const string VersionUnsupported = "xapi-version-unsupported";
    public const string IdTwice = "xapi-id-twice";
    public const string PutIdWrong = "xapi-put-id-wrong";

    private static readonly Dictionary<string, string> version = new() { ["X-Experience-API-Version"] = "1.0.3" };

    // What a store sets, and what a sender may leave out the second time.
    private static readonly string[] notCompared = ["id", "stored", "authority", "version"];

    public string Kind => ConnectionKinds.Xapi;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        StrictBody.Parse(body).Root is { } json && XapiStatement.Read(json, 0, []) is { } statement ? Meaning(statement, connection, []) : [];

    private static Proof Prove(Delivery delivery, Connection connection)
    {
        if (SourceCredential.Check(delivery, connection) is { } problem) return new Proof.Refused(problem);
        if (!IsSupported(delivery.Header(VersionHeader))) return new Proof.Refused(VersionUnsupported);
        if (!MediaTypes.IsJson(delivery.ContentType)) return new Proof.Refused(WebhookProblems.MediaType);

        var (root, fault) = StrictBody.ParseAny(delivery.Body);
        if (root is not { } parsed) return new Proof.Refused(WebhookProblems.Malformed, fault);

        if (delivery.PutAs is { } id) return Put(parsed, id, connection);

        JsonElement[] given = parsed.ValueKind == JsonValueKind.Array ? [.. parsed.EnumerateArray()] : [parsed];
        if (given.Length is 0 or > CaliperEnvelope.MostEvents) return new Proof.Refused(XapiStatement.Malformed, $"1 to {CaliperEnvelope.MostEvents} statements at once");

        List<EventFault> faults = [];
        XapiStatement[] statements = [.. given.Select((json, at) => XapiStatement.Read(json, at, faults)).OfType<XapiStatement>()];
        foreach (var statement in statements) Meaning(statement, connection, faults);
        if (faults is [var first, ..]) return new Proof.Refused(first.Problem, first.Text);

        ProvenMessage[] messages = [.. statements.Select(Message)];
        if (messages.DistinctBy(message => message.DedupeKey).Count() < messages.Length) return new Proof.Refused(IdTwice);
        return new Proof.Several(messages) { Answer = Answer(messages) };
    }

    // The id stands in the address, and in the statement too or not at all.
    private static Proof Put(JsonElement json, string id, Connection connection)
    {
        List<EventFault> faults = [];
        if (XapiStatement.Read(json, 0, faults) is { } statement)
        {
            if (!Guid.TryParseExact(id, "D", out var named) || (statement.Id is { } own && own != named.ToString())) return new Proof.Refused(PutIdWrong);
            Meaning(statement, connection, faults);
            if (faults.Count == 0) return new Proof.Several([Message(statement with { Id = named.ToString() })]) { Answer = new(204, null, version) };
        }
        return new Proof.Refused(faults[0].Problem, faults[0].Text);
    }

    private static IReadOnlyList<LmsEvent> Meaning(XapiStatement statement, Connection connection, List<EventFault> faults) =>
        new XapiMeaning(
            statement, new SourceNames(connection), connection.Settings.ContainsKey(ConnectionSettings.TakeAsFacts),
            connection.Settings.ContainsKey(ConnectionSettings.ScaledFromMinusOne), faults).Read();

    private static bool IsSupported(string? version) => version is "1.0" or "2.0" || version?.StartsWith("1.0.", StringComparison.Ordinal) is true || version?.StartsWith("2.0.", StringComparison.Ordinal) is true;

    private static ProvenMessage Message(XapiStatement statement)
    {
        var content = SameContent.Hash(statement.Json, notCompared);
        return new(statement.Id ?? IdFrom(content), content, Encoding.UTF8.GetBytes(statement.Json.GetRawText()));
    }

    // A UUID of version 8: its bits are the content's hash.
    private static string IdFrom(ContentHash content)
    {
        var bytes = content.ToBytes().AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static DoorAnswer Answer(IReadOnlyList<ProvenMessage> messages) => new(200, $"[{string.Join(',', messages.Select(message => $"\"{message.DedupeKey}\""))}]", version);
}
