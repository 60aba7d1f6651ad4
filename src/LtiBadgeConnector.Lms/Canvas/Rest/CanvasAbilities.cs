using System.Collections.Concurrent;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>
/// Which scopes a connection turned out to lack, remembered for a while, so that the rule page offers only what can be proven.
/// Canvas tells nobody which scopes a token has: it shows when one is used. One instance per process.
/// </summary>
public sealed class CanvasAbilities(TimeProvider time)
{
    private const ReaderAbilities Everything = ReaderAbilities.Grades | ReaderAbilities.CourseCompletion | ReaderAbilities.Outcomes;

    private static readonly TimeSpan validFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(ConnectionId, string Scope), DateTimeOffset> missing = new();

    public ReaderAbilities Of(ConnectionId connection) =>
        CanvasScopes.All.Where(scope => IsMissing(connection, scope)).Aggregate(Everything, (left, scope) => left & ~CanvasScopes.AbilityOf(scope));

    public bool IsMissing(ConnectionId connection, string scope) => missing.TryGetValue((connection, scope), out var until) && time.GetUtcNow() < until;

    public void NoteMissing(ConnectionId connection, string scope) => missing[(connection, scope)] = time.GetUtcNow() + validFor;
}
