using LtiBadgeConnector.JsonLd.Contexts;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.ProtocolTests.JsonLd.Suites;

/// <summary>Files of the W3C suites beside these tests, and their manifests.</summary>
internal static class W3cSuite
{
    public const string ApiBase = "https://w3c.github.io/json-ld-api/tests/";

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "JsonLd", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static string Text(string name) => File.ReadAllText(Path(name));

    public static ObjectNode Json(string name) => JsonText.ParseObject(Bytes(name));

    public static IReadOnlyList<ObjectNode> Manifest(string name, string member) =>
        [.. ((ArrayNode)Json(name)[member]!).Items.Cast<ObjectNode>()];

    /// <summary>The suite's own files under the addresses it gives them: its contexts are given, not fetched.</summary>
    public static IContextDocuments Documents { get; } = new SuiteDocuments();

    private sealed class SuiteDocuments : IContextDocuments
    {
        public Node? Find(string url)
        {
            if (!url.StartsWith(ApiBase, StringComparison.Ordinal)) return null;
            var path = Path($"W3c/json-ld-api/{url[ApiBase.Length..]}");
            return File.Exists(path) ? JsonText.Parse(File.ReadAllBytes(path)) : null;
        }
    }
}
