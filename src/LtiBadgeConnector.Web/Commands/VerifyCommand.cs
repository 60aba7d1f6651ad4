using System.Globalization;
using System.Text;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Web.Verifying;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>Checks a credential from a file or an address; exit status 0 only when it is valid.</summary>
internal static class VerifyCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        await using var app = ConnectorApp.Create(arguments.Settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
        IDocumentLoader documents = arguments.Find("documents") is { } map ? MappedDocumentLoader.Read(map) : app.Services.GetRequiredService<IDocumentLoader>();

        var input = await Read(arguments.Word("FILE or URL"), documents);
        var report = app.Services.GetRequiredService<TrustedIssuers>().Mark(
            await new CredentialVerifier(documents).Verify(input, new VerificationRequest(At(arguments, app.Services)), CancellationToken.None));
        if (arguments.Json) Console.WriteLine(Encoding.UTF8.GetString(report.ToJson()));
        else Print(report);
        return report.Verdict == Verdict.Valid ? 0 : 1;
    }

    private static async Task<byte[]> Read(string source, IDocumentLoader documents)
    {
        if (!source.StartsWith("http://", StringComparison.Ordinal) && !source.StartsWith("https://", StringComparison.Ordinal))
            return File.Exists(source) ? await File.ReadAllBytesAsync(source) : throw new CommandException("file-missing", $"{source} is not there.");
        return await documents.Load(source, CancellationToken.None) switch
        {
            LoadedDocument.Found found => found.Bytes,
            LoadedDocument.Failed failed => throw new CommandException(failed.Code, $"{source} could not be had."),
            var other => throw new InvalidOperationException($"Unknown answer {other}."),
        };
    }

    private static DateTimeOffset At(Arguments arguments, IServiceProvider services) => arguments.Find("at") switch
    {
        null => services.GetRequiredService<TimeProvider>().GetUtcNow(),
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
        var text => throw new CommandException("argument-invalid", $"--at {text} is not an instant such as 2026-11-22T00:00:00Z."),
    };

    private static void Print(VerificationReport report)
    {
        Console.WriteLine(report.Verdict.Name());
        if (report.Trust is { } trust) Console.WriteLine($"  trusted  {trust}");
        foreach (var check in report.Checks) Console.WriteLine($"  {check.Result.Name(),-8} {check.Name,-12} {check.Code} {check.Detail}");
    }
}
