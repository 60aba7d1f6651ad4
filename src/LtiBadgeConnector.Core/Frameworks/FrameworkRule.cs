using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>A rule of a framework that goes beyond which descriptors are answered. Kinds are code, everything else is data.</summary>
/// <param name="Id">Stable; shown with the message.</param>
/// <param name="Framework">The framework's id; null for a rule of them all.</param>
/// <param name="IsError">Whether it keeps a definition that claims the framework from being published.</param>
public abstract record FrameworkRule(string Id, string? Framework, bool IsError, Bilingual Message)
{
    /// <summary>The descriptor at whose field the message stands.</summary>
    public abstract string Descriptor { get; }

    /// <summary>Whether no further answer can mend it: the framework is not made for such a definition or provider.</summary>
    public virtual bool IsAboutFit => false;

    public abstract bool IsKept(StatedDefinition stated);

    /// <summary>The credit whose hours are not those that are stated; null for every other rule.</summary>
    public virtual CreditHours? Contradiction(Definition definition) => null;
}

/// <summary>Hours of study that an amount of credit stands for, by its system.</summary>
public sealed record CreditHours(CreditAmount Credit, decimal Least, decimal Most);

/// <summary>A definition with who would issue it.</summary>
/// <param name="IsHigherEducation">Null while nobody has said what kind of provider the issuer is.</param>
public sealed record StatedDefinition(Definition Definition, IssuerProfile Issuer, bool? IsHigherEducation);

/// <summary>Enough hours, or, where the framework counts so, enough credit.</summary>
internal sealed record MinimumEffort(string Id, string? Framework, bool IsError, Bilingual Message, decimal Hours, string? CreditSystem, decimal Credit)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.LearnerEffort;

    public override bool IsAboutFit => true;

    // No effort at all is told by the descriptor itself.
    public override bool IsKept(StatedDefinition stated) =>
        stated.Definition.Effort is not { } effort || effort.Hours >= Hours
        || stated.Definition.Credits.Any(credit => credit.System == CreditSystem && credit.Value >= Credit);
}

internal sealed record MinimumCredit(string Id, string? Framework, bool IsError, Bilingual Message, string System, decimal MoreThan)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.Credit;

    public override bool IsKept(StatedDefinition stated) => stated.Definition.Credits.Any(credit => credit.System == System && credit.Value > MoreThan);
}

internal sealed record ProviderIsHigherEducation(string Id, string? Framework, bool IsError, Bilingual Message, bool HigherEducation)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.AwardingBody;

    public override bool IsAboutFit => true;

    public override bool IsKept(StatedDefinition stated) => stated.IsHigherEducation == HigherEducation;
}

internal sealed record PartIsGiven(string Id, string? Framework, bool IsError, Bilingual Message, string Of, string Part) : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Of;

    public override bool IsKept(StatedDefinition stated) => stated.Definition.AnswerTo(Of).Part(Part).Length > 0;
}

/// <summary>Everything that must be public before a programme starts is said somewhere in the definition.</summary>
internal sealed record ItemsArePublished(string Id, string? Framework, bool IsError, Bilingual Message, IReadOnlyList<string> Items)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.Certification;

    public override bool IsKept(StatedDefinition stated) => Items.All(item => IsSaid(item, stated.Definition));

    private static bool IsSaid(string item, Definition definition) => item switch
    {
        "name" => definition.Title.Length > 0,
        "totalHours" => definition.Effort is not null,
        "content" => definition.Description.Length > 0,
        "methodOfTeaching" => definition.AnswerTo(Descriptors.Participation).IsGiven,
        "eligibility" => definition.AnswerTo(Descriptors.Prerequisites).IsGiven,
        // The rule of the course is published with every version.
        "completionRequirements" => true,
        _ => definition.Answers.Values.Any(answer => answer.Part(item).Length > 0),
    };
}

internal sealed record FlagIsNotSet(string Id, string? Framework, bool IsError, Bilingual Message, string Flag) : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.Certification;

    public override bool IsKept(StatedDefinition stated) => stated.Definition.Answers.Values.All(answer => answer.Part(Flag).Length == 0);
}

/// <param name="Internal">Codes of what an institution does by itself.</param>
internal sealed record AssuranceIsExplained(
    string Id, string? Framework, bool IsError, Bilingual Message, bool UnlessHigherEducation, IReadOnlyList<string> Parts, IReadOnlyList<string> Internal)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.QualityAssurance;

    public override bool IsKept(StatedDefinition stated) =>
        (UnlessHigherEducation && stated.IsHigherEducation == true) || Parts.All(part => stated.Definition.AnswerTo(Descriptor).Part(part).Length > 0 || IsSaidOfIssuer(part, stated.Issuer));

    // What is true of the whole institution need not be said again of each of its micro-credentials.
    private bool IsSaidOfIssuer(string part, IssuerProfile issuer) => part switch
    {
        "providerProfile" => issuer.Description?.Trim().Length > 0,
        "processes" => issuer.Assurance.Any(one => Internal.Contains(one.Kind)),
        _ => false,
    };
}

internal sealed record ValueOrNotApplicable(string Id, string? Framework, bool IsError, Bilingual Message, string Of) : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Of;

    // An empty answer is told by the descriptor itself where it is required, so this speaks only where it is not.
    public override bool IsKept(StatedDefinition stated) => DefinitionAnswers.IsGiven(Of, stated);
}

/// <summary>Something beyond the codes named is assessed; an answer in words alone is taken at its word.</summary>
internal sealed record AssessmentOtherThan(string Id, string? Framework, bool IsError, Bilingual Message, IReadOnlyList<string> Codes)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.Assessment;

    public override bool IsKept(StatedDefinition stated) =>
        stated.Definition.AnswerTo(Descriptor).Codes is var codes && (codes.Count == 0 || codes.Except(Codes).Any());
}

internal sealed record HoursAgreeWithCredit(
    string Id, string? Framework, bool IsError, Bilingual Message, decimal Tolerance, IReadOnlyDictionary<string, (decimal Least, decimal Most)> HoursPerCredit)
    : FrameworkRule(Id, Framework, IsError, Message)
{
    public override string Descriptor => Descriptors.LearnerEffort;

    public override bool IsKept(StatedDefinition stated) => Contradiction(stated.Definition) is null;

    public override CreditHours? Contradiction(Definition definition) => definition.Effort is not { } effort
        ? null
        : definition.Credits.Where(credit => HoursPerCredit.ContainsKey(credit.System))
            .Select(credit => new CreditHours(credit, credit.Value * HoursPerCredit[credit.System].Least, credit.Value * HoursPerCredit[credit.System].Most))
            .FirstOrDefault(hours => effort.Hours < hours.Least * (1 - Tolerance) || effort.Hours > hours.Most * (1 + Tolerance));
}
