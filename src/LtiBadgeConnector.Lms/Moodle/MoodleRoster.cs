using System.Globalization;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>Who is enrolled, with the ids by which an account can be told: page by page, without names.</summary>
public sealed class MoodleRoster(MoodleWebServices moodle, string courseId)
{
    /// <exception cref="LmsException">The site refused or did not answer.</exception>
    public async Task<IReadOnlyList<MoodleUser>> Read(CancellationToken ct)
    {
        Dictionary<string, MoodleUser> users = new(StringComparer.Ordinal);
        for (var from = 0; ; from += moodle.Limits.PageSize)
        {
            var page = await Page(from, ct);
            var before = users.Count;
            foreach (var user in page) users[user.Id] = user;
            // Nobody new: the last page, or a site that does not page and sends everybody each time.
            if (page.Count < moodle.Limits.PageSize || users.Count == before) return [.. users.Values];
        }
    }

    private async Task<IReadOnlyList<MoodleUser>> Page(int from, CancellationToken ct)
    {
        var options = MoodleArguments.Options(
            ("limitfrom", from.ToString(CultureInfo.InvariantCulture)),
            ("limitnumber", moodle.Limits.PageSize.ToString(CultureInfo.InvariantCulture)),
            ("sortby", "id"),
            ("userfields", "id,idnumber,email"));
        var answer = await moodle.Call(MoodleFunctions.EnrolledUsers, [MoodleArguments.Course(courseId), .. options], ct);
        return [.. MoodleJson.Elements(answer, MoodleFunctions.EnrolledUsers)
            .Where(user => MoodleJson.Id(user, "id") is not null)
            .Select(user => new MoodleUser(MoodleJson.Id(user, "id")!, Filled(MoodleJson.Text(user, "idnumber")), Filled(MoodleJson.Text(user, "email"))))];
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <param name="Id">Moodle's internal id, by which web services and events name the person.</param>
/// <param name="IdNumber">The institution's own id, if it gave one.</param>
/// <param name="Email">Only where the token may see it.</param>
public sealed record MoodleUser(string Id, string? IdNumber, string? Email);
