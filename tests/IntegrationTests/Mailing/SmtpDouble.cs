using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LtiBadgeConnector.IntegrationTests.Mailing;

/// <summary>A mail server that speaks real SMTP over a real socket, keeps what it takes, and misbehaves when it is told to.</summary>
internal sealed class SmtpDouble : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<string> taken = [];
    private readonly Task listening;

    private SmtpDouble()
    {
        listener.Start();
        listening = Listen();
    }

    public static SmtpDouble Start(bool refuseSignIn = false) => new() { RefuseSignIn = refuseSignIn };

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whole mails, as they came.</summary>
    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (taken)
                return [.. taken];
        }
    }

    public int Connections { get; private set; }

    /// <summary>What the next recipient is answered, once.</summary>
    public string? RefuseRecipient { get; set; }

    /// <summary>Asks for a sign-in and accepts none.</summary>
    public bool RefuseSignIn { get; init; }

    /// <summary>Takes the next mail and dies before it says so, once.</summary>
    public bool DieAfterData { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await listening;
        stop.Dispose();
    }

    private async Task Listen()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                var socket = await listener.AcceptTcpClientAsync(stop.Token);
                Connections++;
                open.Add(Talk(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Talk(TcpClient socket)
    {
        using var _ = socket;
        try
        {
            using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(socket.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 double.example ESMTP");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                var command = line.Split(' ')[0].ToUpperInvariant();
                switch (command)
                {
                    case "EHLO":
                        await writer.WriteAsync($"250-double.example\r\n{(RefuseSignIn ? "250-AUTH PLAIN\r\n" : "")}250 8BITMIME\r\n");
                        break;
                    case "AUTH":
                        await writer.WriteLineAsync("535 5.7.8 no");
                        break;
                    case "RCPT" when RefuseRecipient is { } refusal:
                        RefuseRecipient = null;
                        await writer.WriteLineAsync(refusal);
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var mail = await Mail(reader);
                        lock (taken) taken.Add(mail);
                        if (DieAfterData)
                        {
                            DieAfterData = false;
                            return;
                        }
                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The other side has gone.
        }
    }

    private async Task<string> Mail(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".") mail.Append(line).Append('\n');
        return mail.ToString();
    }
}
