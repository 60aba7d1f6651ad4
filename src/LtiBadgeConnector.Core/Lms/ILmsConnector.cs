using LtiBadgeConnector.Core.Connections;

namespace LtiBadgeConnector.Core.Lms;

/// <summary>Knows one wire format of LMS events: proves that a delivery is genuine, and reads it. Registered in <c>LmsConnectors.All</c>.</summary>
public interface ILmsConnector
{
    /// <summary>The <see cref="Connection.Kind"/> it serves.</summary>
    string Kind { get; }

    /// <summary>Authenticates the raw bytes, and only then looks inside. Never throws on hostile input.</summary>
    Proof Prove(Delivery delivery, Connection connection, DateTimeOffset now);

    /// <summary>Reads a proven body; pure. Types we do not use give an event of kind <see cref="LmsEventKind.Unused"/>.</summary>
    IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body);
}

/// <summary>One inbound call as it arrived: raw bytes, headers by lower-case name.</summary>
public sealed record Delivery(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers, string? ContentType);

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

    /// <param name="Problem">A code of the problem catalogue.</param>
    public sealed record Refused(string Problem, string? Detail = null) : Proof;
}
