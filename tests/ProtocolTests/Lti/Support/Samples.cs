using System.Text.Json;
using System.Text.Json.Nodes;

namespace LtiBadgeConnector.ProtocolTests.Lti.Support;

/// <summary>Data files of these tests; see SOURCES.md beside them.</summary>
internal static class Samples
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Lti", "Samples", name));

    public static JsonNode Node(string name) => JsonNode.Parse(Text(name), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;

    public static JsonArray List(string name) => Node(name).AsArray();
}
