namespace LtiBadgeConnector.Credentials.Baking;

/// <summary>What was found in a picture.</summary>
public abstract record Unbaked
{
    private Unbaked() { }

    /// <param name="Text">A compact JWS, JSON, or for old 2.0 badges the address of the assertion.</param>
    public sealed record Found(BadgeGeneration Generation, string Text) : Unbaked;

    /// <summary>A picture like any other.</summary>
    public sealed record Nothing : Unbaked;

    /// <summary>The file breaks its own format: a check sum is wrong, or it ends too early.</summary>
    public sealed record Damaged : Unbaked;

    /// <summary>More than one badge of the same generation.</summary>
    public sealed record Ambiguous : Unbaked;
}
