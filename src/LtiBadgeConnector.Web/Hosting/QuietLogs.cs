using Microsoft.Extensions.Configuration.Memory;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>
/// What is logged when the administrator says nothing. Requests, ours and others', stay out: their addresses carry one-time sign-in
/// links, registration tokens and invitations.
/// </summary>
internal static class QuietLogs
{
    private static readonly Dictionary<string, string?> levels = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Hangfire"] = nameof(LogLevel.Warning),
        // Our key ring lives in the database under our own encryption; the framework's remarks on that are no news.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = nameof(LogLevel.Error),
    };

    /// <summary>Below every other source, so that any of them may raise a level again.</summary>
    public static void AddQuietLogs(this ConfigurationManager configuration) =>
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = levels });
}
