using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Contexts;

/// <summary>Where contexts come from. There is no implementation that fetches, and there must be none.</summary>
public interface IContextDocuments
{
    /// <summary>The parsed document, the same object every time; null when it is not there.</summary>
    Node? Find(string url);
}
