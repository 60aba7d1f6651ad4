using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One node of the tree with the page it stands on.</summary>
/// <param name="Level">1 for the rule itself.</param>
/// <param name="Choices">What it is made of: those of the course, or of another course inside a group of it.</param>
public sealed record RuleRow(RequirementsModel Page, Criterion Criterion, int Level, RuleChoices Choices);
