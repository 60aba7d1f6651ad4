using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>Makes a new micro-credential in a course, as a draft.</summary>
public sealed class DraftMaker(IssuerRepository issuers, MicroCredentialRepository microCredentials, MappingRepository mappings, TimeProvider time)
{
    /// <returns>Null while the institution has no issuer.</returns>
    public async Task<MappingId?> Make(Course course, Definition draft, Criterion rule, CancellationToken ct)
    {
        if (await issuers.Default(course.Tenant, ct) is not { } issuer) return null;
        var created = new MicroCredential(MicroCredentialId.New(time), course.Tenant, issuer.Id, draft, 1, Published: null, time.Now());
        await microCredentials.Create(created, course.Id, ct);
        var mapping = new CourseMapping(
            MappingId.New(time), course.Tenant, course.Id, created.Id, Version: null, MappingState.Draft, RuleVersion: 0, rule, DraftRule: null, Revision: 1, time.Now(), ActivatedAt: null);
        await mappings.Create(mapping, ct);
        return mapping.Id;
    }
}
