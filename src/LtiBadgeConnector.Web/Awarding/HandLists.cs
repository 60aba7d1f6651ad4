using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Awarding;

/// <summary>Reads a list of awards: CSV with a heading of <c>email</c>, <c>reason</c>, <c>evidence</c> and <c>evidence_text</c> in any order. Pure.</summary>
internal static class HandLists
{
    public static HandList Read(string list, ILookup<string, NamedMember> members)
    {
        List<ListFault> faults = [];
        List<WantedAward> awards = [];
        var lines = CsvReader.Read(list);
        if (lines.Count == 0) return new([], [new(1, Word.Of("There is nothing in the list."), "")]);
        if (lines.Count > HandAwardDesk.MostLines) return new([], [new(HandAwardDesk.MostLines + 1, Word.Of("The list is too long; divide it."), "")]);

        var heading = lines[0].Cells.Select(cell => cell.Trim().ToLowerInvariant()).ToList();
        var (email, reason, evidence, words) = (heading.IndexOf("email"), heading.IndexOf("reason"), heading.IndexOf("evidence"), heading.IndexOf("evidence_text"));
        if (email < 0 || reason < 0) return new([], [new(lines[0].Number, Word.Of("The first line must name the columns email and reason."), string.Join(", ", lines[0].Cells))]);

        HashSet<Core.Ids.LearnerId> seen = [];
        foreach (var line in lines.Skip(1))
        {
            var (address, why, link, text) = (Cell(line, email), Cell(line, reason), Cell(line, evidence), Cell(line, words));
            NamedMember[] found = [.. members[address]];
            Word? fault = found switch
            {
                [] => Word.Of("Nobody in this course has this e-mail address."),
                [_, _, ..] => Word.Of("Several people in this course have this e-mail address; use their own pages."),
                [{ HasAward: true }] => Word.Of("This learner holds it already."),
                [var one] when !seen.Add(one.Learner) => Word.Of("This learner stands in the list twice."),
                _ => HandAwardDesk.ProblemOf(why, link, text) switch
                {
                    "award-reason-missing" => Word.Of("The reason is missing."),
                    "award-reason-too-long" => Word.Of("The reason is longer than 500 characters."),
                    "award-evidence-malformed" => Word.Of("The evidence must be a link that begins with https."),
                    "award-evidence-too-long" => Word.Of("The text of the evidence is longer than 1,000 characters."),
                    _ => null,
                },
            };
            if (fault is { } what) faults.Add(new(line.Number, what, address));
            else awards.Add(new(found[0].Learner, why, link.Length > 0 ? link : null, text.Length > 0 ? text : null) { Name = found[0].Name, Line = line.Number });
        }
        if (awards.Count == 0 && faults.Count == 0) faults.Add(new(lines[0].Number, Word.Of("There is nothing in the list."), ""));
        return new(awards, faults);
    }

    private static string Cell(CsvLine line, int column) => column >= 0 && column < line.Cells.Count ? line.Cells[column].Trim() : "";
}
