namespace LtiBadgeConnector.Worker;

/// <summary>What this process does: answers the web, works the road, or both.</summary>
public sealed record NodeRole(bool Serves, bool Works)
{
    public static NodeRole Both { get; } = new(true, true);

    /// <summary>Null when the text is neither <c>web</c>, <c>worker</c> nor <c>both</c>.</summary>
    public static NodeRole? Parse(string text) => text switch
    {
        "both" => Both,
        "web" => new(Serves: true, Works: false),
        "worker" => new(Serves: false, Works: true),
        _ => null,
    };

    public override string ToString() => this switch
    {
        { Serves: true, Works: true } => "both",
        { Serves: true } => "web",
        _ => "worker",
    };
}
