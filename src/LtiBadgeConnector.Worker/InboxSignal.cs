using System.Threading.Channels;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Worker;

/// <summary>Says inside this process that the inbox has something. Many calls while one waits are one.</summary>
public sealed class InboxSignal : IWakeUp
{
    private readonly Channel<bool> channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => channel.Writer.TryWrite(true);

    public async Task Wait(CancellationToken ct) => await channel.Reader.ReadAsync(ct);
}
