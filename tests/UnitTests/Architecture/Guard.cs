namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>Lets a guard show everything it found, not only the first of it.</summary>
internal static class Guard
{
    public static void FindsNothing(IEnumerable<string> problems)
    {
        var found = problems.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>For a guard's twin: the planted bad case is found, once, and the message names it.</summary>
    public static void Finds(string named, IEnumerable<string> problems)
        => Assert.Contains(named, Assert.Single(problems), StringComparison.Ordinal);
}
