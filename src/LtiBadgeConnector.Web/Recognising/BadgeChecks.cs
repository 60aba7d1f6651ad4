using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;

namespace LtiBadgeConnector.Web.Recognising;

/// <summary>
/// Asks the issuers of submitted badges once a day whether they still hold. One that does not counts no longer, and the rule is decided
/// again: what becomes of the larger credential is its mapping's policy. An issuer that does not answer changes nothing.
/// </summary>
public sealed class BadgeChecks(RecognitionRepository recognitions, CredentialVerifier verifier, Road road, TimeProvider time) : IChore
{
    private const int MostInRun = 20;

    public static readonly TimeSpan Each = TimeSpan.FromDays(1);

    private static readonly TimeSpan WithoutAnswer = TimeSpan.FromHours(6);

    public async Task RunAll(CancellationToken ct)
    {
        foreach (var due in await recognitions.DueForCheck(MostInRun, time.Now(), ct))
            if (await recognitions.Take(due, time.Now() + WithoutAnswer, ct)) await Check(due, ct);
    }

    private async Task Check(BadgeToCheck due, CancellationToken ct)
    {
        var verdict = await verifier.AskAgain(StatusReference.Read(due.Reference), time.Now(), ct);
        var now = time.Now();
        if (StandingOf(verdict) is not { } standing) return;
        var changed = standing == due.Standing ? null : Changed(due, standing, now);
        await recognitions.Note(due, standing, now, standing == BadgeStanding.Withdrawn ? null : now + Each, changed, ct);
        if (changed is not null) await road.Evaluate([due.About], ct);
    }

    private static BadgeStanding? StandingOf(Verdict verdict) => verdict switch
    {
        Verdict.Valid => BadgeStanding.InForce,
        Verdict.Suspended => BadgeStanding.Suspended,
        Verdict.Revoked => BadgeStanding.Withdrawn,
        _ => null,
    };

    private static AuditEntry Changed(BadgeToCheck due, BadgeStanding standing, DateTimeOffset at) => AuditEntry.Of(
        due.About.Tenant, at, "system", null,
        standing switch
        {
            BadgeStanding.Withdrawn => "recognition-badge-withdrawn",
            BadgeStanding.Suspended => "recognition-badge-suspended",
            _ => "recognition-badge-in-force",
        },
        due.Id.ToString());
}
