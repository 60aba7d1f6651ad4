using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Contexts;

/// <summary>Documents handed in, before those of another source: for offline checks and for tests.</summary>
/// <param name="documents">By URL; a document given under a library URL stands before the library's copy.</param>
public sealed class GivenContexts(IReadOnlyDictionary<string, Node> documents, IContextDocuments others) : IContextDocuments
{
    public Node? Find(string url) => documents.GetValueOrDefault(url) ?? others.Find(url);
}
