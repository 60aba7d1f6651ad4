using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.StorageTests.Servers;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Gives_the_exit_code_and_every_line_of_both_streams()
    {
        await using var child = Shell("echo one; echo \"two $WORD\" >&2; exit 3", new() { ["WORD"] = "words" });

        Assert.Equal(3, await child.WaitForExit(AWhile));
        Assert.Equal(["one", "two words"], child.Output.Order());
    }

    [Fact]
    public async Task Waits_for_a_line_that_matches()
    {
        await using var child = Shell("sleep 0.2; echo listening on 8123; sleep 600");

        var line = await child.WaitForLine(new Regex(@"listening on (\d+)"), AWhile);

        Assert.Equal("8123", line.Groups[1].Value);
    }

    [Fact]
    public async Task Says_what_was_printed_when_the_program_ends_before_the_line()
    {
        await using var child = Shell("echo cannot start; exit 1");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => child.WaitForLine(new Regex("listening"), AWhile));

        Assert.Contains("ended with 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("cannot start", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_until_an_address_answers_200()
    {
        var port = FreePort.Next();
        using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        await using var child = Shell("sleep 600");
        var waiting = child.WaitForOk($"http://127.0.0.1:{port}/", AWhile);
        Assert.False(waiting.IsCompleted);

        listener.Start();
        await Answer(listener, HttpStatusCode.ServiceUnavailable);
        await Answer(listener, HttpStatusCode.OK);

        await waiting;
    }

    [Fact]
    public async Task Terminate_lets_the_program_stop_in_good_order()
    {
        await using var child = Shell("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done");
        await child.WaitForLine(new Regex("ready"), AWhile);

        child.Terminate();

        Assert.Equal(5, await child.WaitForExit(AWhile));
        Assert.Contains("bye", child.Output);
    }

    [Fact]
    public async Task Kill_gives_it_no_chance()
    {
        await using var child = Shell("trap 'echo bye; exit 5' TERM INT EXIT; echo ready; while :; do sleep 0.05; done");
        await child.WaitForLine(new Regex("ready"), AWhile);

        await child.Kill();

        Assert.True(child.HasExited);
        Assert.DoesNotContain("bye", child.Output);
    }

    [Fact]
    public async Task Is_gone_after_dispose()
    {
        var child = Shell("sleep 600");
        var id = child.Id;

        await child.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task Is_gone_when_the_test_process_is_killed()
    {
        await using var holder = ChildProcess.StartDotnet(typeof(ChildProcessTests).Assembly.Location, ["hold-child"]);
        var child = int.Parse((await holder.WaitForLine(new Regex(@"^holds (\d+)$"), AWhile)).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(Directory.Exists($"/proc/{child}"));

        Process.GetProcessById(holder.Id).Kill();

        await Eventually.True(() => !IsRunning(child), AWhile, "the killed process's child is gone");
    }

    private static ChildProcess Shell(string script, Dictionary<string, string>? environment = null)
        => ChildProcess.Start("/bin/sh", ["-c", script], environment);

    private static async Task Answer(HttpListener listener, HttpStatusCode status)
    {
        var context = await listener.GetContextAsync();
        context.Response.StatusCode = (int)status;
        context.Response.Close();
    }

    // A zombie that nobody waits for has ended too.
    private static bool IsRunning(int process)
        => File.Exists($"/proc/{process}/status") && !File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);
}
