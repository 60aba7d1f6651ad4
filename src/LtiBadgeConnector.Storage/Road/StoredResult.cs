using System.Globalization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>A row of <c>results</c>; pages and rules read the same.</summary>
/// <param name="ItemKey">Empty for the course itself; of a try the item's key, <c>#</c> and its number.</param>
/// <param name="Minimum">Null when there was no score at all.</param>
internal sealed record StoredResult(
    TenantId Tenant, CourseId Course, LearnerId Learner, ResultKind Kind, string ItemKey,
    decimal? Given, decimal? Minimum, decimal? Maximum, CompletionState? Completion, bool IsFinal, bool IsReleased,
    DateTimeOffset OccurredAt, ResultSource Source, DateTimeOffset ArrivedAt, int Version,
    string? Letter, decimal? PassMark, bool? IsExcused, bool? Holds, decimal? Hours, DateTimeOffset? DoneAt, string? WorkUrl)
{
    public const string Columns = """
        tenant_id AS tenant, course_id AS course, learner_id AS learner, kind, item_key, given, minimum, maximum, completion, is_final, is_released,
        occurred_at, source, arrived_at, version, letter, pass_mark, is_excused, holds, hours, done_at, work_url
        """;

    public Result Result
    {
        get
        {
            var (item, attempt) = Kind == ResultKind.Attempt ? SplitAttempt(ItemKey) : (ItemKey, null);
            return new(
                Kind,
                item is "" ? null : new ItemKey(item),
                Minimum is { } from ? new Score(Given, from, Maximum) : null,
                Completion, IsFinal, IsReleased, OccurredAt, Source)
            {
                Details = new()
                {
                    Letter = Letter, PassMark = PassMark, IsExcused = IsExcused ?? false, Holds = Holds, Hours = Hours, DoneAt = DoneAt, WorkUrl = WorkUrl, Attempt = attempt,
                },
            };
        }
    }

    public static string KeyOf(Result result) => result.Details.Attempt is { } attempt
        ? string.Create(CultureInfo.InvariantCulture, $"{result.Item}#{attempt}")
        : result.Item?.Value ?? "";

    private static (string Item, int? Attempt) SplitAttempt(string key) =>
        key.LastIndexOf('#') is var at and > 0 && int.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? (key[..at], attempt)
            : (key, null);
}
