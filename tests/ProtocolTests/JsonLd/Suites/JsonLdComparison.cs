using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.ProtocolTests.JsonLd.Suites;

/// <summary>JSON-LD object comparison as the suite defines it: arrays are sets, except under @list.</summary>
internal static class JsonLdComparison
{
    public static void Same(Node expected, Node actual) => Assert.Equal(Normal(expected), Normal(actual));

    // A set becomes a sorted list of its members' texts, so that equal sets have equal texts.
    private static string Normal(Node node, bool ordered = false) => node switch
    {
        ObjectNode members => $"{{{string.Join(',', members.Members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Normal(member.Value, member.Key == "@list")}"))}}}",
        ArrayNode array => $"[{string.Join(',', ordered ? array.Items.Select(item => Normal(item)) : array.Items.Select(item => Normal(item)).Order(StringComparer.Ordinal))}]",
        _ => System.Text.Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(node)),
    };
}
