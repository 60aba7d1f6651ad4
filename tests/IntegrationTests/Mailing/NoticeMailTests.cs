using System.Text;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Public;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace LtiBadgeConnector.IntegrationTests.Mailing;

/// <summary>What instructors are told, and what learners read in the words of their institution, as it comes out of a real SMTP conversation.</summary>
public sealed class NoticeMailTests : IAsyncLifetime
{
    private static readonly CancellationToken ct = CancellationToken.None;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    private SmtpDouble server = null!;
    private PublicConnector connector = null!;

    public async Task InitializeAsync()
    {
        server = SmtpDouble.Start();
        connector = new PublicConnector
        {
            Settings = ["--Mail:Host=127.0.0.1", $"--Mail:Port={server.Port}", "--Mail:Security=None", "--Mail:From=badges@shirakaba.example"],
            Others = [Teacher("mori", "森 健二", "ja-JP"), Teacher("tanaka", "Aki Tanaka", "en")],
        };
        await connector.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await connector.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_first_credential_is_told_to_all_who_teach_once_and_in_their_language()
    {
        await connector.Get<InstructorNotices>().RunAll(ct);
        await connector.Get<InstructorNotices>().RunAll(ct);

        Assert.Equal($"最初のクレデンシャルを授与しました: {PublicConnector.Title}", (await To("mori")).Subject);
        var mail = await To("tanaka");
        Assert.Equal($"The first credential is out: {PublicConnector.Title}", mail.Subject);
        Assert.Contains($"“{PublicConnector.Title}” in Data Science I", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_the_brake_stopped_is_told_at_once()
    {
        var first = await connector.Award();
        var mapping = (await connector.Mappings()).Single(one => one.Id != first.Mapping);
        var entry = AuditEntry.Of(mapping.Tenant, TimeProvider.System.Now(), "instructor", null, "issuing-guarded", mapping.Id.ToString());
        await connector.Get<GateRepository>().Set(mapping.Tenant, mapping.Id, asksApproval: false, holdUntil: null, hasBrake: true, entry, ct);
        var joined = await connector.Join(Brake.AlwaysAllowed + 1, 80);
        await connector.Get<Road>().Evaluate([.. joined.Select(learner => new EvaluationKey(mapping.Tenant, mapping.Id, learner))], ct);

        await connector.Get<InstructorNotices>().RunAll(ct);

        var mail = await To("tanaka", "Stopped: a run would have awarded far more than usual");
        Assert.EndsWith(PublicConnector.NearTitle, mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Nothing of that run has been sent.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("まだ何も授与していません", (await To("mori", "停止しました")).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_silent_for_a_day_is_told_while_people_work_in_the_course()
    {
        await connector.Connect("Campus events");
        var tomorrow = new Later(TimeSpan.FromHours(25));
        await connector.OpenedAt(tomorrow.GetUtcNow());

        await ActivatorUtilities.CreateInstance<InstructorNotices>(connector.Get<IServiceProvider>(), tomorrow).RunAll(ct);

        var mail = await To("tanaka", PublicConnector.NearTitle);
        Assert.StartsWith("Campus events has sent nothing since", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Nothing is lost", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learner_reads_what_happens_to_a_credential_in_their_language_and_in_the_words_of_the_institution()
    {
        var award = await connector.Award();
        await connector.Get<PreferenceRepository>().Save(award.Tenant, award.Learner, LearnerPreferences.None with { Language = "ja" }, ct);
        foreach (var kind in Enum.GetValues<MailKind>())
            await connector.Get<MailRepository>().SaveTemplate(award.Tenant, kind, "ja", new($"【{kind}】{{title}}", "{name} 殿\n{issuer} {course} {date}\n{reason}\n{link}"), TimeProvider.System.Now(), ct);

        // It ends in a month, and whoever holds it is reminded six months before.
        await connector.SetPolicy(new() { MaySuspend = true, ValidMonths = 1, RemindDays = AwardPolicy.LongestReminder });
        await connector.AwardAgain();
        await ToLearner(MailKind.Awarded);
        await connector.Get<InstructorNotices>().RunAll(ct);
        await ToLearner(MailKind.Ending);
        Assert.Null(await connector.Get<AwardActions>().Run(AwardActions.Suspend, new(award.Tenant, "instructor", null), (await connector.Award()).Id, "成績を確認しています", ct));

        foreach (var (kind, reason) in new[] { (MailKind.Withdrawn, "To be given anew."), (MailKind.Awarded, ""), (MailKind.Ending, ""), (MailKind.Suspended, "成績を確認しています") })
        {
            var mail = await ToLearner(kind);
            Assert.StartsWith($"{PublicConnector.LearnerName} 殿\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Contains("Data Science I", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains("年", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains(reason, mail.TextBody, StringComparison.Ordinal);
            Assert.Contains($"{connector.Origin}/awards/", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains("今後のメールを停止する", mail.TextBody, StringComparison.Ordinal);
        }
    }

    private Task<MimeMessage> ToLearner(MailKind kind) => Mail("misaki@example.org", $"【{kind}】{PublicConnector.Title}");

    private Task<MimeMessage> To(string teacher, string about = PublicConnector.Title) => Mail($"{teacher}@shirakaba.example", about);

    private async Task<MimeMessage> Mail(string to, string about)
    {
        IReadOnlyList<MimeMessage> Found() =>
            [.. server.Taken.Select(text => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Where(mail => mail.To.Mailboxes.Single().Address == to && mail.Subject?.Contains(about, StringComparison.Ordinal) is true)];
        await Eventually.True(async () => await connector.Get<DeliverStep>().SendMails(20, ct) >= 0 && Found().Count > 0, patience, $"a mail about {about} to {to}");
        return Assert.Single(Found());
    }

    private static RosterMember Teacher(string sub, string name, string locale) =>
        new(sub, [], name, null, null, $"{sub}@shirakaba.example", locale, ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"], CanEarn: false);

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
