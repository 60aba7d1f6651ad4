using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Withdrawing;

/// <summary>Reasons as people read them: a person's in the person's words, a rule's in the language of the page.</summary>
public static class AwardReasons
{
    private static readonly Word noLongerMet = Word.Of("The requirements are no longer met.");
    private static readonly Word testIsOver = Word.Of("It was a test.");

    public static string Say(IStringLocalizer<Words> words, string reason) => reason switch
    {
        AwardChange.NoLongerMet => words.Say(noLongerMet),
        AwardChange.TestIsOver => words.Say(testIsOver),
        _ => reason,
    };
}
