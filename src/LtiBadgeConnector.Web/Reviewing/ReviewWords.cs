using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Reviewing;

/// <summary>What a reviewer confirms and what became of a review, as people read it.</summary>
internal static class ReviewWords
{
    /// <summary>The sentence of a code of <see cref="ReviewChecklist"/>.</summary>
    public static Word Of(string check) => check switch
    {
        "outcomes" => Word.Of("It says what a holder knows, understands or can do."),
        "assessed" => Word.Of("Learning is assessed against stated standards, and who awards it can be trusted."),
        "stackable" => Word.Of("It has value alone, and says what it may become a part of."),
        "quality-standards" => Word.Of("It meets the standards of the quality assurance that it names."),
        "transparent" => Word.Of("Outcomes, effort and issuer are public before anyone enrols."),
        "valid-assessment" => Word.Of("The assessment is clear and fits the outcomes."),
        "public-assurance" => Word.Of("The criteria of quality assurance are public."),
        "standard" => Word.Of("It follows the framework that it claims."),
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, null),
    };

    public static StateWord Of(ReviewState state) => state switch
    {
        ReviewState.Approved => StateWords.Approved,
        ReviewState.ChangesWanted => StateWords.ChangesWanted,
        ReviewState.TakenBack => StateWords.TakenBack,
        _ => StateWords.Asked,
    };
}
