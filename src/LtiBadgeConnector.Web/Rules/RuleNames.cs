using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Gathers the names of what rules speak about: items of their course, of other courses, and other micro-credentials.</summary>
public sealed class RuleNames(CourseRepository courses, MicroCredentialRepository microCredentials)
{
    public async Task<ItemNames> Of(TenantId tenant, CourseId course, IEnumerable<Criterion> rules, CancellationToken ct)
    {
        Criterion[] all = [.. rules.SelectMany(All)];
        Dictionary<CourseId, (string, ItemNames)> others = [];
        foreach (var other in all.OfType<InCourse>().Select(group => group.Course).Distinct())
            if (await courses.Find(tenant, other, ct) is { } found) others[other] = (found.Title, new(await courses.Items(tenant, other, ct)));

        Dictionary<MicroCredentialId, string> titles = [];
        foreach (var held in all.OfType<HoldsAward>().Select(criterion => criterion.MicroCredential).Distinct())
            if (await microCredentials.Find(tenant, held, ct) is { } found) titles[held] = found.Draft.Title;

        var items = await courses.Items(tenant, course, ct);
        ItemNames names = new(items) { Courses = others, Credentials = titles };
        var isComplete = all.SelectMany(criterion => criterion.Inputs).All(input => input.Course is not null || input.Item is not { } item || names.Find(item) is not null);
        return isComplete ? names : new(items) { Courses = others, Credentials = titles, Origins = await Origins(tenant, course, ct) };
    }

    private async Task<IReadOnlyList<ItemNames>> Origins(TenantId tenant, CourseId copy, CancellationToken ct)
    {
        List<ItemNames> origins = [];
        if (await courses.Find(tenant, copy, ct) is not { } course) return origins;
        foreach (var origin in await courses.Origins(course, ct)) origins.Add(new(await courses.Items(tenant, origin.Id, ct)));
        return origins;
    }

    private static IEnumerable<Criterion> All(Criterion rule) => rule is Group group ? group.Of.SelectMany(All).Prepend(rule) : [rule];
}
