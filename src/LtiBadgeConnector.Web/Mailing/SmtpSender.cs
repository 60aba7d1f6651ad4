using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Web.Configuration;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>Hands mails to the server, one after the other over one connection that stays open while there is more to send.</summary>
public sealed class SmtpSender(MailOptions options, TimeProvider time) : IDisposable
{
    // Servers close a connection that is silent for a few minutes; an own close is cheaper than a failed mail.
    private static readonly TimeSpan idle = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private SmtpClient? client;
    private DateTimeOffset usedAt;

    /// <param name="beforeHandOver">Called when the server is ready: from then on a failure may mean that the mail arrived. False stops.</param>
    /// <exception cref="LmsException">The server refused or did not answer; the code says whether the mail may have arrived.</exception>
    public async Task Send(MimeMessage message, Func<Task<bool>> beforeHandOver, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            var server = await Connected(ct);
            if (!await beforeHandOver()) throw Failure(MailProblems.OutcomeUnknown, isTransient: false);
            await HandOver(server, message, ct);
            usedAt = time.GetUtcNow();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        client?.Dispose();
        oneAtATime.Dispose();
    }

    private async Task<SmtpClient> Connected(CancellationToken ct)
    {
        if (!options.IsOn) throw Failure(MailProblems.NotConfigured, isTransient: false);
        if (client is { IsConnected: true } open && time.GetUtcNow() - usedAt < idle) return open;
        await Close();
        client = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Host!, options.Port, options.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, ct);
            if (!string.IsNullOrEmpty(options.User)) await client.AuthenticateAsync(options.User, options.Password ?? "", ct);
            return client;
        }
        catch (AuthenticationException e)
        {
            await Close();
            throw Failure(MailProblems.SignInRefused, isTransient: true, e);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // No name, no answer, no encryption, a certificate that is not valid: nothing has been said to the server yet.
            await Close();
            throw Failure(MailProblems.Unreachable, isTransient: true, e);
        }
    }

    private async Task HandOver(SmtpClient server, MimeMessage message, CancellationToken ct)
    {
        try
        {
            await server.SendAsync(message, ct);
        }
        catch (SmtpCommandException e)
        {
            // The server itself says no, so it has not taken the mail. 4xx is "not now", 5xx is "never" (RFC 5321, 4.2.1).
            await Close();
            var isAddress = e.ErrorCode is SmtpErrorCode.RecipientNotAccepted;
            throw Failure(isAddress ? MailProblems.AddressRefused : MailProblems.Refused, isTransient: (int)e.StatusCode < 500, e);
        }
        catch (ServiceNotConnectedException e)
        {
            await Close();
            throw Failure(MailProblems.Unreachable, isTransient: true, e);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The line went dead somewhere between the first word and the last "250": it may have arrived.
            await Close();
            throw Failure(MailProblems.OutcomeUnknown, isTransient: false, e);
        }
    }

    private async Task Close()
    {
        if (client is null) return;
        try
        {
            if (client.IsConnected) await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ServiceNotConnectedException or ProtocolException)
        {
            // It is gone already.
        }
        client.Dispose();
        client = null;
    }

    private static LmsException Failure(string problem, bool isTransient, Exception? inner = null) => new(problem, inner?.Message ?? problem, isTransient, inner: inner);
}
