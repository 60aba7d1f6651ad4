using System.Text.Json;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Notices;

/// <summary>A verified platform notice. Platforms do not repeat lost ones: a hint, not a record.</summary>
/// <param name="Id">Unique within the registration.</param>
/// <param name="Context">For a copy: the new course.</param>
/// <param name="OriginContexts">For a copy: ids of the courses it was made from; may be empty.</param>
public sealed record Notice(
    string Id,
    string Type,
    DateTimeOffset? Timestamp,
    Registration Registration,
    Deployment Deployment,
    Guid TenantId,
    LtiContext? Context,
    IReadOnlyList<string> OriginContexts,
    JsonElement Claims);

/// <summary>Notice types by their standard names.</summary>
public static class NoticeTypes
{
    public const string HelloWorld = "LtiHelloWorldNotice";
    public const string ContextCopy = "LtiContextCopyNotice";
}

/// <summary>One token of a delivery.</summary>
public abstract record NoticeOutcome
{
    private NoticeOutcome()
    {
    }

    public sealed record Received(Notice Notice) : NoticeOutcome;

    /// <summary>Genuine, and seen within the last 30 days.</summary>
    public sealed record Duplicate(string Id) : NoticeOutcome;

    /// <summary>Genuine, of a type that means nothing to us.</summary>
    public sealed record Ignored(string Type) : NoticeOutcome;

    public sealed record Refused(Refusal Refusal) : NoticeOutcome;
}

/// <summary>A whole delivery.</summary>
public abstract record NoticeDelivery
{
    private NoticeDelivery()
    {
    }

    /// <summary>Answer 2xx: at least one token was genuine (or there were none).</summary>
    public sealed record Taken(IReadOnlyList<NoticeOutcome> Outcomes) : NoticeDelivery;

    /// <summary>Answer with the problem's status: the body is no delivery, or not one token in it was genuine.</summary>
    public sealed record Refused(Refusal Refusal) : NoticeDelivery;
}
