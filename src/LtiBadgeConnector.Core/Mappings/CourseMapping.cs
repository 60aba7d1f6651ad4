using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Mappings;

/// <summary>A micro-credential attached to a course with its rule. It belongs to the course, not to a link; any number of links show it.</summary>
/// <param name="Version">The published version that awards carry; null until the mapping is switched on.</param>
/// <param name="RuleVersion">Counts the rules that were in force; zero until the first is.</param>
/// <param name="Rule">The rule in force, or the draft while nothing is in force yet.</param>
/// <param name="DraftRule">A changed rule that is not in force yet.</param>
public sealed record CourseMapping(
    MappingId Id,
    TenantId Tenant,
    CourseId Course,
    MicroCredentialId MicroCredential,
    DefinitionVersionId? Version,
    MappingState State,
    int RuleVersion,
    Criterion Rule,
    Criterion? DraftRule,
    int Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ActivatedAt)
{
    public AwardPolicy Policy { get; init; } = AwardPolicy.Default;

    /// <summary>Whether whoever learns anywhere in the institution can earn it, not only members of its course.</summary>
    public bool ForInstitution { get; init; }

    /// <summary>Whether learners may submit badges and earlier learning in place of requirements.</summary>
    public bool TakesClaims => Policy.TakesClaims || Pathways.IsPathway(Rule);

    public Criterion RuleToEdit => DraftRule ?? Rule;
}

/// <summary>Only an active mapping evaluates; a paused one keeps what it has.</summary>
public enum MappingState
{
    Draft = 1,
    Active = 2,
    Paused = 3,
    Ended = 4,
}
