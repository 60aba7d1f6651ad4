using System.Text.Json;

namespace LtiBadgeConnector.Lms.Caliper;

/// <summary>An entity of a Caliper event: an object, or only its IRI. Version 1.0 writes <c>@id</c> and <c>@type</c>.</summary>
internal sealed record CaliperEntity(string Iri, JsonElement? Object)
{
    public static CaliperEntity? Of(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? Of(member) : null;

    public string? Type => Object is { } own ? TypeOf(own) : null;

    public CaliperEntity? Entity(string name) => Object is { } own ? Of(own, name) : null;

    public string? Text(string name) => Object is { } own ? TextOf(own, name) : null;

    public string? Extension(string name) =>
        Object is { } own && own.TryGetProperty("extensions", out var extensions) ? TextOf(extensions, name) : null;

    /// <summary>The last part of the type: 1.0 writes IRIs, later versions plain terms.</summary>
    public static string? TypeOf(JsonElement element) => (TextOf(element, "type") ?? TextOf(element, "@type"))?.Split('/', '#')[^1];

    public static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : null;

    private static CaliperEntity? Of(JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.String when member.GetString() is { Length: > 0 } iri => new(iri, null),
        JsonValueKind.Object when (TextOf(member, "id") ?? TextOf(member, "@id")) is { } iri => new(iri, member),
        _ => null,
    };
}
