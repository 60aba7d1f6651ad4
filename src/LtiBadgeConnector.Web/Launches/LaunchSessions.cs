using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Sessions;
using Stored = LtiBadgeConnector.Storage.Sessions.LaunchSession;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>Opens and finds launch sessions.</summary>
public sealed class LaunchSessions(SessionRepository sessions, TimeProvider time)
{
    /// <summary>A working day: an instructor's page left open over lunch still works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <returns>The secret that the browser keeps.</returns>
    internal Task<string> Open(LaunchSession launch, CancellationToken ct) => sessions.Create(ToStored(launch), ct);

    internal async Task<LaunchSession?> Find(string secret, CancellationToken ct) =>
        await sessions.Find(secret, time.Now(), ct) is { } stored ? FromStored(stored) : null;

    /// <summary>Keeps what the person chose with the language switch, for this launch.</summary>
    internal async Task RememberLanguage(HttpContext context, string language)
    {
        var launch = context.Features.Get<OpenLaunch>() ?? throw new InvalidOperationException("No launch is open.");
        var content = launch.Session.Content with { ChosenLanguage = language };
        context.Features.Set(launch with { Session = launch.Session with { Content = content } });
        await sessions.SetContent(launch.Secret, Write(content), context.RequestAborted);
    }

    private static string Write(LaunchContent content) => JsonSerializer.Serialize(content, LaunchContentJson.Default.LaunchContent);

    private static Stored ToStored(LaunchSession launch) => new(
        launch.Handle, launch.Tenant, launch.Platform, launch.Course, launch.Learner, launch.Role, Write(launch.Content), launch.CreatedAt, launch.ExpiresAt);

    private static LaunchSession FromStored(Stored stored) => new(
        stored.Handle, stored.Tenant, stored.Platform, stored.Course, stored.Learner, stored.Role,
        JsonSerializer.Deserialize(stored.Content, LaunchContentJson.Default.LaunchContent)!, stored.CreatedAt, stored.ExpiresAt);
}
