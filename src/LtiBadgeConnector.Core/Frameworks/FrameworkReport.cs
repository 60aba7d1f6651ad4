namespace LtiBadgeConnector.Core.Frameworks;

public enum Severity
{
    Hint,
    Warning,
    Error,
}

/// <summary>One thing a framework says about a definition.</summary>
/// <param name="Descriptor">Where it stands.</param>
/// <param name="Rule">Null when the descriptor is simply not answered.</param>
public sealed record Finding(Severity Severity, Framework Framework, Descriptor Descriptor, FrameworkRule? Rule)
{
    public const string Missing = "descriptor-missing";

    /// <summary>Stable: the rule's id, or <see cref="Missing"/>.</summary>
    public string Code => Rule?.Id ?? Missing;
}

/// <summary>How a definition stands to one framework, claimed or not.</summary>
/// <param name="Asked">The descriptors the framework requires or names, in the frameworks' order.</param>
public sealed record FrameworkReport(Framework Framework, bool IsClaimed, IReadOnlyList<Descriptor> Asked, IReadOnlyList<Finding> Findings)
{
    /// <summary>Descriptors that are asked and not answered.</summary>
    public IReadOnlyList<Descriptor> Missing => [.. Findings.Where(finding => finding.Rule is null && finding.Severity > Severity.Hint).Select(finding => finding.Descriptor)];

    /// <summary>Why the framework does not suit this definition at all; null while it may.</summary>
    public FrameworkRule? Unfit => Findings.Select(finding => finding.Rule).FirstOrDefault(rule => rule is { IsError: true, IsAboutFit: true });

    /// <summary>Every descriptor that it asks for is answered, and no rule of weight is broken.</summary>
    public bool IsMet => Missing.Count == 0 && Findings.All(finding => finding.Severity != Severity.Error);
}
