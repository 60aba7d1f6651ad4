namespace LtiBadgeConnector.Web.Commands;

/// <summary>What follows a command: <c>--name value</c> or <c>--name=value</c>, flags, and plain words. Settings of the server pass through.</summary>
public sealed class Arguments
{
    private static readonly HashSet<string> flags = ["json", "script", "disable", "without-key"];
    private readonly List<(string Name, string Value)> named = [];
    private readonly List<string> plain = [];

    /// <exception cref="CommandException">A name has no value.</exception>
    public Arguments(string[] args)
    {
        for (var at = 0; at < args.Length; at++)
        {
            if (!args[at].StartsWith("--", StringComparison.Ordinal)) plain.Add(args[at]);
            else if (args[at].IndexOf('=', StringComparison.Ordinal) is var equals and > 0) named.Add((args[at][2..equals], args[at][(equals + 1)..]));
            else if (flags.Contains(args[at][2..])) named.Add((args[at][2..], "true"));
            else if (at + 1 < args.Length) named.Add((args[at][2..], args[++at]));
            else throw new CommandException("argument-without-value", $"{args[at]} needs a value.");
        }
    }

    /// <summary>Settings such as <c>--Connector:DataDirectory=…</c> and <c>--urls=…</c>, which every command takes.</summary>
    public string[] Settings =>
        [.. named.Where(pair => pair.Name == "urls" || pair.Name.Contains(':', StringComparison.Ordinal)).Select(pair => $"--{pair.Name}={pair.Value}")];

    public bool Json => Has("json");

    public bool Has(string flag) => Find(flag) is not null;

    public string? Find(string name) => Every(name) is [.., var last] ? last : null;

    public IReadOnlyList<string> Every(string name) => [.. named.Where(pair => pair.Name == name).Select(pair => pair.Value)];

    /// <exception cref="CommandException">It was not given.</exception>
    public string Need(string name) => Find(name) ?? throw new CommandException("argument-missing", $"--{name} is needed.");

    /// <exception cref="CommandException">It was not given.</exception>
    public string Word(string what) => plain is [var first, ..] ? first : throw new CommandException("argument-missing", $"{what} is needed.");
}
