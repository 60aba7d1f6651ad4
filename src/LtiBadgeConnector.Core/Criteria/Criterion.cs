using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>What must be shown. A tree of values; evaluating it is pure and total.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AllOf), "all")]
[JsonDerivedType(typeof(AnyOf), "any")]
[JsonDerivedType(typeof(AtLeast), "at-least")]
[JsonDerivedType(typeof(MinimumScore), "score")]
[JsonDerivedType(typeof(MeanScore), "mean")]
[JsonDerivedType(typeof(ActivityCompleted), "activity-completed")]
[JsonDerivedType(typeof(CourseCompleted), "course-completed")]
public abstract record Criterion
{
    /// <summary>Stable inside its rule (<c>c1</c>, <c>g2</c>): editor controls, evaluations and results of a credential refer to it.</summary>
    public required string Id { get; init; }

    public abstract Evaluation Evaluate(Progress progress);

    /// <summary>Everything a change of which can change the verdict.</summary>
    [JsonIgnore]
    public abstract IEnumerable<CriterionInput> Inputs { get; }
}

/// <summary>One kind of result a criterion looks at.</summary>
/// <param name="Item">Null for the course itself.</param>
/// <param name="Course">Null for the course of the mapping.</param>
public readonly record struct CriterionInput(ResultKind Kind, ItemKey? Item, CourseId? Course = null);
