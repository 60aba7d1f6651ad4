using System.Globalization;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>What people write to make a pathway, in a course or in the console.</summary>
public sealed class PathwayForm
{
    /// <summary>More parts than this are narrowed as one types.</summary>
    public const int AtAGlance = 6;

    public string? Name { get; set; }

    public string? Language { get; set; }

    public Guid[] Parts { get; set; } = [];

    /// <summary><c>all</c>, <c>any</c>, <c>some</c> or <c>worth</c>.</summary>
    public string How { get; set; } = "all";

    public string? Count { get; set; }

    public string? Amount { get; set; }

    public string Unit { get; set; } = WorthAtLeast.Hours;

    /// <summary>What it can be made of.</summary>
    [BindNever]
    public IReadOnlyList<CredentialChoice> Choices { get; set; } = [];

    /// <returns>Null when something is missing; it stands in the model state then.</returns>
    public (Definition Draft, Group Rule)? Read(ModelStateDictionary state, IStringLocalizer<Words> words)
    {
        CredentialChoice[] parts = [.. Choices.Where(choice => Parts.Contains(choice.Id.Value))];
        if (string.IsNullOrWhiteSpace(Name)) state.AddModelError(nameof(Name), words["Give it a name."]);
        if (parts.Length < 2) state.AddModelError(nameof(Parts), words["Choose two parts or more."]);
        if (!PartWorth.Units.Contains(Unit)) Unit = WorthAtLeast.Hours;

        var count = 1;
        if (How == "some" && (!int.TryParse(RowFields.Plain(Count ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1 || count > parts.Length))
            state.AddModelError(nameof(Count), words["Write a number from 1 to the number of parts."]);
        decimal? amount = null;
        if (How == "worth" && RowFields.Plain(Amount ?? "") is { Length: > 0 } typed)
        {
            if (RowFields.TryNumber(typed, out var number)) amount = number;
            else state.AddModelError(nameof(Amount), words["Write a number of 0 or more."]);
        }
        var rule = PathwayDesk.RuleOf(parts, How, count, Unit, amount);
        if (state.IsValid && rule is WorthAtLeast worth && GroupForm.Incomplete(worth) is not null)
            state.AddModelError(nameof(Amount), words["Ask for more than nothing, and for no more than all parts count together."]);
        if (!state.IsValid) return null;

        var language = Languages.Matching(Language) ?? Languages.Default;
        var titles = new Formats(language, TimeZoneInfo.Utc).List([.. parts.Select(part => part.Name)]);
        return (PathwayDesk.DraftOf(Name!.Trim(), language, new WordsIn(language, words)["Made up of these micro-credentials: {0}", titles], parts, rule), rule);
    }
}
