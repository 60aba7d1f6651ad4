using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Lms.Rosters;

/// <summary>Who can earn a micro-credential in a course; the same rule for launches and rosters.</summary>
public static class Earners
{
    /// <summary>Learners. Staff of the course and preview students never do, also where they are listed as learners beside it.</summary>
    public static bool CanEarn(RoleSet roles) =>
        roles.Has(ProductRole.Learner) && !roles.Has(ProductRole.Instructor) && !roles.Has(ProductRole.Assistant) && !roles.IsTestUser;
}
