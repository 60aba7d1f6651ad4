using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>A course that this one was copied from, and what it awards that this one does not.</summary>
public sealed record CopyOffer(Course Origin, IReadOnlyList<MicroCredential> MicroCredentials);

/// <summary>Takes the rules of a course over into its copy, as drafts. The LMS says by launch or by notice which course was copied from which.</summary>
public sealed class CourseCopying(
    CourseDesk desk, CourseRepository courses, MappingRepository mappings, MicroCredentialRepository microCredentials, AuditRepository audit, TimeProvider time)
{
    /// <summary>The youngest origin that has something left to take over; null when there is none.</summary>
    public async Task<CopyOffer?> Offer(LaunchSession launch, CancellationToken ct)
    {
        if (await desk.Course(launch, ct) is not { } course) return null;
        foreach (var origin in await courses.Origins(course, ct))
        {
            var left = (await Left(course, origin, ct)).Select(mapping => mapping.MicroCredential).ToHashSet();
            if (left.Count > 0) return new(origin, [.. (await microCredentials.OfCourse(launch.Tenant, origin.Id, ct)).Where(one => left.Contains(one.Id))]);
        }
        return null;
    }

    /// <returns>How many drafts were made.</returns>
    public async Task<int> Take(LaunchSession launch, CancellationToken ct)
    {
        if (await Offer(launch, ct) is not { } offer || await desk.Course(launch, ct) is not { } course) return 0;
        await desk.LearnItems(course, ct);
        var (from, to) = (await courses.Items(course.Tenant, offer.Origin.Id, ct), await courses.Items(course.Tenant, course.Id, ct));
        var made = 0;
        foreach (var mapping in await Left(course, offer.Origin, ct))
        {
            var copy = new CourseMapping(
                MappingId.New(time), course.Tenant, course.Id, mapping.MicroCredential, Version: null, MappingState.Draft, RuleVersion: 0,
                RuleRebinding.Rebind(mapping.RuleToEdit, from, to), DraftRule: null, Revision: 1, time.Now(), ActivatedAt: null);
            if (!await mappings.Create(copy, ct)) continue;
            made++;
            await audit.Append(AuditEntry.Of(course.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), "mapping-copied", copy.Id.ToString()), ct);
        }
        return made;
    }

    private async Task<IReadOnlyList<CourseMapping>> Left(Course course, Course origin, CancellationToken ct)
    {
        var here = (await mappings.OfCourse(course.Tenant, course.Id, ct)).Select(mapping => mapping.MicroCredential).ToHashSet();
        return [.. (await mappings.OfCourse(course.Tenant, origin.Id, ct)).Where(mapping => mapping.State != MappingState.Ended && !here.Contains(mapping.MicroCredential))];
    }
}
