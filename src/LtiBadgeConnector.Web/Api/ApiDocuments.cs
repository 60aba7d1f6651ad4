using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Api;

/// <summary>A micro-credential. The texts are of the published version, or of the draft while there is none.</summary>
/// <param name="Version">Null for one that was never published.</param>
/// <param name="AchievementUrl">The published achievement; null for one that was never published.</param>
public sealed record MicroCredentialDocument(
    Guid Id, string Title, string Language, string Description, IReadOnlyList<string> Outcomes, decimal? EffortHours, int? Version, string? AchievementUrl,
    DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt)
{
    internal static MicroCredentialDocument Of(ListedMicroCredential row)
    {
        var said = row.Published?.Definition ?? row.Draft;
        return new(row.Id.Value, said.Title, said.Language, said.Description, [.. said.Outcomes.Select(outcome => outcome.Text)], said.Effort?.Hours, row.Published?.Number, row.Published?.Url, row.CreatedAt, row.Published?.PublishedAt);
    }
}

/// <summary>An award.</summary>
/// <param name="Id">Its public id, which also stands in its URL.</param>
/// <param name="State"><c>awarded</c>, <c>issued</c>, <c>delivered</c> or <c>parked</c>.</param>
/// <param name="Visibility"><c>private</c>, <c>unlisted</c> or <c>public</c>: what the learner decided.</param>
/// <param name="Problem">Why it goes no further; a code of <c>/problems</c>.</param>
/// <param name="Withdrawal">Null while it is in force.</param>
public sealed record AwardDocument(
    string Id, string Url, Guid MicroCredential, Guid Learner, string State, string Visibility, DateTimeOffset AwardedAt, string? Problem, WithdrawalDocument? Withdrawal)
{
    internal static AwardDocument Of(ListedAward row) => new(
        row.PublicId.Value, row.Url, row.MicroCredential.Value, row.Learner.Value, Wire.Of(row.State), Wire.Of(row.Visibility), row.AwardedAt, row.Problem,
        row.Withdrawal is { } withdrawal ? new(withdrawal.At, withdrawal.Reason) : null);
}

public sealed record WithdrawalDocument(DateTimeOffset At, string Reason);

/// <summary>An award with its signed documents.</summary>
public sealed record AwardWithCredentials(AwardDocument Award, IReadOnlyList<CredentialDocument> Credentials);

public sealed record CredentialDocument(string Url, string Format, string MediaType, DateTimeOffset ValidFrom);

/// <summary>What to say when an award is withdrawn.</summary>
/// <param name="Reason">Shown to the learner and to everybody who checks a credential of the award.</param>
public sealed record WithdrawalRequest(string? Reason);

/// <summary>A learner in a list.</summary>
/// <param name="Name">Null when no LMS gives one.</param>
/// <param name="Accounts">How many LMS accounts lead to this person.</param>
public sealed record LearnerDocument(Guid Id, string? Name, string? Email, int Accounts, int Awards, DateTimeOffset CreatedAt)
{
    internal static LearnerDocument Of(PersonRow row) => new(row.Learner.Value, row.Name.Length == 0 ? null : row.Name, row.Email, row.Accounts, row.Awards, row.CreatedAt);
}

/// <summary>One learner's whole road, station by station, each the newest first.</summary>
public sealed record RoadDocument(
    Guid Learner, IReadOnlyList<ArrivalDocument> Received, IReadOnlyList<ResultDocument> Results, IReadOnlyList<VerdictDocument> Decided, IReadOnlyList<RoadAwardDocument> Awarded,
    IReadOnlyList<DeliveryDocument> Delivered)
{
    internal static RoadDocument Of(LearnerId learner, LearnerRoad road) => new(
        learner.Value,
        [.. road.Arrivals.Select(row => new ArrivalDocument(row.ReceivedAt, row.Connection, row.Type, Wire.Of(row.State), row.Attempts, row.Problem))],
        [
            .. road.Results.Select(row => new ResultDocument(
                row.CourseTitle, Wire.Of(row.Kind), row.ItemKey.Length == 0 ? null : row.ItemKey, row.ItemName, row.Given, row.Maximum,
                row.Completion is { } completion ? Wire.Of(completion) : null, row.IsFinal, row.IsReleased, Wire.Of(row.Source), row.OccurredAt, row.StoredAt)),
        ],
        [.. road.Evaluations.Select(row => new VerdictDocument(row.Title, Wire.Of(row.Verdict), row.Permille, row.RuleVersion, row.NeedsDecision, row.DecidedAt, row.DueAt, row.Problem))],
        [
            .. road.Awards.Select(row => new RoadAwardDocument(
                row.PublicId.Value, row.Url, Wire.Of(row.State), row.AwardedAt, row.Problem,
                [.. road.Credentials.Where(one => one.Award == row.Id).Select(one => new RoadCredentialDocument(one.Url, one.Format, one.KeyId, one.CreatedAt))])),
        ],
        [.. road.Deliveries.Select(row => new DeliveryDocument(row.Channel, Wire.Of(row.State), row.Attempts, row.SentAt, row.Problem))]);
}

public sealed record ArrivalDocument(DateTimeOffset ReceivedAt, string? Connection, string? Type, string State, int Attempts, string? Problem);

/// <param name="Item">Null for the course itself.</param>
/// <param name="OccurredAt">The LMS's own time.</param>
/// <param name="StoredAt">When it reached us.</param>
public sealed record ResultDocument(
    string Course, string Kind, string? Item, string? ItemName, decimal? Given, decimal? Maximum, string? Completion, bool IsFinal, bool IsReleased, string Source,
    DateTimeOffset OccurredAt, DateTimeOffset StoredAt);

/// <param name="Permille">How far along, in thousandths.</param>
public sealed record VerdictDocument(
    string MicroCredential, string Verdict, int Permille, int RuleVersion, bool NeedsDecision, DateTimeOffset? DecidedAt, DateTimeOffset? DueAt, string? Problem);

public sealed record RoadAwardDocument(
    string Id, string Url, string State, DateTimeOffset AwardedAt, string? Problem, IReadOnlyList<RoadCredentialDocument> Credentials);

public sealed record RoadCredentialDocument(string Url, string Format, string KeyId, DateTimeOffset CreatedAt);

public sealed record DeliveryDocument(string Channel, string State, int Attempts, DateTimeOffset? SentAt, string? Problem);

/// <param name="LastReceivedAt">When a genuine event last came in; null when none has.</param>
public sealed record ConnectionDocument(Guid Id, Guid Platform, string PlatformName, string Kind, string Name, bool IsEnabled, DateTimeOffset? LastReceivedAt)
{
    internal static ConnectionDocument Of(ConnectionLine row) => new(row.Id.Value, row.Platform.Value, row.PlatformName, row.Kind, row.Name, row.IsEnabled, row.LastReceivedAt);
}

/// <summary>Names of states as programs read them.</summary>
internal static class Wire
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<MicroCredentialDocument>))]
[JsonSerializable(typeof(Page<AwardDocument>))]
[JsonSerializable(typeof(Page<LearnerDocument>))]
[JsonSerializable(typeof(Page<ConnectionDocument>))]
[JsonSerializable(typeof(AwardWithCredentials))]
[JsonSerializable(typeof(RoadDocument))]
[JsonSerializable(typeof(WithdrawalRequest))]
internal sealed partial class ApiJson : JsonSerializerContext;
