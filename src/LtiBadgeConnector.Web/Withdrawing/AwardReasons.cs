using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Withdrawing;

/// <summary>Reasons as people read them: a person's in the person's words, a rule's in the language of the page.</summary>
public static class AwardReasons
{
    private static readonly Word noLongerMet = Word.Of("The requirements are no longer met.");

    public static string Say(IStringLocalizer<Words> words, string reason) => reason == AwardChange.NoLongerMet ? words.Say(noLongerMet) : reason;
}
