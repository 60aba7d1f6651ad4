using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One node of the tree with the page it stands on.</summary>
/// <param name="Level">1 for the rule itself.</param>
public sealed record RuleRow(RequirementsModel Page, Criterion Criterion, int Level);
