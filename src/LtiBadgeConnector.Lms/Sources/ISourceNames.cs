using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Caliper;

namespace LtiBadgeConnector.Lms.Sources;

/// <summary>What the names in a source's events stand for at the LMS they come from.</summary>
internal interface ISourceNames
{
    /// <summary>All ids that are vouched for together.</summary>
    IReadOnlyList<LearnerKey> Learner(CaliperEntity person);

    string? Course(CaliperEntity group);

    ItemKey? Item(CaliperEntity assignable);
}
