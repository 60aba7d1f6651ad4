using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Platforms;

namespace LtiBadgeConnector.Storage.Courses;

/// <summary>
/// Notes what launches say of their course, their link and their platform. A class that begins together says the same a thousand
/// times over: each node writes it once a minute.
/// </summary>
public sealed class LaunchNotes(CourseRepository courses, PlatformRepository platforms, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Cache<(Course Seen, string? History, string? Uuid), Course> notedCourses = new(time, Fresh);
    private readonly Cache<(TenantId Tenant, ResourceLink Link), ResourceLink> notedLinks = new(time, Fresh);
    private readonly Cache<(PlatformId Platform, string? Version, (string, string)? Account), string> notedPlatforms = new(time, Fresh);

    /// <inheritdoc cref="CourseRepository.UpsertFromLaunch"/>
    public Task<Course> Course(Course seen, string? contextHistory, string? uuid, CancellationToken ct) =>
        notedCourses.Get((seen with { Id = default }, contextHistory, uuid), () => courses.UpsertFromLaunch(seen, contextHistory, time.Now(), ct, uuid));

    /// <inheritdoc cref="CourseRepository.UpsertLink"/>
    public Task Link(TenantId tenant, ResourceLink link, CancellationToken ct) => notedLinks.Get(
        (tenant, link with { LaunchedAt = default }),
        async () =>
        {
            await courses.UpsertLink(tenant, link, ct);
            return link;
        });

    /// <param name="version">Null when the launch does not say it.</param>
    /// <param name="account">The account of the LMS that the deployment belongs to, if the launch tells it.</param>
    public Task Platform(PlatformId platform, string? version, (string Deployment, string Account)? account, CancellationToken ct) => notedPlatforms.Get(
        (platform, version, account),
        async () =>
        {
            await platforms.NoteLaunch(platform, version, time.Now(), ct, account);
            return version ?? "";
        });
}
