using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// A program run beside the test. What it prints, on either stream, is kept line by line; it is killed on dispose
/// and, by a <see cref="Leash"/>, also when the test process itself dies.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Process process;
    private readonly Leash? leash;
    private readonly List<string> lines = [];

    private ChildProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Start();
        leash = Leash.To(process.Id);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The lines printed so far, in the order they arrived.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    /// <summary>Starts <c>dotnet <paramref name="assembly"/></c>; see <see cref="Repository.BuiltAssembly"/>.</summary>
    public static ChildProcess StartDotnet(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
        => Start("dotnet", [assembly, .. arguments], environment, folder);

    /// <summary>Starts a program found on the PATH or named by its path. The environment is added to the test's own.</summary>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        return new ChildProcess(start);
    }

    /// <summary>Waits for the first line, printed already or not, that matches.</summary>
    public async Task<Match> WaitForLine(Regex pattern, TimeSpan timeout)
        => await WaitFor(
            () => Task.FromResult(Output.Select(line => pattern.Match(line)).FirstOrDefault(match => match.Success)),
            timeout,
            $"a line like {pattern}");

    /// <summary>Waits until <paramref name="url"/> answers 200 to a GET.</summary>
    public async Task WaitForOk(string url, TimeSpan timeout)
        => await WaitFor(async () => await AnswersOk(url) ? url : null, timeout, $"200 from {url}");

    /// <summary>Waits for the end and returns the exit code, with all output read.</summary>
    public async Task<int> WaitForExit(TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(WithOutput($"{Name} did not end within {timeout.TotalSeconds:0.#} s"));
        }

        return process.ExitCode;
    }

    /// <summary>SIGKILL: the program has no chance to finish anything. Returns when it is gone.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGKILL, at once and without a look for children of its own, which takes tens of milliseconds.</summary>
    public async Task KillAlone()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: asks the program to stop in good order. Does not wait; see <see cref="WaitForExit"/>.</summary>
    public void Terminate()
    {
        const int sigterm = 15;
        if (SendSignal(process.Id, sigterm) != 0)
            throw new InvalidOperationException($"No signal could be sent to {Name}: error {Marshal.GetLastPInvokeError()}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        leash?.Dispose();
        process.Dispose();
    }

    private string Name => $"{Path.GetFileName(process.StartInfo.FileName)} {string.Join(' ', process.StartInfo.ArgumentList.Take(2).Select(Path.GetFileName))}";

    private async Task<T> WaitFor<T>(Func<Task<T?>> probe, TimeSpan timeout, string what)
        where T : class
    {
        try
        {
            return await Eventually.Some(() => ProbeWhileAlive(probe, what), timeout, what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(WithOutput(e.Message), e);
        }
    }

    private async Task<T?> ProbeWhileAlive<T>(Func<Task<T?>> probe, string what)
        where T : class
    {
        var ended = process.HasExited;
        if (ended)
            await process.WaitForExitAsync();

        var found = await probe();
        return found is null && ended
            ? throw new InvalidOperationException(WithOutput($"{Name} ended with {process.ExitCode} before {what}"))
            : found;
    }

    private static async Task<bool> AnswersOk(string url)
    {
        try
        {
            using var answer = await Http.GetAsync(url);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private string WithOutput(string sentence) => $"{sentence}. Its last lines:\n{string.Join('\n', Output.TakeLast(40))}";

    private void Keep(string? line)
    {
        if (line is null)
            return;

        lock (lines)
            lines.Add(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
