using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Awarding;

/// <summary>Lets an instructor issue one to themselves as a test, which says so everywhere and is withdrawn by itself.</summary>
public sealed class TryOuts(
    TryOutRepository tests, WithdrawalRepository withdrawals, CourseDesk desk, Road road, PublicAddresses addresses, IStringLocalizer<Words> words, TimeProvider time) : IChore
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private const int Piece = 100;

    public async Task<TryOut?> Latest(LaunchSession launch, OpenMapping open, CancellationToken ct) =>
        launch.Learner is { } learner ? await tests.Latest(launch.Tenant, open.MicroCredential.Id, learner, ct) : null;

    /// <summary>Issues one of the draft as it is now; while one stands, it stays.</summary>
    /// <returns>Null when it is there; otherwise a code of the problem catalogue.</returns>
    public async Task<string?> Issue(LaunchSession launch, OpenMapping open, CancellationToken ct)
    {
        if (launch.Learner is not { } learner) return "not-allowed";
        if (!RuleSentences.Leaves(open.Mapping.RuleToEdit).Any()) return "rule-empty";
        if (await Latest(launch, open, ct) is { WithdrawnAt: null }) return null;

        var tried = Tried(open.MicroCredential.Draft, new WordsIn(open.MicroCredential.Draft.Language, words));
        var narrative = RuleSentences.In(tried.Language, words).Narrative(open.Mapping.RuleToEdit, await desk.Names(open, ct));
        var (achievement, award, now) = (PublicId.New(), PublicId.New(), time.Now());
        var test = new Award(
            AwardId.New(time), launch.Tenant, open.MicroCredential.Id, learner, Cycle: 1, open.Mapping.Id, open.Mapping.RuleVersion, new DefinitionVersionId(Guid.Empty),
            award, addresses.Award(award), PublicId.New(), now)
        {
            Run = AwardRuns.TestAt(now),
            ValidUntil = IssuingTime.WholeSeconds(now + Lifetime),
        };
        var entry = AuditEntry.Of(launch.Tenant, now, "instructor", learner.ToString(), "test-issued", open.Mapping.Id.ToString());
        await tests.Issue(open.MicroCredential, tried, narrative, achievement, addresses.Achievement(achievement), test, entry, ct);
        await road.Continue([test.Id], ct);
        return null;
    }

    /// <summary>Withdraws those whose time is over.</summary>
    public async Task RunAll(CancellationToken ct)
    {
        var now = time.Now();
        foreach (var test in await tests.MadeBefore(now - Lifetime, Piece, ct))
            await withdrawals.Withdraw(
                test.Tenant, test.Award, new Withdrawal(now, AwardChange.TestIsOver), AuditEntry.Of(test.Tenant, now, "system", null, "award-withdrawn", test.Award.ToString()), ct);
    }

    private static Definition Tried(Definition draft, WordsIn words) => draft with
    {
        Title = words["Test: {0}", draft.Title],
        Description = string.Join(' ', words["This is a test, issued to look at it. It certifies nothing and is withdrawn after a day."], draft.Description).Trim(),
    };
}
