namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>How a definition stands to every framework.</summary>
public sealed class Conformance
{
    private Conformance(IReadOnlyList<FrameworkReport> reports) => Reports = reports;

    /// <summary>One for each framework, those that are claimed first.</summary>
    public IReadOnlyList<FrameworkReport> Reports { get; }

    public IEnumerable<FrameworkReport> Claimed => Reports.Where(report => report.IsClaimed);

    /// <summary>What the claimed frameworks say, each thing once, in the strictest form.</summary>
    public IReadOnlyList<Finding> Findings =>
    [
        .. Claimed.SelectMany(report => report.Findings)
            .GroupBy(finding => (finding.Descriptor.Id, finding.Code))
            .Select(group => group.MaxBy(finding => finding.Severity)!),
    ];

    /// <summary>What keeps the definition from being published.</summary>
    public IReadOnlyList<Finding> Errors => [.. Findings.Where(finding => finding.Severity == Severity.Error)];

    public static Conformance Of(StatedDefinition stated, FrameworkCatalogue catalogue)
    {
        var claimed = catalogue.ClaimedBy(stated.Definition).ToHashSet();
        return new([.. catalogue.Frameworks.Select(framework => Report(framework, claimed.Contains(framework), stated, catalogue)).OrderByDescending(report => report.IsClaimed)]);
    }

    private static FrameworkReport Report(Framework framework, bool isClaimed, StatedDefinition stated, FrameworkCatalogue catalogue)
    {
        var missing = catalogue.Descriptors
            .Where(descriptor => descriptor.In(framework.Id) > Requirement.Blank && !DefinitionAnswers.IsGiven(descriptor.Id, stated))
            .Select(descriptor => new Finding(SeverityOf(descriptor.In(framework.Id)), framework, descriptor, Rule: null))
            .ToList();
        var unsaid = missing.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Descriptor.Id).ToHashSet();
        var broken = catalogue.Rules
            .Where(rule => (rule.Framework is null || rule.Framework == framework.Id) && !unsaid.Contains(rule.Descriptor) && !rule.IsKept(stated))
            .Select(rule => new Finding(rule.IsError ? Severity.Error : Severity.Warning, framework, catalogue.Descriptor(rule.Descriptor), rule));
        return new(framework, isClaimed, [.. catalogue.Descriptors.Where(descriptor => descriptor.In(framework.Id) >= Requirement.Present)], [.. missing, .. broken]);
    }

    private static Severity SeverityOf(Requirement requirement) => requirement switch
    {
        Requirement.Required => Severity.Error,
        Requirement.Present => Severity.Warning,
        _ => Severity.Hint,
    };
}
