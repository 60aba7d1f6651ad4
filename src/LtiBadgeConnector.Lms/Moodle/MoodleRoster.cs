using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>Who is enrolled, with the ids by which an account can be told: page by page, without names.</summary>
public sealed class MoodleRoster(MoodleWebServices moodle, string courseId)
{
    private const string Ids = "id,idnumber,email";

    /// <exception cref="LmsException">The site refused or did not answer.</exception>
    public Task<IReadOnlyList<MoodleUser>> Read(CancellationToken ct) => Read(Ids, ct);

    /// <summary>With the groups of each: a longer answer, because Moodle repeats a group's description for every member.</summary>
    /// <exception cref="LmsException">The site refused or did not answer.</exception>
    public Task<IReadOnlyList<MoodleUser>> ReadWithGroups(CancellationToken ct) => Read(Ids + ",groups,roles", ct);

    private async Task<IReadOnlyList<MoodleUser>> Read(string fields, CancellationToken ct)
    {
        Dictionary<string, MoodleUser> users = new(StringComparer.Ordinal);
        for (var from = 0; ; from += moodle.Limits.PageSize)
        {
            var page = await Page(fields, from, ct);
            var before = users.Count;
            foreach (var user in page) users[user.Id] = user;
            // Nobody new: the last page, or a site that does not page and sends everybody each time.
            if (page.Count < moodle.Limits.PageSize || users.Count == before) return [.. users.Values];
        }
    }

    private async Task<IReadOnlyList<MoodleUser>> Page(string fields, int from, CancellationToken ct)
    {
        var options = MoodleArguments.Options(
            ("limitfrom", from.ToString(CultureInfo.InvariantCulture)),
            ("limitnumber", moodle.Limits.PageSize.ToString(CultureInfo.InvariantCulture)),
            ("sortby", "id"),
            ("userfields", fields));
        var answer = await moodle.Call(MoodleFunctions.EnrolledUsers, [MoodleArguments.Course(courseId), .. options], ct);
        return [.. MoodleJson.Elements(answer, MoodleFunctions.EnrolledUsers).Select(MoodleUser.Read).OfType<MoodleUser>()];
    }
}

/// <param name="Id">Moodle's internal id, by which web services and events name the person.</param>
/// <param name="IdNumber">The institution's own id, if it gave one.</param>
/// <param name="Email">Only where the token may see it.</param>
public sealed record MoodleUser(string Id, string? IdNumber, string? Email)
{
    /// <summary>Empty unless they were asked for.</summary>
    public IReadOnlyList<MoodleGroup> Groups { get; init; } = [];

    internal static MoodleUser? Read(JsonElement user) =>
        MoodleJson.Id(user, "id") is { } id
            ? new(id, Filled(MoodleJson.Text(user, "idnumber")), Filled(MoodleJson.Text(user, "email")))
            {
                Groups = MoodleJson.Member(user, "groups") is { ValueKind: JsonValueKind.Array } groups ? [.. groups.EnumerateArray().Select(MoodleGroup.Read).OfType<MoodleGroup>()] : [],
            }
            : null;

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A group of a course.</summary>
public sealed record MoodleGroup(string Id, string Name)
{
    internal static MoodleGroup? Read(JsonElement group) =>
        MoodleJson.Id(group, "id") is { } id ? new(id, MoodleJson.Text(group, "name") ?? id) : null;
}
