using LtiBadgeConnector.Lti.DynamicRegistration;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>What every LMS is told about the connector; the files of <c>lti-config</c> say the same, and a test compares them.</summary>
internal static class OurTool
{
    public static ToolDescription Description { get; } = new()
    {
        Name = "LTI Badge Connector",
        NameIn = new Dictionary<string, string> { ["ja"] = "LTIバッジコネクタ" },
        Description = "Micro-credentials that issue themselves when a course's requirements are met.",
        PlacementLabelIn = new Dictionary<string, string> { ["ja"] = "バッジ" },
        CustomParameters = new Dictionary<string, string>
        {
            ["lms_user_id"] = "$User.id",
            ["lms_course_id"] = "$Context.id",
            // Canvas's second names, by which some of its events go.
            ["lms_user_uuid"] = "$vnd.instructure.User.uuid",
            ["lms_course_uuid"] = "$vnd.instructure.Course.uuid",
            ["lms_account_uuid"] = "$vnd.Canvas.root_account.uuid",
            ["lms_api_domain"] = "$Canvas.api.domain",
            ["context_history"] = "$Context.id.history",
            ["rl_history"] = "$ResourceLink.id.history",
            // Left as it is written by every LMS but Canvas, and then means nothing.
            ["masquerading_user_id"] = "$Canvas.masqueradingUser.id",
            ["tz"] = "$Person.address.timezone",
        },
    };

    /// <summary>For one product: Canvas tells the ids that its events and its API use by variables of its own.</summary>
    public static ToolDescription For(string? family) => !string.Equals(family, "canvas", StringComparison.OrdinalIgnoreCase)
        ? Description
        : Description with
        {
            CustomParameters = new Dictionary<string, string>(Description.CustomParameters)
            {
                ["lms_user_id"] = "$Canvas.user.id",
                ["lms_course_id"] = "$Canvas.course.id",
                ["context_history"] = "$Canvas.course.previousContextIds.recursive",
            },
        };
}
