using System.Text.Json;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Messages;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>Our registration request (Dynamic Registration 1.0, section 3.4), fitted to what the platform supports.</summary>
internal sealed class ToolConfiguration(ToolDescription tool, PlatformConfiguration platform, LtiOptions options)
{
    internal const string ToolMember = "https://purl.imsglobal.org/spec/lti-tool-configuration";
    private const string Canvas = "https://canvas.instructure.com/lti/";

    private static readonly string[] deepLinkingPlacements = ["ContentArea", "link_selection", "assignment_selection"];
    private static readonly string[] launchPlacements = ["course_navigation"];

    /// <summary>Canvas refuses scopes it does not know.</summary>
    public IReadOnlyList<string> Scopes =>
        platform.ScopesSupported.Count == 0 ? tool.Scopes : [.. tool.Scopes.Intersect(platform.ScopesSupported, StringComparer.Ordinal)];

    public string ToJson() => JsonText.Object(writer =>
    {
        writer.WriteString("application_type", "web");
        writer.Texts("response_types", ["id_token"]);
        writer.Texts("grant_types", ["implicit", "client_credentials"]);
        writer.WriteString("client_name", tool.Name);
        foreach (var (language, name) in tool.NameIn) writer.WriteString("client_name#" + language, name);
        writer.WriteString("initiate_login_uri", options.LoginUrl);
        writer.Texts("redirect_uris", [options.LaunchUrl]);
        writer.WriteString("jwks_uri", options.JwksUrl);
        writer.Optional("logo_uri", tool.LogoUri);
        writer.WriteString("client_uri", options.PublicUrl + "/");
        writer.Optional("policy_uri", tool.PolicyUri);
        writer.Optional("tos_uri", tool.TermsUri);
        if (tool.Contacts.Count > 0) writer.Texts("contacts", tool.Contacts);
        writer.WriteString("token_endpoint_auth_method", "private_key_jwt");
        writer.WriteString("scope", string.Join(' ', Scopes));
        WriteToolMember(writer);
    });

    private void WriteToolMember(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(ToolMember);
        // The port is part of it: Moodle compares with the target link.
        writer.WriteString("domain", new Uri(options.PublicUrl).Authority);
        writer.WriteString("description", tool.Description);
        writer.WriteString("target_link_uri", options.LaunchUrl);
        writer.WriteStartObject("custom_parameters");
        foreach (var (name, value) in tool.CustomParameters) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.Texts("claims", tool.Claims);
        writer.WriteStartArray("messages");
        if (platform.Supports(LtiMessageTypes.ResourceLinkRequest)) WriteMessage(writer, LtiMessageTypes.ResourceLinkRequest, PlacementsFor(LtiMessageTypes.ResourceLinkRequest, launchPlacements));
        if (platform.Supports(LtiMessageTypes.DeepLinkingRequest)) WriteMessage(writer, LtiMessageTypes.DeepLinkingRequest, DeepLinkingPlacements());
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter writer, string type, IReadOnlyList<string> placements)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("target_link_uri", options.LaunchUrl);
        if (type == LtiMessageTypes.DeepLinkingRequest)
        {
            writer.WriteString("label", tool.PlacementLabel);
            foreach (var (language, label) in tool.PlacementLabelIn) writer.WriteString("label#" + language, label);
            writer.Texts("supported_types", ["ltiResourceLink"]);
        }

        if (placements.Count > 0) writer.Texts("placements", placements);
        writer.WriteEndObject();
    }

    // A Deep Linking message without placements would appear nowhere at most platforms.
    private IReadOnlyList<string> DeepLinkingPlacements() =>
        PlacementsFor(LtiMessageTypes.DeepLinkingRequest, deepLinkingPlacements) is { Count: > 0 } announced ? announced : ["ContentArea"];

    // Canvas writes its own placements bare or with its prefix; the platform's own spelling goes back.
    private IReadOnlyList<string> PlacementsFor(string type, string[] wanted) =>
    [
        .. platform.Messages.Where(message => message.Type == type)
            .SelectMany(message => message.Placements)
            .Where(placement => wanted.Contains(placement.StartsWith(Canvas, StringComparison.Ordinal) ? placement[Canvas.Length..] : placement, StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];
}
