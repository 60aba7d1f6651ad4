namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>
/// Somebody with an account. <paramref name="Id"/> is the number the campus itself and its web services use;
/// <paramref name="Sub"/> is what tools see, and neither can be computed from the other by a tool.
/// </summary>
internal sealed record Person(
    int Id,
    string Username,
    string Sub,
    string GivenName,
    string FamilyName,
    string FullName,
    string Email,
    string IdNumber,
    PersonKind Kind)
{
    public bool IsAdministrator => Kind == PersonKind.Administrator;

    public bool Teaches => Kind is PersonKind.Administrator or PersonKind.Instructor;

    public bool IsGraded => Kind is PersonKind.Learner or PersonKind.TestUser;
}

internal enum PersonKind
{
    Administrator,
    Instructor,
    Learner,
    TestUser,
}
