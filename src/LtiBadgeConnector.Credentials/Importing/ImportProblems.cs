namespace LtiBadgeConnector.Credentials.Importing;

/// <summary>Why a file is not taken. Nothing has changed then.</summary>
public static class ImportProblems
{
    public const string TooLarge = "import-too-large";
    public const string NotReadable = "import-not-readable";
    public const string KindUnknown = "import-kind-unknown";
    public const string MemberWrong = "import-member-wrong";
    public const string NothingInIt = "import-nothing-in-it";
}

/// <param name="Problem">A code of <see cref="ImportProblems"/> or of the description's fields.</param>
/// <param name="Where">The place in the file: a line, or the path of a member such as <c>CFItems[3].fullStatement</c>.</param>
public sealed record ImportRefusal(string Problem, string Where);

/// <summary>What a file holds, or why it is not taken.</summary>
public sealed record Import<T>(T? Value, ImportRefusal? Refusal) where T : class;

/// <summary>Inside the readers only: the first thing that is wrong ends the reading.</summary>
internal sealed class WrongFileException(string problem, string where) : Exception($"{problem} at {where}")
{
    public ImportRefusal Refusal => new(problem, where);
}

internal static class Imports
{
    public static Import<T> Try<T>(Func<T> read) where T : class
    {
        try
        {
            return new(read(), null);
        }
        catch (WrongFileException e)
        {
            return new(null, e.Refusal);
        }
    }
}
