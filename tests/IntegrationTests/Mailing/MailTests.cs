using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Public;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Mailing;
using MimeKit;

namespace LtiBadgeConnector.IntegrationTests.Mailing;

/// <summary>A learner is written to over a real SMTP conversation: once, in their language, until they stop it.</summary>
public sealed partial class MailTests : IAsyncLifetime
{
    private SmtpDouble server = null!;
    private PublicConnector connector = null!;

    public async Task InitializeAsync()
    {
        server = SmtpDouble.Start();
        connector = new PublicConnector { Settings = ["--Mail:Host=127.0.0.1", $"--Mail:Port={server.Port}", "--Mail:Security=None", "--Mail:From=badges@shirakaba.example"] };
        await connector.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await connector.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_award_is_told_once_in_plain_text_with_a_link_that_opens_it()
    {
        var mail = await TheMail();

        Assert.Equal(("misaki@example.org", "badges@shirakaba.example"), (mail.To.Mailboxes.Single().Address, mail.From.Mailboxes.Single().Address));
        Assert.Contains(PublicConnector.Title, mail.Subject, StringComparison.Ordinal);
        var text = Assert.IsType<TextPart>(mail.Body);
        Assert.True(text.IsPlain);
        Assert.Contains($"Hello {PublicConnector.LearnerName},", text.Text, StringComparison.Ordinal);
        using var page = await connector.Send(HttpMethod.Get, PathIn(text.Text, "/awards/"), accept: "text/html");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        // The road and its sweep may pass as often as they like.
        for (var round = 0; round < 3; round++) await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None);
        await connector.Get<DeliverStep>().Run([(await connector.Award()).Id], CancellationToken.None);
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task The_link_below_a_mail_stops_mails_and_lets_them_come_again()
    {
        var mail = await TheMail();
        var stop = PathIn(TextOf(mail), "/mails/stop/");
        Assert.Contains(stop, mail.Headers[HeaderId.ListUnsubscribe], StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);

        using var before = await connector.Send(HttpMethod.Get, stop);
        Assert.Contains("data-stopped=\"false\"", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var byMailProgram = await connector.Send(HttpMethod.Post, stop, content: new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        using var after = await connector.Send(HttpMethod.Get, stop);
        Assert.Contains("data-stopped=\"true\"", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Withdraw();
        Assert.Single(server.Taken);

        using var again = await connector.Send(HttpMethod.Post, stop, content: new FormUrlEncodedContent([new("op", "resume")]));
        using var resumed = await connector.Send(HttpMethod.Get, stop);
        Assert.Contains("data-stopped=\"false\"", await resumed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var forged = await connector.Send(HttpMethod.Post, stop[..^4] + "AAAA");
        Assert.Contains("mail-link-unknown", await forged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawal_is_told_with_its_reason()
    {
        await TheMail();
        await Withdraw();

        await Eventually.True(async () => await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None) >= 0 && server.Taken.Count == 2, TimeSpan.FromSeconds(60), "the second mail is there");
        var mail = Parsed(server.Taken[1]);
        Assert.Contains("withdrawn", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("A grade was corrected", TextOf(mail), StringComparison.Ordinal);

        var (root, secret) = await connector.Launch(role: ProductRole.Instructor);
        using var road = await connector.Send(HttpMethod.Get, root + await connector.StaffPage(), secret);
        Assert.Contains("Mail about the withdrawal", await road.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learner_is_reminded_of_the_end_in_words_of_its_own()
    {
        await TheMail();
        var award = await connector.Award();
        var dossier = (await connector.Get<IMails>().Find(award.Tenant, award.Id, CancellationToken.None))!;

        var mail = await connector.Get<MailLetters>().Write(dossier with { ValidUntil = new(2026, 12, 24, 3, 0, 0, TimeSpan.Zero) }, MailKind.Ending, "m1", CancellationToken.None);

        Assert.Equal($"Your credential “{PublicConnector.Title}” ends on 24 December 2026", mail.Subject);
        Assert.Contains("is valid until 24 December 2026", TextOf(mail), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MappingNoticeKind.FirstAward, "en", "The first credential is out: Data Literacy", "“Data Literacy” in Statistics I")]
    [InlineData(MappingNoticeKind.Silent, "en", "Events has sent nothing since 24 Nov 2026, 12:00: Data Literacy", "Nothing is lost")]
    [InlineData(MappingNoticeKind.Appealed, "en", "A learner wrote to you about a credential: Data Literacy", "asks you to look at it again")]
    [InlineData(MappingNoticeKind.Stopped, "ja-JP", "停止しました：通常を大きく超える件数の授与: Data Literacy", "まだ何も授与していません")]
    public void An_instructor_reads_what_to_know_in_their_language(MappingNoticeKind kind, string language, string subject, string text)
    {
        var notice = new MappingNotice(kind, "1", "Events", new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        var mail = connector.Get<MailLetters>().Notice(
            new(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()), notice, 0, "mori@example.org", "Kenji Mori", language, false, "Data Literacy", "Shirakaba", "Statistics I", "Asia/Tokyo"), "n1");

        Assert.Equal((subject, "mori@example.org"), (mail.Subject, mail.To.Mailboxes.Single().Address));
        Assert.Contains(text, TextOf(mail), StringComparison.Ordinal);
        Assert.Contains("/mails/stop/", TextOf(mail), StringComparison.Ordinal);
    }

    private async Task Withdraw()
    {
        var award = await connector.Award();
        Assert.Null(await connector.Get<Web.Withdrawing.WithdrawDesk>().Withdraw(award.Tenant, award.Id, "A grade was corrected", "administrator", null, CancellationToken.None));
        await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None);
    }

    private async Task<MimeMessage> TheMail()
    {
        await Eventually.True(async () => await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None) >= 0 && server.Taken.Count > 0, TimeSpan.FromSeconds(60), "a mail is there");
        return Parsed(Assert.Single(server.Taken));
    }

    private static string TextOf(MimeMessage mail) => mail.TextBody ?? throw new InvalidOperationException("The mail has no plain text.");

    private static MimeMessage Parsed(string mail) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail)));

    private string PathIn(string text, string start) => Address().Matches(text).Select(match => match.Value).Single(address => address.StartsWith(connector.Origin + start, StringComparison.Ordinal))[connector.Origin.Length..];

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}
