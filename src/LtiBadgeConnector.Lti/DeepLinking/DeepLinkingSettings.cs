using System.Text.Json;
using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.DeepLinking;

/// <summary>What the place that asked for content accepts (Deep Linking 2.0, request settings).</summary>
/// <param name="AcceptMultiple">Null when the platform does not say: then one item is sent.</param>
/// <param name="AcceptLineItem">Null when the platform does not say: then a line item may be offered.</param>
/// <param name="Data">Opaque; goes back unchanged if it came, and is left out if it did not.</param>
public sealed record DeepLinkingSettings(
    string ReturnUrl,
    IReadOnlyList<string> AcceptTypes,
    IReadOnlyList<string> AcceptPresentationDocumentTargets,
    IReadOnlyList<string> AcceptMediaTypes,
    bool? AcceptMultiple,
    bool? AcceptLineItem,
    bool AutoCreate,
    string? Title,
    string? Text,
    string? Data)
{
    public bool Accepts(string type) => AcceptTypes.Contains(type, StringComparer.Ordinal);

    internal static DeepLinkingSettings Read(JsonElement settings) => new(
        settings.Text("deep_link_return_url")!,
        settings.Texts("accept_types"),
        settings.Texts("accept_presentation_document_targets"),
        // A comma-separated string by the standard, an array at some platforms.
        [.. settings.Texts("accept_media_types").SelectMany(types => types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        settings.Flag("accept_multiple"),
        settings.Flag("accept_lineitem"),
        settings.Flag("auto_create") ?? false,
        settings.Text("title"),
        settings.Text("text"),
        settings.Text("data"));
}
