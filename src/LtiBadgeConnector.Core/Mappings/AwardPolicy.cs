using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Core.Mappings;

/// <summary>What its staff chose for a mapping beside the rule: what learners may submit, and what becomes of its awards later, when a grade falls, when what they are given for changes, and when their time is over.</summary>
public sealed record AwardPolicy
{
    /// <summary>The longest validity that can be chosen, in months.</summary>
    public const int MostMonths = 240;

    public const int DefaultReminder = 30;
    public const int LongestReminder = 180;

    // A result counts for a renewal when it is newer than this long before the end.
    private static readonly TimeSpan RenewalOpens = TimeSpan.FromDays(90);

    public static AwardPolicy Default { get; } = new();

    public WhenGradeFalls WhenGradeFalls { get; init; }

    /// <summary>Whether learners may submit badges and earlier learning in place of requirements; for a pathway they always may.</summary>
    public bool TakesClaims { get; init; }

    public WhenChanged WhenChanged { get; init; }

    /// <summary>Whether a person may suspend a credential for a time. Decided when it is issued, because its status says which it can be.</summary>
    public bool MaySuspend { get; init; }

    /// <summary>Null when awards are valid for ever.</summary>
    public int? ValidMonths { get; init; }

    /// <summary>Whether new results renew an award by themselves. An instructor can renew one in any case.</summary>
    public bool RenewsByResults { get; init; }

    /// <summary>How many days before the end the learner is reminded once; zero for never, null for <see cref="DefaultReminder"/>.</summary>
    public int? RemindDays { get; init; }

    [JsonIgnore]
    public int DaysOfReminder => RemindDays ?? DefaultReminder;

    /// <summary>What a set bit in the status of a credential means: one of the two, because the schema allows one entry.</summary>
    [JsonIgnore]
    public StatusPurpose StatusPurpose => MaySuspend || WhenGradeFalls == WhenGradeFalls.Suspend ? StatusPurpose.Suspension : StatusPurpose.Revocation;

    /// <summary>The last second of an award made now, in whole seconds; null when it never ends.</summary>
    public DateTimeOffset? ValidUntil(DateTimeOffset awardedAt) => ValidMonths is { } months ? IssuingTime.WholeSeconds(awardedAt.AddMonths(months)) : null;

    /// <summary>From when on results count for the renewal of an award.</summary>
    public static DateTimeOffset RenewableFrom(DateTimeOffset awardedAt, DateTimeOffset validUntil) =>
        validUntil - RenewalOpens is var opens && opens > awardedAt ? opens : awardedAt;
}

/// <summary>Stored by name.</summary>
public enum WhenGradeFalls
{
    /// <summary>It stays valid, and a person is asked to decide.</summary>
    Keep,

    /// <summary>Suspended at once, in force again when the rule is met again.</summary>
    Suspend,

    Withdraw,

    /// <summary>Withdrawn; awarded anew, as the next cycle, when the rule is met again.</summary>
    WithdrawAndAwardAgain,
}

/// <summary>For whom changed requirements, or a changed description, are when they are put in force. Stored by name.</summary>
public enum WhenChanged
{
    /// <summary>For everybody who has not earned it yet.</summary>
    ForEverybody,

    /// <summary>For those who come later; who was in the course before finishes by the rule and the version that were in force.</summary>
    ForNewcomers,
}

/// <summary>The stored form of policies.</summary>
public static class AwardPolicyJson
{
    public static string Write(AwardPolicy policy) => JsonSerializer.Serialize(policy, AwardPolicyJsonContext.Default.AwardPolicy);

    /// <param name="json">Null for the default.</param>
    /// <exception cref="JsonException">The text is no policy of this version.</exception>
    public static AwardPolicy Read(string? json) => json is null
        ? AwardPolicy.Default
        : JsonSerializer.Deserialize(json, AwardPolicyJsonContext.Default.AwardPolicy) ?? throw new JsonException("A policy cannot be null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AwardPolicy))]
internal sealed partial class AwardPolicyJsonContext : JsonSerializerContext;
