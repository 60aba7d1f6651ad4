using System.Collections.Concurrent;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>
/// What a connection's token lets us read, as the site itself says; asked for once in a while, so that the rule page offers
/// only what can be proven. One instance per process.
/// </summary>
public sealed class MoodleAbilities(TimeProvider time)
{
    private const ReaderAbilities Everything =
        ReaderAbilities.Grades | ReaderAbilities.ActivityCompletion | ReaderAbilities.CourseCompletion | ReaderAbilities.Groups | ReaderAbilities.Outcomes;

    private static readonly TimeSpan validFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(ConnectionId, MoodleSite), (ReaderAbilities Abilities, DateTimeOffset Until)> known = new();

    public async Task<ReaderAbilities> Of(ConnectionId connection, MoodleSite site, MoodleWebServices moodle, CancellationToken ct)
    {
        if (known.TryGetValue((connection, site), out var last) && time.GetUtcNow() < last.Until) return last.Abilities;
        try
        {
            var offered = MoodleConnectionTest.FunctionsOf(await moodle.Call(MoodleFunctions.SiteInfo, [], ct));
            var abilities = AbilityIf(offered, MoodleFunctions.GradeItems, ReaderAbilities.Grades)
                | AbilityIf(offered, MoodleFunctions.ActivityCompletion, ReaderAbilities.ActivityCompletion)
                | AbilityIf(offered, MoodleFunctions.CourseCompletion, ReaderAbilities.CourseCompletion)
                | AbilityIf(offered, MoodleFunctions.EnrolledUsers, ReaderAbilities.Groups)
                | (AbilityIf(offered, MoodleFunctions.CourseCompetencies, ReaderAbilities.Outcomes) & AbilityIf(offered, MoodleFunctions.UserCompetency, ReaderAbilities.Outcomes));
            known[(connection, site)] = (abilities, time.GetUtcNow() + validFor);
            return abilities;
        }
        catch (LmsException)
        {
            // Not known now: the reading itself will meet the failure and say what it is.
            return Everything;
        }
    }

    private static ReaderAbilities AbilityIf(IReadOnlySet<string> offered, string function, ReaderAbilities ability) =>
        offered.Contains(function) ? ability : ReaderAbilities.None;
}
