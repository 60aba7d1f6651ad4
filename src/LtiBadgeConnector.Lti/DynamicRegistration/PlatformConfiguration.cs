using System.Text.Json;
using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>The platform's OpenID configuration. Everything in it is a stranger's text: encode it wherever it is shown.</summary>
public sealed record PlatformConfiguration
{
    public required string Issuer { get; init; }

    public required string AuthorizationEndpoint { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string JwksUri { get; init; }

    public required string RegistrationEndpoint { get; init; }

    /// <summary>An absolute URL at some platforms, a bare host at Canvas.</summary>
    public string? AuthorizationServer { get; init; }

    public string? ProductFamilyCode { get; init; }

    public string? Version { get; init; }

    public IReadOnlyList<string> ScopesSupported { get; init; } = [];

    public IReadOnlyList<string> AuthMethods { get; init; } = [];

    public IReadOnlyList<string> AssertionAlgorithms { get; init; } = [];

    public IReadOnlyList<string> IdTokenAlgorithms { get; init; } = [];

    public IReadOnlyList<PlatformMessage> Messages { get; init; } = [];

    public IReadOnlyList<string> NoticeTypes { get; init; } = [];

    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>True if the message is supported, or the platform lists none at all.</summary>
    public bool Supports(string messageType) => Messages.Count == 0 || Messages.Any(message => message.Type == messageType);

    private const string LtiConfiguration = "https://purl.imsglobal.org/spec/lti-platform-configuration";

    /// <summary>Names of the required members that are absent, and the configuration if none is.</summary>
    internal static (PlatformConfiguration? Configuration, IReadOnlyList<string> Missing) Read(JsonElement root)
    {
        string[] required = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"];
        var missing = required.Where(name => root.Text(name) is null or "").ToList();
        if (missing.Count > 0) return (null, missing);

        var lti = root.Object(LtiConfiguration);
        return (new PlatformConfiguration
        {
            Issuer = root.Text("issuer")!,
            AuthorizationEndpoint = root.Text("authorization_endpoint")!,
            TokenEndpoint = root.Text("token_endpoint")!,
            JwksUri = root.Text("jwks_uri")!,
            RegistrationEndpoint = root.Text("registration_endpoint")!,
            AuthorizationServer = root.Text("authorization_server"),
            ScopesSupported = root.Texts("scopes_supported"),
            AuthMethods = root.Texts("token_endpoint_auth_methods_supported"),
            AssertionAlgorithms = root.Texts("token_endpoint_auth_signing_alg_values_supported"),
            IdTokenAlgorithms = root.Texts("id_token_signing_alg_values_supported"),
            ProductFamilyCode = lti?.Text("product_family_code"),
            Version = lti?.Text("version"),
            Messages = lti is { } configuration ? MessagesOf(configuration) : [],
            NoticeTypes = lti?.Texts("notice_types_supported") ?? [],
            Variables = lti?.Texts("variables") ?? [],
        }, []);
    }

    // Old Moodle: messages are strings and one list of placements stands beside them.
    private static IReadOnlyList<PlatformMessage> MessagesOf(JsonElement lti)
    {
        if (lti.Member("messages_supported") is not { ValueKind: JsonValueKind.Array } messages) return [];
        var shared = lti.Texts("placements");
        return
        [
            .. messages.EnumerateArray()
                .Select(message => message.ValueKind == JsonValueKind.Object
                    ? new PlatformMessage(message.Text("type") ?? "", message.Texts("placements"))
                    : new PlatformMessage(message.AsText() ?? "", shared))
                .Where(message => message.Type.Length > 0),
        ];
    }
}

public sealed record PlatformMessage(string Type, IReadOnlyList<string> Placements);
