using System.Text.RegularExpressions;
using LtiBadgeConnector.Web.Localisation;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>
/// What our own parts add to the code of a failed check or of an event that was refused at the door, in the page's language. They speak English, because logs and commands read
/// it too; whatever is not one of these sentences is what the LMS said, and stays in its own words.
/// </summary>
internal static class DetailWords
{
    // The more exact first: "the site cannot be reached" is also something that "cannot be reached".
    private static readonly (Regex Form, Word Word)[] known =
    [
        .. new[]
        {
            Word.Of("nobody has authorised this connection yet"),
            Word.Of("no refresh token was given"),
            Word.Of("no access token was given"),
            Word.Of("The address of the queue is none."),
            Word.Of("the site cannot be reached"),
            Word.Of("the answer is not JSON"),
            Word.Of("the next page is at another host"),
            Word.Of("the pages lead in a circle"),
            Word.Of("the LMS did not answer with JSON"),
            Word.Of("the LMS named a service address that is not absolute"),
            Word.Of("the LMS did not grant {0}"),
            Word.Of("the token endpoint answered without a token"),
            Word.Of("the token endpoint answered {0}: {1}"),
            Word.Of("the token endpoint answered {0}"),
            Word.Of("no answer within {0} s"),
            Word.Of("more than {0} bytes"),
            Word.Of("status {0}"),
            Word.Of("{0} did not answer within {1} s"),
            Word.Of("{0} broke off its answer"),
            Word.Of("{0} cannot be reached"),
            Word.Of("{0} redirects"),
            Word.Of("{0} is not an acceptable address"),
        }.Select(word => (FormOf(word, hole: ".+?"), word)),
        // What is wrong with an event that was refused at the door. Its members' names have no blanks, unlike an LMS's own sentences.
        .. new[]
        {
            Word.Of("type is missing or too long"),
            Word.Of("sensor or data is missing, or data is not a list of 1 to {0} objects"),
            Word.Of("specversion, id, source or type is missing or not as CloudEvents 1.0 has it"),
            Word.Of("dataVersion is neither Caliper 1.1 nor 1.2"),
            Word.Of("not a Live Event: no event_name, or not one Caliper event"),
            Word.Of("not a JSON object"),
            Word.Of("not valid UTF-8"),
            Word.Of("a number beyond the range of decimal"),
            Word.Of("not JSON, a member twice, or more than 64 levels"),
            Word.Of("half a surrogate pair"),
            Word.Of("1 to {0} statements at once"),
            Word.Of("statement {0} is no object"),
            Word.Of("statement {0} has an id that is no UUID"),
            Word.Of("statement {0} has no actor"),
            Word.Of("statement {0} has no verb"),
            Word.Of("statement {0} has no object with an id"),
            Word.Of("{0} is missing"),
            Word.Of("{0} is not an object"),
            Word.Of("{0} is not an id: a whole number, or 1 to {1} characters without control characters"),
            Word.Of("{0} has more than 18 digits before or 10 after the point"),
            Word.Of("{0} is not a number"),
            Word.Of("{0} is not a whole number from 1"),
            Word.Of("{0} is not true or false"),
            Word.Of("{0} is not an RFC 3339 time with an offset"),
        }.Select(word => (FormOf(word, hole: @"\S+?"), word)),
    ];

    public static string Say(IStringLocalizer words, string? detail)
    {
        foreach (var (form, word) in known)
            if (form.Match(detail ?? "") is { Success: true } match)
                return match.Groups["before"].Value + words[word.Key, [.. match.Groups.Values.Where(group => group.Name.StartsWith("hole", StringComparison.Ordinal)).Select(group => group.Value)]];
        return detail ?? "";
    }

    // What was asked for may stand before it, set off by a colon or a dot.
    private static Regex FormOf(Word word, string hole) =>
        new($@"\A(?<before>(?:.+?(?:: | · ))?){Regex.Replace(Regex.Escape(word.Key), @"\\\{(\d)}", $"(?<hole$1>{hole})")}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
