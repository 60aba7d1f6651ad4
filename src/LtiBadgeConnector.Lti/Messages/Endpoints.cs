namespace LtiBadgeConnector.Lti.Messages;

/// <summary>Assignment and Grade Services of one context. Without scopes nothing may be called.</summary>
/// <param name="LineItem">Only when exactly one line item belongs to the link.</param>
public sealed record AgsEndpoint(IReadOnlyList<string> Scopes, string? LineItems, string? LineItem)
{
    public bool Offers(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);
}

/// <summary>Names and Role Provisioning Services of one context.</summary>
public sealed record NrpsEndpoint(string ContextMembershipsUrl, IReadOnlyList<string> ServiceVersions)
{
    public bool OffersVersion2 => ServiceVersions.Contains("2.0", StringComparer.Ordinal);
}

/// <summary>Course Groups Service of one context.</summary>
public sealed record GroupsEndpoint(string ContextGroupsUrl, string? ContextGroupSetsUrl, IReadOnlyList<string> Scopes);

/// <summary>Platform Notification Service of one deployment.</summary>
public sealed record NotificationEndpoint(string ServiceUrl, IReadOnlyList<string> Scopes, IReadOnlyList<string> NoticeTypes);
