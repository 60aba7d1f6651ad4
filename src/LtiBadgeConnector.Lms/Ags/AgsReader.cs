using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using AgsResult = LtiBadgeConnector.Lti.Ags.Result;

namespace LtiBadgeConnector.Lms.Ags;

/// <summary>
/// Reads the tool's own gradebook columns by AGS, which is all that AGS shows: what a teacher types into them, or what the
/// tool's activities earned. Works at every LMS without an administrator's help.
/// </summary>
public sealed class AgsReader(
    AgsClient ags, Registration registration, AgsEndpoint endpoint, string courseId, PlatformProfile profile, TimeProvider time) : ICourseReader
{
    private const int LongestId = 200;

    public string Name => ConnectionKinds.LtiGrades;

    public ReaderAbilities Can => ReaderAbilities.Grades;

    public async Task<IReadOnlyList<CourseItem>> Items(CancellationToken ct)
    {
        List<CourseItem> items = [];
        await foreach (var column in Columns(ct))
        {
            items.Add(new(
                KeyOf(column), column.Label, CourseItemKind.Grade, column.ScoreMaximum > 0 ? column.ScoreMaximum : null,
                PassMark: null, Activity: null, HasCompletion: false, IsGone: false));
        }
        return items;
    }

    /// <remarks>AGS has no cursor, so everything. A platform leaves out who has no grade: a cleared one shows only in <see cref="ReadLearner"/>.</remarks>
    public async IAsyncEnumerable<LmsEvent> Read(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken ct)
    {
        var refused = 0;
        await foreach (var column in Columns(ct))
        {
            var readAt = time.Now();
            await foreach (var result in ags.Results(registration, endpoint, column.Id!, userId: null, ct).OrLmsException(ct))
            {
                if (IsExact(result)) yield return Event(column, result.UserId, result, readAt);
                else refused++;
            }
        }
        // At the end, so that one odd number keeps nobody else from a badge.
        if (refused > 0) throw TooLong(refused);
    }

    public async Task<IReadOnlyList<LmsEvent>> ReadLearner(IReadOnlyList<LearnerKey> learner, CancellationToken ct)
    {
        if (profile.SubOf(learner) is not { } sub) return [];

        List<LmsEvent> found = [];
        await foreach (var column in Columns(ct))
        {
            var readAt = time.Now();
            AgsResult? own = null;
            await foreach (var result in ags.Results(registration, endpoint, column.Id!, sub, ct).OrLmsException(ct))
            {
                // A platform that ignores the filter sends everybody's.
                if (result.UserId == sub) own = result;
            }
            if (own is not null && !IsExact(own)) throw TooLong(1);
            found.Add(Event(column, sub, own, readAt));
        }
        return found;
    }

    private static bool IsExact(AgsResult result) => ExactNumber.Fits(result.ResultScore ?? 0) && ExactNumber.Fits(result.ResultMaximum);

    private static LmsException TooLong(int count) =>
        new(AgsProblems.NumberTooLong, $"{count} results have more digits than can be kept without rounding.", isTransient: false);

    private IAsyncEnumerable<LineItem> Columns(CancellationToken ct) =>
        ags.LineItems(registration, endpoint, new LineItemFilter(), ct).OrLmsException(ct);

    private LmsEvent Event(LineItem column, string sub, AgsResult? result, DateTimeOffset readAt) => new(
        LmsEventKind.Grade, "lti-ags.result", courseId, profile.KeysOfSub(sub), KeyOf(column), column.Label,
        result is null ? new(null, 0, column.ScoreMaximum) : new(result.ResultScore, 0, result.ResultMaximum), Completion: null,
        IsFinal: true, IsReleased: column.GradesReleased ?? true, OccurredAt(result, readAt), IsComplete: true);

    // The standard has no time of a result; Moodle's may lie in the future when a tool once sent such a score.
    private static DateTimeOffset OccurredAt(AgsResult? result, DateTimeOffset readAt) =>
        result?.Timestamp is { } told && told < readAt ? told.ToMilliseconds() : readAt;

    private static ItemKey KeyOf(LineItem column) => ItemKey.Of(
        ItemSchemes.LineItem, column.Id!.Length <= LongestId ? column.Id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(column.Id))));
}
