namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>
/// Fetches what a badge points at: keys, key sets, DID documents, status lists. The URL comes from the badge, so it is
/// hostile: an implementation that uses the network guards against private addresses, endless answers and plain HTTP.
/// </summary>
public interface IDocumentLoader
{
    /// <summary>An expected failure (not found, refused, too slow) is an answer, not an exception.</summary>
    Task<LoadedDocument> Load(string url, CancellationToken ct);
}

public abstract record LoadedDocument
{
    /// <param name="ContentType">Media type as sent; empty when there was none.</param>
    public sealed record Found(byte[] Bytes, string ContentType) : LoadedDocument;

    /// <summary>The code of what was there and was taken away (HTTP 410).</summary>
    public const string Gone = "document-http-410";

    /// <param name="Code">Why not, such as <c>document-not-found</c>; shown in the check's detail.</param>
    public sealed record Failed(string Code) : LoadedDocument
    {
        // What the network, a map of documents and our own tables say when there is no such document.
        private static readonly string[] AbsentCodes = ["document-not-found", "document-not-in-map", "document-http-404", "document-http-410"];

        /// <summary>True when nothing is at the address, as opposed to an answer that could not be had just now.</summary>
        public bool IsAbsent => AbsentCodes.Contains(Code);
    }
}
