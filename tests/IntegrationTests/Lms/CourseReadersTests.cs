using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class CourseReadersTests : IDisposable
{
    private readonly FakeLms lms = new();

    [Fact]
    public async Task A_connected_moodle_has_read_the_tools_own_columns_too()
    {
        lms.Offer(MoodleFunctions.GradeItems);
        Assert.Equal(["moodle"], await Names(Connected(), ACourse()));
    }

    [Fact]
    public async Task A_connected_moodle_that_may_not_read_grades_comes_before_the_tools_own_columns()
    {
        lms.Offer(MoodleFunctions.CourseCompletion);
        Assert.Equal(["moodle", "lti-ags"], await Names(Connected(), ACourse()));
    }

    [Fact]
    public async Task Without_a_connection_there_are_only_the_tools_own_columns() =>
        Assert.Equal(["lti-ags"], await Names([], ACourse()));

    [Theory]
    [InlineData(LtiScopes.ResultReadOnly)]
    [InlineData(LtiScopes.LineItem)]
    [InlineData(null)]
    public async Task Without_the_scopes_or_the_service_there_is_no_reading_of_columns(string? scopes)
    {
        Assert.Empty(await Names([], ACourse() with { ServiceScopes = scopes }));
        Assert.Empty(await Names([], ACourse() with { LineItemsUrl = null }));
    }

    [Fact]
    public async Task A_connection_that_is_off_or_incomplete_reads_nothing()
    {
        var connection = Connected()[0];
        Assert.Equal(["lti-ags"], await Names([connection with { IsEnabled = false }], ACourse()));
        Assert.Equal(["lti-ags"], await Names([connection with { Settings = new Dictionary<string, string>() }], ACourse()));
        Assert.Equal(["lti-ags"], await Names([connection with { Kind = ConnectionKinds.StandardWebhooks }], ACourse()));
    }

    [Fact]
    public async Task A_canvas_reads_once_somebody_has_authorised_it()
    {
        var settings = new Dictionary<string, string> { [ConnectionSettings.SiteUrl] = "https://canvas.example", [ConnectionSettings.ClientId] = "1", [ConnectionSettings.ClientSecret] = "s" };
        var connection = Connected()[0] with { Kind = ConnectionKinds.Canvas, Settings = settings };
        Assert.Equal(["lti-ags"], await Names([connection], ACourse()));
        Assert.Equal(["canvas"], await Names([connection with { Settings = new Dictionary<string, string>(settings) { [ConnectionSettings.RefreshToken] = "r" } }], ACourse()));
    }

    [Fact]
    public async Task What_was_handed_in_is_read_by_the_same_connections_and_by_no_other()
    {
        var moodle = Connected()[0];
        var settings = new Dictionary<string, string>
        {
            [ConnectionSettings.SiteUrl] = "https://canvas.example", [ConnectionSettings.ClientId] = "1", [ConnectionSettings.ClientSecret] = "s", [ConnectionSettings.RefreshToken] = "r",
        };
        Assert.IsType<MoodleSubmissions>(await Submissions([moodle]));
        Assert.IsType<CanvasSubmissions>(await Submissions([moodle with { Kind = ConnectionKinds.Canvas, Settings = settings }]));
        Assert.Null(await Submissions([]));
        Assert.Null(await Submissions([moodle with { IsEnabled = false }]));
        Assert.Null(await Submissions([moodle with { Kind = ConnectionKinds.StandardWebhooks }]));
        Assert.Null(await Submissions([moodle], RegistrationState.Disabled));
        Assert.Empty(lms.Server.LogEntries);

        async Task<ISubmissionReader?> Submissions(IReadOnlyList<Connection> connections, RegistrationState state = RegistrationState.Active) => await Readers(connections, state).SubmissionsOf(ACourse(), CancellationToken.None);
    }

    [Fact]
    public async Task A_registration_that_is_switched_off_is_not_spoken_to()
    {
        Assert.Empty(await Names(Connected(), ACourse(), RegistrationState.Disabled));
        Assert.Null(await Readers(Connected(), RegistrationState.Disabled).RosterOf(ACourse(), CancellationToken.None));
        Assert.Empty(lms.Server.LogEntries);
    }

    [Fact]
    public async Task A_platform_without_a_roster_has_none()
    {
        Assert.Null(await Readers([]).RosterOf(ACourse() with { MembershipsUrl = null }, CancellationToken.None));
        Assert.NotNull(await Readers([]).RosterOf(ACourse(), CancellationToken.None));
    }

    public void Dispose() => lms.Dispose();

    private async Task<IEnumerable<string>> Names(IReadOnlyList<Connection> connections, Course course, RegistrationState state = RegistrationState.Active) =>
        (await Readers(connections, state).For(course, CancellationToken.None)).Select(reader => reader.Name);

    private CourseReaders Readers(IReadOnlyList<Connection> connections, RegistrationState state = RegistrationState.Active) => new(
        new Connections(connections), new OneRegistration(lms.Registration with { State = state }), lms.Ags(), lms.Nrps(),
        new MoodleAbilities(lms.Time), lms.Moodle, Canvas, new CanvasAbilities(lms.Time), lms.Time);

    private CanvasRest Canvas => new(CanvasOverHttp, new CanvasAuthorisation(CanvasOverHttp, lms.Time), lms.Time);

    private CanvasHttp CanvasOverHttp => new(() => throw new InvalidOperationException("Nobody is asked when readers are made."), "test", lms.Time);

    private List<Connection> Connected() => [MoodleConnectionTestTests.Connection(lms.Url, FakeLms.Token)];

    private Course ACourse() => Courses.At(lms) with { ServiceScopes = $"{LtiScopes.LineItem} {LtiScopes.ResultReadOnly}" };

    private sealed class Connections(IReadOnlyList<Connection> all) : IConnections
    {
        public Task<Connection?> FindByKey(string key, CancellationToken ct) => Task.FromResult(all.FirstOrDefault(connection => connection.Key == key));

        public Task<Connection?> Find(ConnectionId id, CancellationToken ct) => Task.FromResult(all.FirstOrDefault(connection => connection.Id == id));

        public Task<IReadOnlyList<Connection>> OfPlatform(TenantId tenant, PlatformId platform, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<Connection>>([.. all.Where(connection => connection.Tenant == tenant && connection.Platform == platform)]);

        public Task NoteRefusal(ConnectionId id, string problem, string? detail, DateTimeOffset at, CancellationToken ct) => Task.CompletedTask;
    }
}

internal static class Courses
{
    public static Course At(FakeLms lms) => new(
        new CourseId(Guid.Empty), new TenantId(Guid.Empty), new PlatformId(lms.Registration.Id.Value), "1", FakeLms.Course, FakeLms.Course, "Data literacy", null, null,
        lms.Url + "/members", lms.Url + "/lineitems", null, null);
}

internal sealed class OneRegistration(Registration registration) : IRegistrations
{
    public Task<Registration?> Find(RegistrationId id, CancellationToken ct) => Task.FromResult(id == registration.Id ? registration : null);

    public Task<Registration?> Find(string issuer, string clientId, CancellationToken ct) => Task.FromResult<Registration?>(registration);

    public Task<IReadOnlyList<Registration>> ActiveOf(string issuer, int atMost, CancellationToken ct) => Task.FromResult<IReadOnlyList<Registration>>([registration]);
}
