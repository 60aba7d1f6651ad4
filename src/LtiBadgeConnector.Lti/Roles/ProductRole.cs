namespace LtiBadgeConnector.Lti.Roles;

/// <summary>What a person may do here, in one context, at one launch. Several can hold at once.</summary>
[Flags]
public enum ProductRole
{
    /// <summary>Nobody in particular: public pages only.</summary>
    None = 0,

    Learner = 1,

    /// <summary>May look, not edit: teaching assistants, graders, guest instructors.</summary>
    Assistant = 2,

    /// <summary>May edit this course's mapping.</summary>
    Instructor = 4,

    /// <summary>Administrator of the LMS: deployment pages only, never a right inside a course.</summary>
    Administrator = 8,

    /// <summary>Sees the badges of the learners named in <c>role_scope_mentor</c>.</summary>
    Mentor = 16,
}
