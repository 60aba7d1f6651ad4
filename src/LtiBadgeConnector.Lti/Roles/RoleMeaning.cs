namespace LtiBadgeConnector.Lti.Roles;

/// <summary>The product's reading of the LTI vocabularies. Institution roles never grant anything inside a course.</summary>
internal static class RoleMeaning
{
    public static ProductRole Of(LtiRole role) => (role.Vocabulary, role.Name) switch
    {
        (RoleVocabulary.Context, "Instructor" or "ContentDeveloper" or "Administrator" or "Manager") =>
            IsLimited(role) ? ProductRole.Assistant : ProductRole.Instructor,
        (RoleVocabulary.Context, "Learner") => ProductRole.Learner,
        (RoleVocabulary.Context, "Mentor") => ProductRole.Mentor,
        (RoleVocabulary.System, "Administrator" or "SysAdmin" or "AccountAdmin") => ProductRole.Administrator,
        (RoleVocabulary.Institution, "Administrator") => ProductRole.Administrator,
        _ => ProductRole.None,
    };

    // Open edX gives student helpers a teaching sub-role, so these may look but not edit.
    public static bool IsLimited(LtiRole role) =>
        role is { Vocabulary: RoleVocabulary.Context, Name: "Instructor", SubRole: { } sub }
        && (sub.StartsWith("TeachingAssistant", StringComparison.Ordinal) || sub is "Grader" or "GuestInstructor");

    public static bool IsNonCredit(LtiRole role) => role.SubRole is "NonCreditLearner" or "GuestLearner";
}
