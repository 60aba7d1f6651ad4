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

    private readonly Cache<(Course Seen, string? History), Course> notedCourses = new(time, Fresh);
    private readonly Cache<(TenantId Tenant, ResourceLink Link), ResourceLink> notedLinks = new(time, Fresh);
    private readonly Cache<(PlatformId Platform, string? Version), string> notedPlatforms = new(time, Fresh);

    /// <inheritdoc cref="CourseRepository.UpsertFromLaunch"/>
    public Task<Course> Course(Course seen, string? contextHistory, CancellationToken ct) =>
        notedCourses.Get((seen with { Id = default }, contextHistory), () => courses.UpsertFromLaunch(seen, contextHistory, time.Now(), ct));

    /// <inheritdoc cref="CourseRepository.UpsertLink"/>
    public Task Link(TenantId tenant, ResourceLink link, CancellationToken ct) => notedLinks.Get(
        (tenant, link with { LaunchedAt = default }),
        async () =>
        {
            await courses.UpsertLink(tenant, link, ct);
            return link;
        });

    /// <param name="version">Null when the launch does not say it.</param>
    public Task Platform(PlatformId platform, string? version, CancellationToken ct) => notedPlatforms.Get(
        (platform, version),
        async () =>
        {
            await platforms.NoteLaunch(platform, version, time.Now(), ct);
            return version ?? "";
        });
}
