using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms;

/// <summary>How one demo LMS is run. The defaults suit a test: a free port, nothing written to disk.</summary>
public sealed class DemoLmsOptions
{
    /// <summary>Address to listen on, an origin without a path. Port 0 takes a free port, known once the app has started.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    /// <summary>Origin that browsers and tools use, which is also the LTI issuer. Without it, the address listened on.</summary>
    public string? PublicOrigin { get; init; }

    /// <summary>JSON file that keeps people, grades, keys and the webhook outbox between runs; null keeps them in memory.</summary>
    public string? StateFile { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>As which product it behaves.</summary>
    public Personality Personality { get; init; } = Personality.Hokuto;

    /// <summary>Offers LTI platform storage at the first start; later the switch on the administrator's page decides.</summary>
    public bool PlatformStorage { get; init; }

    /// <summary>A registered tool can be used at once; otherwise an administrator presses Activate first, as at Moodle.</summary>
    public bool ActivateTools { get; init; } = true;

    /// <summary>Most members in one answer of the names and roles service, whatever limit the tool asks for.</summary>
    public int MembersPerPage { get; init; } = 8;

    /// <summary>Waits before each try of a webhook; after the last one the delivery stays failed until somebody resends it.</summary>
    public IReadOnlyList<TimeSpan> WebhookRetries { get; init; } =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Where log lines go; silent by default.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
