using System.Globalization;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>
/// The controls of one row, to be put into the holes of its sentence. Each has its own name for those who do not see the
/// sentence; the first one takes the focus of a row that is new.
/// </summary>
internal sealed class RowControls(RequirementsModel page, string row, IStringLocalizer<Words> words)
{
    private bool hasFocus = page.Focus != row;

    public IHtmlContent Item(IReadOnlyList<Choice> choices, ItemKey chosen, string label)
    {
        var known = choices.Any(choice => choice.Key == chosen) ? choices : [new Choice(chosen, words.Item(chosen, page.Names)), .. choices];
        return Select("item", [.. known.Select(choice => (choice.Key.Value, words.Item(choice.Name), choice.Key == chosen))], label);
    }

    public IHtmlContent Select(string name, IReadOnlyList<(string Value, string Text, bool IsChosen)> options, string label)
    {
        var select = Control("select", name, label);
        foreach (var (value, text, isChosen) in options)
        {
            var option = new TagBuilder("option");
            option.Attributes["value"] = value;
            if (isChosen) option.Attributes["selected"] = "selected";
            option.InnerHtml.Append(text);
            select.InnerHtml.AppendHtml(option);
        }
        return select;
    }

    /// <summary>In percent.</summary>
    public IHtmlContent Share(string name, decimal share, string label) => Input(name, (share * 100).ToString("0.############", CultureInfo.InvariantCulture), label, "decimal");

    public IHtmlContent Number(string name, decimal? number, string label) => Input(name, number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "", label, "decimal");

    public IHtmlContent Text(string name, string text, string label)
    {
        var input = Input(name, text, label, inputMode: null);
        input.AddCssClass("long");
        input.Attributes["maxlength"] = RowForm.LongestText.ToString(CultureInfo.InvariantCulture);
        return input;
    }

    public IHtmlContent Date(string name, DateOnly? day, string label)
    {
        var input = Input(name, day is { } at && at > DateOnly.MinValue ? at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "", label, inputMode: null);
        input.Attributes["type"] = "date";
        return input;
    }

    private TagBuilder Input(string name, string value, string label, string? inputMode)
    {
        var input = Control("input", name, label);
        input.TagRenderMode = TagRenderMode.SelfClosing;
        if (inputMode is not null) input.Attributes["inputmode"] = inputMode;
        input.Attributes["autocomplete"] = "off";
        var problem = page.ProblemOf(row, name);
        input.Attributes["value"] = problem?.Typed ?? value;
        if (problem is not null)
        {
            input.Attributes["aria-invalid"] = "true";
            input.Attributes["aria-describedby"] = $"{row}-error";
        }
        return input;
    }

    private TagBuilder Control(string tag, string name, string label)
    {
        var control = new TagBuilder(tag);
        control.Attributes["name"] = $"{row}.{name}";
        // htmx gives the focus back to what has the same id.
        control.Attributes["id"] = $"f-{row}-{name}";
        control.Attributes["class"] = "fit edits";
        control.Attributes["aria-label"] = label;
        if (!page.IsEditable) control.Attributes["disabled"] = "disabled";
        if (!hasFocus) control.Attributes["data-focus"] = "";
        hasFocus = true;
        return control;
    }
}
