using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Hands a micro-credential of the course to somebody else who teaches it.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class HandOverModel(CourseDesk desk, MappingOwners owners, TimeProvider time) : DefinitionPageModel(desk)
{
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];

    public Problem? Problem { get; private set; }

    public async Task OnGet(CancellationToken ct) => Colleagues = await owners.Colleagues(Open.Mapping.Tenant, Open.Mapping.Id, ct);

    public async Task<IActionResult> OnPost(Guid? colleague, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        await OnGet(ct);
        var mapping = Open.Mapping;
        if (colleague is not { } id || Colleagues.FirstOrDefault(one => one.Id == new LearnerId(id)) is not { } chosen)
        {
            Problem = ProblemCatalogue.Get("colleague-unknown");
            Response.StatusCode = Problem.Status;
            return Page();
        }
        var entry = AuditEntry.Of(mapping.Tenant, time.Now(), "instructor", Launch.Learner?.ToString(), "mapping-handed-over", mapping.Id.ToString(), chosen.Id.ToString());
        await owners.Set(mapping.Tenant, mapping.Id, chosen.Id, entry, ct);
        return this.Go($"{Root}/overview#owner");
    }
}
