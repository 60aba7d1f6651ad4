using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Connects an LMS: choose which, then step by step, with a test at the end of each.</summary>
public sealed class ConnectModel(
    ConsoleDesk desk, PlatformRepository platforms, ConnectionRepository connections, CourseRepository courses, Configuration.ConnectorOptions connector) : ConsolePage(desk, AdminPlace.Connections)
{
    private const string Moodle = "moodle";
    private const string Canvas = "canvas";

    /// <summary>One of <see cref="Choices"/>; null while nothing is chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Lms { get; set; }

    public IReadOnlyList<(string Code, string Name)> Choices { get; } = [(Moodle, "Moodle"), (Canvas, "Canvas"), ("other", "")];

    public bool IsMoodle => Lms == Moodle;

    public bool IsCanvas => Lms == Canvas;

    /// <summary>What is registered of that product.</summary>
    public IReadOnlyList<Platform> Registered { get; private set; } = [];

    public bool SendsEvents { get; private set; }

    public bool IsRead { get; private set; }

    public bool WasLaunched { get; private set; }

    public string PluginUrl => $"{connector.PublicUrl}/lti/config/moodle/{MoodlePlugin.FileName}";

    public string CanvasUrl => $"{connector.PublicUrl}/lti/config/canvas.json";

    public async Task OnGet(CancellationToken ct)
    {
        if (Choices.All(choice => choice.Code != Lms)) Lms = null;
        var all = await platforms.List(Tenant.Id, ct);
        Registered = [.. all.Where(platform => Lms switch
        {
            Moodle or Canvas => string.Equals(platform.Registration.ProductFamilyCode, Lms, StringComparison.OrdinalIgnoreCase),
            "other" => platform.Registration.ProductFamilyCode?.ToLowerInvariant() is not (Moodle or Canvas),
            _ => false,
        })];
        foreach (var platform in Registered)
        {
            var ways = (await connections.OfPlatform(Tenant.Id, platform.Id, ct)).Where(way => way.IsEnabled).ToArray();
            SendsEvents |= ways.Any(way => ConnectionKinds.TellsEvents(way.Kind));
            IsRead |= ways.Any(way => !ConnectionKinds.TellsEvents(way.Kind));
            WasLaunched |= await courses.LatestOf(Tenant.Id, platform.Id, ct) is not null;
        }
    }
}
