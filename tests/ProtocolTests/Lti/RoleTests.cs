using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Role spellings and their meaning here: digest section 5.</summary>
public sealed class RoleTests
{
    private const string Membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
    private const string Institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#";
    private const string System = "http://purl.imsglobal.org/vocab/lis/v2/system/person#";

    [Theory]
    [InlineData(ProductRole.Instructor, Membership + "#Instructor")]
    [InlineData(ProductRole.Instructor, Membership + "#ContentDeveloper")]
    [InlineData(ProductRole.Instructor, Membership + "#Administrator")]
    [InlineData(ProductRole.Instructor, Membership + "#Manager")]
    [InlineData(ProductRole.Instructor, Membership + "/Instructor#PrimaryInstructor")]
    [InlineData(ProductRole.Instructor, Membership + "/Administrator#Support")]
    [InlineData(ProductRole.Instructor, "Instructor")]
    [InlineData(ProductRole.Instructor, "urn:lti:role:ims/lis/Instructor")]
    [InlineData(ProductRole.Assistant, Membership + "/Instructor#TeachingAssistant")]
    [InlineData(ProductRole.Assistant, Membership + "/Instructor#TeachingAssistantSection")]
    [InlineData(ProductRole.Assistant, Membership + "/Instructor#Grader")]
    [InlineData(ProductRole.Assistant, Membership + "/Instructor#GuestInstructor")]
    [InlineData(ProductRole.Assistant, Membership + "#Instructor#TeachingAssistant")]
    [InlineData(ProductRole.Assistant, "urn:lti:role:ims/lis/Instructor/TeachingAssistant")]
    [InlineData(ProductRole.Assistant, "urn:lti:role:ims/lis/TeachingAssistant")]
    [InlineData(ProductRole.Learner, Membership + "#Learner")]
    [InlineData(ProductRole.Learner, Membership + "/Learner#NonCreditLearner")]
    [InlineData(ProductRole.Learner, "Learner")]
    [InlineData(ProductRole.Learner, "urn:lti:role:ims/lis/Learner")]
    [InlineData(ProductRole.Mentor, Membership + "#Mentor")]
    [InlineData(ProductRole.Administrator, System + "Administrator")]
    [InlineData(ProductRole.Administrator, System + "SysAdmin")]
    [InlineData(ProductRole.Administrator, System + "AccountAdmin")]
    [InlineData(ProductRole.Administrator, Institution + "Administrator")]
    [InlineData(ProductRole.Administrator, "http://purl.imsglobal.org/vocab/lis/v2/person#Administrator")]
    [InlineData(ProductRole.Administrator, "urn:lti:sysrole:ims/lis/SysAdmin")]
    [InlineData(ProductRole.Administrator, "urn:lti:instrole:ims/lis/Administrator")]
    [InlineData(ProductRole.None, Institution + "Instructor")]
    [InlineData(ProductRole.None, Institution + "Student")]
    [InlineData(ProductRole.None, System + "User")]
    [InlineData(ProductRole.None, Membership + "#Member")]
    [InlineData(ProductRole.None, Membership + "#Officer")]
    [InlineData(ProductRole.None, Membership + "#instructor")]
    [InlineData(ProductRole.None, "instructor")]
    [InlineData(ProductRole.None, Membership + "#")]
    [InlineData(ProductRole.None, Membership + "/Instructor#")]
    [InlineData(ProductRole.None, "https://evil.example/membership#Instructor")]
    [InlineData(ProductRole.None, "")]
    public void Understands(ProductRole expected, string role)
    {
        var roles = RoleSet.Parse([role]);

        Assert.Equal(expected, roles.ProductRoles);
        Assert.Equal([role], roles.Raw);
    }

    [Fact]
    public void Gives_a_teaching_assistant_listed_with_the_principal_role_no_right_to_edit() =>
        Assert.Equal(ProductRole.Assistant, RoleSet.Parse([Membership + "#Instructor", Membership + "/Instructor#TeachingAssistant"]).ProductRoles);

    [Fact]
    public void Lets_a_student_helper_of_Open_edX_look_but_not_edit() =>
        Assert.Equal(ProductRole.Learner | ProductRole.Assistant, RoleSet.Parse([Membership + "#Learner", Membership + "/Instructor#TeachingAssistant"]).ProductRoles);

    [Fact]
    public void Lets_an_instructor_who_also_grades_edit() =>
        Assert.True(RoleSet.Parse([Membership + "#Instructor", Membership + "/Instructor#PrimaryInstructor", Membership + "/Instructor#Grader"]).Has(ProductRole.Instructor));

    [Fact]
    public void Sees_instructor_and_learner_in_one_person()
    {
        var roles = RoleSet.Parse(["Instructor", "Learner"]);
        Assert.True(roles.Has(ProductRole.Instructor) && roles.Has(ProductRole.Learner));
        Assert.False(roles.Has(ProductRole.None));
    }

    [Fact]
    public void Marks_a_preview_student()
    {
        var roles = RoleSet.Parse([Membership + "#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]);
        Assert.True(roles.IsTestUser);
        Assert.False(RoleSet.Parse([Membership + "#Learner"]).IsTestUser);
    }

    [Fact]
    public void Marks_learners_without_credit()
    {
        Assert.True(RoleSet.Parse([Membership + "/Learner#GuestLearner"]).IsNonCreditLearner);
        Assert.False(RoleSet.Parse([Membership + "#Learner"]).IsNonCreditLearner);
        Assert.False(RoleSet.Parse(["Instructor"]).IsNonCreditLearner);
    }
}
