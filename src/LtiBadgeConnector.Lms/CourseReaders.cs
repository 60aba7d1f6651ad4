using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms.Ags;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lms.Rosters;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Nrps;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lms;

/// <summary>Makes the readers of a course from the connections of its platform and from the services its last launch named.</summary>
public sealed class CourseReaders(
    IConnections connections,
    IRegistrations registrations,
    AgsClient ags,
    NrpsClient nrps,
    MoodleAbilities abilities,
    Func<MoodleSite, MoodleWebServices> connect,
    CanvasRest canvas,
    CanvasAbilities canvasAbilities,
    TimeProvider time) : ICourseReaders
{
    /// <summary>The one that can read the whole course comes first: it confirms hints.</summary>
    public async Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct)
    {
        if (await ActiveRegistration(course, ct) is not { } registration) return [];

        var profile = PlatformProfiles.For(registration.ProductFamilyCode);
        List<ICourseReader> readers = [];
        foreach (var (connection, site) in await MoodleSites(course, ct))
        {
            var moodle = connect(site);
            readers.Add(new MoodleReader(moodle, course.LmsCourseId, await abilities.Of(connection.Id, site, moodle, ct), profile, time));
        }
        readers.AddRange((await CanvasSites(course, ct)).Select(one => new CanvasReader(canvas, one.Site, one.Connection.Id, canvasAbilities, course.LmsCourseId, profile, time)));
        // AGS shows our own columns only, and a reader of the whole gradebook has read those too.
        if (!readers.Any(reader => reader.Can.HasFlag(ReaderAbilities.Grades)) && EndpointOf(course) is { } endpoint && CanReadResults(endpoint))
            readers.Add(new AgsReader(ags, registration, endpoint, course.LmsCourseId, profile, time));
        return readers;
    }

    public async Task<IRosterReader?> RosterOf(Course course, CancellationToken ct)
    {
        if (course.MembershipsUrl is not { } url || await ActiveRegistration(course, ct) is not { } registration) return null;

        var sites = await MoodleSites(course, ct);
        return new LtiRosterReader(
            nrps, registration, new NrpsEndpoint(url, ["2.0"]), course.RosterResourceLinkId, PlatformProfiles.For(registration.ProductFamilyCode),
            sites is [var (_, site), ..] ? new MoodleRoster(connect(site), course.LmsCourseId) : null);
    }

    public async Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct)
    {
        if (await ActiveRegistration(course, ct) is not { } registration) return null;

        var profile = PlatformProfiles.For(registration.ProductFamilyCode);
        if (await MoodleSites(course, ct) is [var (_, moodle), ..]) return new MoodleSubmissions(connect(moodle), course.LmsCourseId, profile);
        return await CanvasSites(course, ct) is [var (_, site), ..] ? new CanvasSubmissions(canvas, site, course.LmsCourseId, profile) : null;
    }

    internal static AgsEndpoint? EndpointOf(Course course, string? lineItem = null) =>
        course.LineItemsUrl is null && lineItem is null
            ? null
            : new(course.ServiceScopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], course.LineItemsUrl, lineItem);

    private static bool CanReadResults(AgsEndpoint endpoint) =>
        endpoint.Offers(LtiScopes.ResultReadOnly) && (endpoint.Offers(LtiScopes.LineItemReadOnly) || endpoint.Offers(LtiScopes.LineItem));

    private async Task<Registration?> ActiveRegistration(Course course, CancellationToken ct) =>
        await registrations.Find(new RegistrationId(course.Platform.Value), ct) is { State: RegistrationState.Active } registration ? registration : null;

    private async Task<IReadOnlyList<(Connection Connection, MoodleSite Site)>> MoodleSites(Course course, CancellationToken ct) =>
        [.. from connection in await connections.OfPlatform(course.Tenant, course.Platform, ct)
            where connection is { IsEnabled: true, Kind: ConnectionKinds.MoodleWebServices }
            let site = MoodleSite.Of(connection)
            where site is not null
            select (connection, site)];

    private async Task<IReadOnlyList<(Connection Connection, CanvasSite Site)>> CanvasSites(Course course, CancellationToken ct) =>
        [.. from connection in await connections.OfPlatform(course.Tenant, course.Platform, ct)
            where connection is { IsEnabled: true, Kind: ConnectionKinds.Canvas }
            let site = CanvasSite.Of(connection)
            where site is { RefreshToken: not null }
            select (connection, site)];
}
