namespace LtiBadgeConnector.Lti.Roles;

internal enum RoleVocabulary
{
    Context,
    Institution,
    System,
    TestUser,
}

/// <summary>One role in any of the spellings in use; null from <see cref="Parse"/> means unknown, which is no error.</summary>
internal sealed record LtiRole(RoleVocabulary Vocabulary, string Name, string? SubRole)
{
    private const string Lis = "http://purl.imsglobal.org/vocab/lis/v2/";
    private const string TestUserRole = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";

    // A principal role in LTI 1.1, a sub-role of Instructor since.
    private const string TeachingAssistant = "TeachingAssistant";

    private static readonly HashSet<string> contextNames = new(StringComparer.Ordinal)
    {
        "Administrator", "ContentDeveloper", "Instructor", "Learner", "Mentor", "Manager", "Member", "Officer",
    };

    // Longest first where one prefix begins another. The person# form comes from Moodle's NRPS, the urn forms from LTI 1.1.
    private static readonly (string Prefix, RoleVocabulary Vocabulary)[] prefixes =
    [
        (Lis + "membership/", RoleVocabulary.Context),
        (Lis + "membership#", RoleVocabulary.Context),
        (Lis + "institution/person#", RoleVocabulary.Institution),
        (Lis + "system/person#", RoleVocabulary.System),
        (Lis + "person#", RoleVocabulary.Institution),
        ("urn:lti:role:ims/lis/", RoleVocabulary.Context),
        ("urn:lti:instrole:ims/lis/", RoleVocabulary.Institution),
        ("urn:lti:sysrole:ims/lis/", RoleVocabulary.System),
    ];

    public static LtiRole? Parse(string role)
    {
        if (string.Equals(role, TestUserRole, StringComparison.Ordinal)) return new LtiRole(RoleVocabulary.TestUser, "TestUser", null);
        if (contextNames.Contains(role) || role == TeachingAssistant) return Named(RoleVocabulary.Context, role);

        foreach (var (prefix, vocabulary) in prefixes)
        {
            if (role.StartsWith(prefix, StringComparison.Ordinal)) return Named(vocabulary, role[prefix.Length..]);
        }

        return null;
    }

    // "Instructor", "Instructor#TeachingAssistant" and, in the urn form, "Instructor/TeachingAssistant".
    private static LtiRole? Named(RoleVocabulary vocabulary, string rest)
    {
        var parts = rest.Split('#', '/');
        if (parts.Length > 2 || parts.Any(part => part.Length == 0)) return null;
        if (vocabulary == RoleVocabulary.Context && parts[0] == TeachingAssistant) return new LtiRole(vocabulary, "Instructor", TeachingAssistant);
        if (vocabulary == RoleVocabulary.Context && !contextNames.Contains(parts[0])) return null;
        return new LtiRole(vocabulary, parts[0], parts.Length == 2 ? parts[1] : null);
    }
}
