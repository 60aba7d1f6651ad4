namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>Whether a definition answers a descriptor, wherever the answer is kept.</summary>
public static class DefinitionAnswers
{
    public static bool IsGiven(string descriptor, StatedDefinition stated)
    {
        var definition = stated.Definition;
        return descriptor switch
        {
            // Every award says both.
            Descriptors.LearnerIdentification or Descriptors.IssueDate => true,
            Descriptors.Title => definition.Title.Trim().Length > 0,
            Descriptors.AwardingBody => stated.Issuer.Name.Length > 0,
            Descriptors.CountryRegion => stated.Issuer.CountryCode is not null,
            Descriptors.Content => definition.Description.Trim().Length > 0,
            Descriptors.LearningOutcomes => definition.Outcomes.Count > 0,
            Descriptors.LearnerEffort => definition.Effort is not null,
            Descriptors.Level => definition.Levels.Count > 0 || definition.AnswerTo(descriptor).IsGiven,
            Descriptors.Credit => definition.Credits.Count > 0 || definition.AnswerTo(descriptor).IsGiven,
            // A higher education institution is assured as a whole; every other provider says what it does about this one.
            Descriptors.QualityAssurance => definition.AnswerTo(descriptor).IsGiven || (stated.IsHigherEducation == true && stated.Issuer.Assurance.Count > 0),
            _ => definition.AnswerTo(descriptor).IsGiven,
        };
    }
}
