using System.Text.Json;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Lti.Messages;

/// <summary>
/// A validated LTI message. The typed members cover what this tool reads; <see cref="Claims"/> keeps the whole payload,
/// unknown claims and members included.
/// </summary>
public abstract record LtiMessage
{
    private protected LtiMessage()
    {
    }

    /// <summary>The payload as it was signed.</summary>
    public required JsonElement Claims { get; init; }

    public required string MessageType { get; init; }

    public required string Issuer { get; init; }

    /// <summary>The platform's deployment id, opaque.</summary>
    public required string DeploymentId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>User id, unique within the issuer; null for an anonymous launch.</summary>
    public string? Subject { get; init; }

    public required Person Person { get; init; }

    public required RoleSet Roles { get; init; }

    /// <summary>User ids of the learners this person mentors.</summary>
    public IReadOnlyList<string> RoleScopeMentor { get; init; } = [];

    public string? TargetLinkUri { get; init; }

    public LtiContext? Context { get; init; }

    public ResourceLink? ResourceLink { get; init; }

    public ToolPlatform? ToolPlatform { get; init; }

    public LaunchPresentation? LaunchPresentation { get; init; }

    public Lis? Lis { get; init; }

    public required CustomParameters Custom { get; init; }

    public AgsEndpoint? Ags { get; init; }

    public NrpsEndpoint? Nrps { get; init; }

    public GroupsEndpoint? Groups { get; init; }

    public NotificationEndpoint? Notifications { get; init; }

    /// <summary>What was ignored in an otherwise acceptable message.</summary>
    public IReadOnlyList<LtiProblem> Remarks { get; init; } = [];
}

public sealed record ResourceLinkRequest : LtiMessage;

public sealed record DeepLinkingRequest : LtiMessage
{
    public required DeepLinking.DeepLinkingSettings Settings { get; init; }

    /// <summary>The request again, from the <see cref="LtiMessage.Claims"/> that were kept while the person was choosing.</summary>
    /// <exception cref="JsonException">The text is not what was kept.</exception>
    public static DeepLinkingRequest Reopen(string claims, LtiOptions options) =>
        (DeepLinkingRequest)new MessageReader(options).Read(JsonElement.Parse(claims));
}

/// <summary>Someone opens graded work from the gradebook; <see cref="LtiMessage.Subject"/> is the viewer.</summary>
public sealed record SubmissionReviewRequest : LtiMessage
{
    public required ForUser ForUser { get; init; }

    public required string LineItem { get; init; }

    /// <summary>Submission Review 1.0: the viewer teaches in this context, or looks at their own work.</summary>
    public Refusal? RefuseViewer() =>
        Roles.Has(ProductRole.Instructor) || Roles.Has(ProductRole.Assistant)
        || (Subject is not null && string.Equals(Subject, ForUser.UserId, StringComparison.Ordinal))
            ? null
            : LtiProblem.ReviewNotAllowed;

    /// <summary>Refuses a line item that is not among those known for this context.</summary>
    public Refusal? RefuseLineItem(IEnumerable<string> lineItemsOfContext) =>
        lineItemsOfContext.Contains(LineItem, StringComparer.Ordinal) ? null : LtiProblem.ReviewForeignLineItem;
}
