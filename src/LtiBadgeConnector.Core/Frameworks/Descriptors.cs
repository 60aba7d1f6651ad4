namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>The descriptors that code names; the rest are known by data alone.</summary>
public static class Descriptors
{
    public const string LearnerIdentification = "learner-identification";
    public const string IssueDate = "issue-date";
    public const string Title = "title";
    public const string AwardingBody = "awarding-body";
    public const string CountryRegion = "country-region";
    public const string Content = "content";
    public const string LearningOutcomes = "learning-outcomes";
    public const string Participation = "form-of-participation";
    public const string Language = "language";
    public const string LearnerEffort = "learner-effort";
    public const string Assessment = "assessment";
    public const string QualityAssurance = "quality-assurance";
    public const string Level = "level";
    public const string Certification = "certification";
    public const string Credit = "credit-recognition";
    public const string Prerequisites = "prerequisites";
    public const string Stackability = "stackability";
    public const string Supervision = "supervision-identity";
    public const string FurtherInformation = "further-information";
    public const string FieldOfStudy = "field-of-study";
    public const string ValidUntil = "valid-until";

    /// <summary>Whether a definition answers it among its answers: not so what the issuer or an award says, nor what has a member of its own.</summary>
    public static bool IsAnswered(Descriptor descriptor) =>
        descriptor.Scope == DescriptorScope.Definition && descriptor.Id is not (Title or Content or LearningOutcomes or LearnerEffort);
}
