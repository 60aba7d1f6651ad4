using LtiBadgeConnector.Core.Connections;

namespace LtiBadgeConnector.Core.Lms;

/// <summary>Knows one wire format of LMS events: proves that a delivery is genuine, and reads it. Registered in <c>LmsConnectors.All</c>.</summary>
public interface ILmsConnector
{
    /// <summary>The <see cref="Connection.Kind"/> it serves.</summary>
    string Kind { get; }

    /// <summary>Authenticates the raw bytes, and only then looks inside. Never throws on hostile input.</summary>
    ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct);

    /// <summary>Reads a proven body as its connection is set; pure. Types we do not use give an event of kind <see cref="LmsEventKind.Unused"/>.</summary>
    IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection);
}

/// <summary>One inbound call as it arrived: raw bytes, headers by lower-case name.</summary>
public sealed record Delivery(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers, string? ContentType)
{
    /// <summary>The id under which the sender puts it (PUT), empty where it names none; null for what is posted.</summary>
    public string? PutAs { get; init; }

    /// <summary>Null when the header is absent or empty.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}

/// <summary>SHA-256 of what a delivery says.</summary>
public readonly record struct ContentHash(string Hex)
{
    public static ContentHash Of(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash));

    public byte[] ToBytes() => Convert.FromHexString(Hex);
}

/// <summary>What <see cref="ILmsConnector.Prove"/> found.</summary>
public abstract record Proof
{
    private Proof() { }

    /// <param name="DedupeKey">The sender's own id of this delivery; the same again means no work.</param>
    /// <param name="Content">What a repetition must have in common with the first: a hash that leaves out what moves with each sending.</param>
    public sealed record Genuine(string DedupeKey, ContentHash Content) : Proof;

    /// <summary>One call with several messages, each stored by itself; or one whose stored form is not the bytes that came.</summary>
    public sealed record Several(IReadOnlyList<ProvenMessage> Messages) : Proof
    {
        /// <summary>What this sender wants to hear; null is a plain 202.</summary>
        public DoorAnswer? Answer { get; init; }
    }

    /// <param name="Problem">A code of the problem catalogue.</param>
    public sealed record Refused(string Problem, string? Detail = null) : Proof;
}

/// <summary>One proven message as it is stored.</summary>
public sealed record ProvenMessage(string DedupeKey, ContentHash Content, ReadOnlyMemory<byte> Body);

/// <summary>An answer that a wire format prescribes.</summary>
/// <param name="Json">Null for an empty body.</param>
public sealed record DoorAnswer(int Status, string? Json, IReadOnlyDictionary<string, string> Headers);
