using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Recognising;

/// <summary>Stored by number: append only.</summary>
public enum ClaimState
{
    Waiting = 1,
    Accepted = 2,
    Refused = 3,
}

/// <summary>What a learner submits in place of a requirement: a badge of another issuer, or earlier learning with evidence.</summary>
/// <param name="Criterion">The requirement of the rule.</param>
/// <param name="Statement">What the learner says to it.</param>
/// <param name="Badge">Null for earlier learning.</param>
/// <param name="DecidedBy">Null while it waits, and for what the rule decided.</param>
public sealed record Claim(
    RecognitionId Id, EvaluationKey About, string Criterion, ClaimState State, string? Statement, string? EvidenceUrl, ForeignBadgeFacts? Badge,
    DateTimeOffset SubmittedAt, DateTimeOffset? DecidedAt, LearnerId? DecidedBy, string? Reason)
{
    /// <summary>The requirement as it was when this was submitted or, later, decided; null for those from before it was kept.</summary>
    public Criterion? Asked { get; init; }

    /// <summary>Of the rule that asked.</summary>
    public int? RuleVersion { get; init; }

    public BadgeStanding Standing { get; init; } = BadgeStanding.InForce;

    /// <summary>When the badge's issuer was asked last whether it still holds; null before the first time.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Whether the rule asks something else now than what this was taken for, which it therefore does not meet.</summary>
    public bool IsOutdatedIn(Criterion rule) =>
        State == ClaimState.Accepted && Asked is { } asked && Pathways.Recognisable(rule).FirstOrDefault(one => one.Id == Criterion) is { } now && !CriterionJson.AsksTheSame(asked, now);
}

/// <summary>How a badge stands with its own issuer. Stored by number: append only.</summary>
public enum BadgeStanding
{
    InForce = 1,
    Suspended = 2,

    /// <summary>For good: nobody asks again.</summary>
    Withdrawn = 3,
}

/// <summary>What a verified badge says; the badge itself is not kept.</summary>
/// <param name="NamesLearner">Whether it names the e-mail by which the LMS knows the learner; null where it names none, or none is known.</param>
/// <param name="Trust">The entry of the list of trusted issuers that names its issuer.</param>
public sealed record ForeignBadgeFacts(
    string? Id, string Name, string Issuer, string? IssuerName, string? Achievement, bool? NamesLearner, string? Trust, DateTimeOffset? ValidUntil, DateTimeOffset VerifiedAt)
{
    public string ToJson() => JsonSerializer.Serialize(this, ForeignBadgeJsonContext.Default.ForeignBadgeFacts);

    /// <exception cref="JsonException">The text holds no facts.</exception>
    public static ForeignBadgeFacts Read(string json) => JsonSerializer.Deserialize(json, ForeignBadgeJsonContext.Default.ForeignBadgeFacts) ?? throw new JsonException("Facts cannot be null.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ForeignBadgeFacts))]
internal sealed partial class ForeignBadgeJsonContext : JsonSerializerContext;
