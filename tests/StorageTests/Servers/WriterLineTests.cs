using LtiBadgeConnector.Storage;

namespace LtiBadgeConnector.StorageTests.Servers;

public sealed class WriterLineTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private readonly WriterLine line = new();

    [Fact]
    public async Task Who_comes_later_but_urgently_writes_first()
    {
        await line.Enter(isUrgent: false, Ct);
        var ordinary = line.Enter(isUrgent: false, Ct);
        var urgent = line.Enter(isUrgent: true, Ct);

        line.Leave(wasUrgent: false);
        await urgent;
        Assert.False(ordinary.IsCompleted);
        line.Leave(wasUrgent: true);
        await ordinary;
    }

    [Fact]
    public async Task After_an_urgent_writer_comes_an_ordinary_one_so_that_none_waits_for_ever()
    {
        await line.Enter(isUrgent: true, Ct);
        var ordinary = line.Enter(isUrgent: false, Ct);
        var urgent = line.Enter(isUrgent: true, Ct);

        line.Leave(wasUrgent: true);
        await ordinary;
        Assert.False(urgent.IsCompleted);
        line.Leave(wasUrgent: false);
        await urgent;
    }

    [Fact]
    public async Task Who_gave_up_waiting_is_passed_over()
    {
        using var impatient = new CancellationTokenSource();
        await line.Enter(isUrgent: false, Ct);
        var gone = line.Enter(isUrgent: true, impatient.Token);
        var patient = line.Enter(isUrgent: true, Ct);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        line.Leave(wasUrgent: false);
        await patient;
    }
}
