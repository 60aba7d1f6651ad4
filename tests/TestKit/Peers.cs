using System.Diagnostics;
using System.Text.Json;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// The libraries of others that credentials are verified with, run by Node in a process of their own (<c>tests/Peers</c>).
/// It never reaches the network: what it needs comes with each question.
/// </summary>
public sealed class Peers : IDisposable
{
    private static readonly string Folder = Repository.PathTo("tests/Peers");
    private static readonly string? Node = Programs.Find("node", "nodejs");

    private readonly Process process;
    private readonly Leash? leash;

    public Peers()
    {
        var contexts = Repository.PathTo("src/LtiBadgeConnector.JsonLd/Contexts/Files");
        process = Process.Start(new ProcessStartInfo(Node ?? throw new InvalidOperationException(SkipReason), [Path.Combine(Folder, "peers.mjs"), contexts])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        leash = Leash.To(process.Id);
    }

    /// <summary>Why they cannot be asked here; null when they can.</summary>
    public static string? SkipReason { get; } =
        Node is null ? "Node: not installed"
        : !Directory.Exists(Path.Combine(Folder, "node_modules")) ? "tests/Peers: npm ci has not been run"
        : null;

    /// <param name="what">One of the questions that <c>peers.mjs</c> lists.</param>
    public async Task<JsonElement> Ask<T>(string what, T with)
    {
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { ask = what, with }));
        await process.StandardInput.FlushAsync();
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peers' process ended.");
        var said = JsonDocument.Parse(line).RootElement;
        return said.TryGetProperty("answer", out var answer) ? answer : throw new InvalidOperationException(said.GetProperty("failed").GetString());
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        leash?.Dispose();
        process.Dispose();
    }
}
