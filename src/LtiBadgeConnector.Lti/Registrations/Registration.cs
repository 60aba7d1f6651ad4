namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>
/// Our client id at one platform, with the platform's addresses. (<see cref="Issuer"/>, <see cref="ClientId"/>) is its identity
/// on the wire; both are compared ordinally and never normalised.
/// </summary>
public sealed record Registration
{
    public required RegistrationId Id { get; init; }

    /// <summary>The tenant that owns the registration. A deployment may belong to another one: hosted LMSs share client ids.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>What administrators call the platform.</summary>
    public required string Name { get; init; }

    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    public required string AuthorizationEndpoint { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string JwksUri { get; init; }

    /// <summary><c>aud</c> of our client assertion; null means the token endpoint's URL.</summary>
    public string? TokenAudience { get; init; }

    /// <summary>The redirect URI that this platform knows, if it is not today's launch URL.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Further values that may stand in <c>aud</c> beside our client id.</summary>
    public IReadOnlyList<string> TrustedAudiences { get; init; } = [];

    public RegistrationState State { get; init; } = RegistrationState.Active;

    public DeploymentPolicy DeploymentPolicy { get; init; } = DeploymentPolicy.Pending;

    /// <summary><c>moodle</c>, <c>canvas</c>, …: chooses defaults and help texts, never rights.</summary>
    public string? ProductFamilyCode { get; init; }

    /// <summary>Origins that may frame our pages, besides the issuer and the authorization endpoint.</summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = [];

    /// <summary>Scopes the platform said it grants; the token answer is the truth.</summary>
    public IReadOnlyList<string> GrantedScopes { get; init; } = [];

    public string AssertionAudience => TokenAudience ?? TokenEndpoint;
}

/// <summary><c>Draft</c> (values being entered) → <c>Pending</c> (registered, not confirmed) → <c>Active</c> → <c>Disabled</c>.</summary>
public enum RegistrationState
{
    Draft,
    Pending,
    Active,
    Disabled,
}

/// <summary>What happens when a known registration brings an unknown deployment.</summary>
public enum DeploymentPolicy
{
    Reject,
    Pending,
    AutoAccept,
}
