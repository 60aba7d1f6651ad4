using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Mailing;
using MimeKit;

namespace LtiBadgeConnector.IntegrationTests.Mailing;

/// <summary>What comes of a mail when the server says no, says nothing, or dies.</summary>
public sealed class SmtpSenderTests : IAsyncLifetime
{
    private SmtpDouble server = null!;

    public Task InitializeAsync()
    {
        server = SmtpDouble.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Mails_go_one_after_the_other_over_one_connection()
    {
        using var sender = Sender();
        for (var mail = 0; mail < 5; mail++) await sender.Send(AMail(), Yes, CancellationToken.None);

        Assert.Equal((5, 1), (server.Taken.Count, server.Connections));
    }

    [Theory]
    [InlineData("550 no such mailbox", "mail-address-refused", false)]
    [InlineData("450 try later", "mail-address-refused", true)]
    public async Task A_refused_recipient_is_not_sent_again_unless_the_server_says_later(string answer, string code, bool isTransient)
    {
        server.RefuseRecipient = answer;
        using var sender = Sender();

        var failure = await Assert.ThrowsAsync<LmsException>(() => sender.Send(AMail(), Yes, CancellationToken.None));

        Assert.Equal((code, isTransient), (failure.Problem, failure.IsTransient));
        Assert.Empty(server.Taken);
        await sender.Send(AMail(), Yes, CancellationToken.None);
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_leaves_the_outcome_unknown()
    {
        server.DieAfterData = true;
        using var sender = Sender();

        var failure = await Assert.ThrowsAsync<LmsException>(() => sender.Send(AMail(), Yes, CancellationToken.None));

        Assert.Equal(("mail-outcome-unknown", false), (failure.Problem, failure.IsTransient));
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_offers_no_encryption_is_tried_again_later_and_hears_nothing()
    {
        var began = false;
        Task<bool> Begin() => Task.FromResult(began = true);

        using var encrypted = Sender(MailSecurity.StartTls);
        var unencrypted = await Assert.ThrowsAsync<LmsException>(() => encrypted.Send(AMail(), Begin, CancellationToken.None));
        using var nobody = Sender(port: 1);
        var absent = await Assert.ThrowsAsync<LmsException>(() => nobody.Send(AMail(), Begin, CancellationToken.None));

        Assert.Equal(("mail-server-unreachable", true, "mail-server-unreachable", true), (unencrypted.Problem, unencrypted.IsTransient, absent.Problem, absent.IsTransient));
        Assert.False(began);
    }

    [Fact]
    public async Task A_server_that_does_not_take_the_password_is_tried_again_when_somebody_may_have_mended_it()
    {
        await using var strict = SmtpDouble.Start(refuseSignIn: true);
        using var sender = new SmtpSender(
            new MailOptions { Host = "127.0.0.1", Port = strict.Port, Security = MailSecurity.None, From = "badges@a.example", User = "badges", Password = "wrong", Timeout = TimeSpan.FromSeconds(10) }, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<LmsException>(() => sender.Send(AMail(), Yes, CancellationToken.None));

        Assert.Equal(("mail-sign-in-refused", true), (failure.Problem, failure.IsTransient));
        Assert.Empty(strict.Taken);
    }

    [Fact]
    public async Task What_was_handed_over_before_is_not_handed_over_again()
    {
        using var sender = Sender();

        var failure = await Assert.ThrowsAsync<LmsException>(() => sender.Send(AMail(), () => Task.FromResult(false), CancellationToken.None));

        Assert.Equal("mail-outcome-unknown", failure.Problem);
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task Without_a_server_nothing_is_sent()
    {
        using var sender = new SmtpSender(new MailOptions(), TimeProvider.System);

        Assert.Equal("mail-not-configured", (await Assert.ThrowsAsync<LmsException>(() => sender.Send(AMail(), Yes, CancellationToken.None))).Problem);
    }

    private static Task<bool> Yes() => Task.FromResult(true);

    private SmtpSender Sender(MailSecurity security = MailSecurity.None, int? port = null) =>
        new(new MailOptions { Host = "127.0.0.1", Port = port ?? server.Port, Security = security, From = "badges@a.example", Timeout = TimeSpan.FromSeconds(10) }, TimeProvider.System);

    private static MimeMessage AMail()
    {
        var mail = new MimeMessage { Subject = "S", Body = new TextPart("plain") { Text = "T" } };
        mail.From.Add(MailboxAddress.Parse("badges@a.example"));
        mail.To.Add(MailboxAddress.Parse("b@b.example"));
        return mail;
    }
}
