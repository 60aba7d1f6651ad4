using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Public;
using LtiBadgeConnector.TestKit;
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

        await Eventually.True(async () => await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None) >= 0 && server.Taken.Count == 2, TimeSpan.FromSeconds(20), "the second mail is there");
        var mail = Parsed(server.Taken[1]);
        Assert.Contains("withdrawn", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("A grade was corrected", TextOf(mail), StringComparison.Ordinal);
    }

    private async Task Withdraw()
    {
        var award = await connector.Award();
        Assert.Null(await connector.Get<Web.Withdrawing.WithdrawDesk>().Withdraw(award.Tenant, award.Id, "A grade was corrected", "administrator", null, CancellationToken.None));
        await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None);
    }

    private async Task<MimeMessage> TheMail()
    {
        await Eventually.True(async () => await connector.Get<DeliverStep>().SendMails(20, CancellationToken.None) >= 0 && server.Taken.Count > 0, TimeSpan.FromSeconds(20), "a mail is there");
        return Parsed(Assert.Single(server.Taken));
    }

    private static string TextOf(MimeMessage mail) => mail.TextBody ?? throw new InvalidOperationException("The mail has no plain text.");

    private static MimeMessage Parsed(string mail) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail)));

    private string PathIn(string text, string start) => Address().Matches(text).Select(match => match.Value).Single(address => address.StartsWith(connector.Origin + start, StringComparison.Ordinal))[connector.Origin.Length..];

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}
