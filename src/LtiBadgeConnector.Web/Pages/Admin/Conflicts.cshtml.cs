using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Ids that two people claim: an administrator says who has them, or that the two are one.</summary>
public sealed class ConflictsModel(ConsoleDesk desk, IdentityConflictRepository conflicts, LearnerRepository learners, IWakeUp wakeUp) : ConsolePage(desk, AdminPlace.People)
{
    private const int Most = 50;

    public IReadOnlyList<IdentityConflict> Rows { get; private set; } = [];

    public long Count { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Rows = await conflicts.Undecided(Tenant.Id, Most, ct);
        Count = await conflicts.Count(Tenant.Id, ct);
    }

    public async Task<IActionResult> OnPost(string op, Guid platform, string scheme, string value, Guid claimedBy, Guid owner, CancellationToken ct)
    {
        var key = new ClaimedKey(new PlatformId(platform), scheme, value, new LearnerId(claimedBy));
        // What the page showed may have been decided meanwhile.
        var isOpen = (await conflicts.Undecided(Tenant.Id, int.MaxValue, ct)).Any(conflict => conflict.Key == key && conflict.Owner.Value == owner);
        if (isOpen && await Decide(op, key, new LearnerId(owner), ct))
        {
            wakeUp.Wake();
            await Note(op switch { "join" => "learners-joined", "give" => "identity-given", _ => "identity-left" }, $"{scheme}:{value}", ct);
        }
        return LocalRedirect("/admin/people/conflicts");
    }

    // The claim of somebody who is one with the owner is settled.
    private async Task<bool> Decide(string op, ClaimedKey key, LearnerId owner, CancellationToken ct) => op switch
    {
        "join" => await learners.Join(Tenant.Id, owner, key.ClaimedBy, Desk.Now, ct) && await conflicts.Leave(Tenant.Id, key, ct),
        "give" => await conflicts.GiveToClaimant(Tenant.Id, key, ct),
        "leave" => await conflicts.Leave(Tenant.Id, key, ct),
        _ => false,
    };
}
