using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Registering;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>Tries everything that a connected LMS consists of, and says of each part whether it works and, if not, what mends it.</summary>
public sealed class ConnectionReview(
    PlatformRepository platforms, CourseRepository courses, ConnectionRepository connections, RegistrationTest registrationTest, ConnectionTests tests)
{
    private const int Lines = 50;
    private const string Moodle = "moodle";

    /// <returns>What needs somebody first, what works last.</returns>
    public async Task<IReadOnlyList<ReviewRow>> Run(TenantId tenant, Platform platform, DateTimeOffset now, CancellationToken ct)
    {
        var course = await courses.LatestOf(tenant, platform.Id, ct);
        var ways = await connections.OfPlatform(tenant, platform.Id, ct);
        List<ReviewRow> rows = [.. await Registration(tenant, platform, course, ct), .. Services(course)];
        var tellers = ways.Where(way => way.IsEnabled && ConnectionKinds.TellsEvents(way.Kind)).ToArray();
        foreach (var way in tellers) rows.Add(await Arrivals(tenant, way, now, ct));
        if (tellers.Length == 0)
            rows.Add(new(Word.Of("Events from the LMS"), ReviewState.NotOffered) { Fix = Word.Of("Make a webhook address on the page of this LMS and paste it there. Without events, courses are read in turns.") });
        rows.AddRange(await Reading(platform, ways, course, ct));
        return [.. rows.OrderBy(row => row.State)];
    }

    private async Task<IEnumerable<ReviewRow>> Registration(TenantId tenant, Platform platform, Course? course, CancellationToken ct)
    {
        var isActive = platform.Registration.State == RegistrationState.Active;
        var waits = (await platforms.Deployments(tenant, platform.Id, ct)).Any(deployment => deployment.State == DeploymentState.Pending);
        return
        [
            new(Word.Of("Registration"), isActive ? ReviewState.Good : ReviewState.Bad) { Fix = Word.Of("Activate it on the page of this LMS, and the tool in the LMS as well.") },
            new(Word.Of("Deployments"), waits ? ReviewState.Bad : ReviewState.Good) { Fix = Word.Of("A deployment waits for approval on the page of this LMS.") },
            new(Word.Of("First launch"), course is null ? ReviewState.Waits : ReviewState.Good)
            {
                Detail = course?.Title, Fix = Word.Of("Add the tool to a course and open it once as an instructor."),
            },
            .. (await registrationTest.Run(platform.Registration, ct)).Select(RowOf),
        ];
    }

    private static ReviewRow RowOf(RegistrationCheck check) => check.IsOptional && check.Code == LtiProblem.ServiceScopeMissing.Code
        ? new(NameOf(check), ReviewState.NotOffered) { Detail = check.Scope, Fix = Word.Of("Awards cannot be shown in the gradebook of the LMS.") }
        : new(NameOf(check), check.Passed ? ReviewState.Good : ReviewState.Bad) { Detail = check.Detail, Problem = check.Code, Until = check.Until };

    private static Word NameOf(RegistrationCheck check) =>
        check.Scope is { } scope ? ScopeWords.Of(scope) : Word.Of("Keys of the LMS");

    private static IEnumerable<ReviewRow> Services(Course? course) => course is null
        ? []
        :
        [
            new(Word.Of("Names and roles"), course.MembershipsUrl is null ? ReviewState.NotOffered : ReviewState.Good) { Fix = Word.Of("Learners become known when they open the tool.") },
            new(Word.Of("Gradebook columns of the tool"), course.LineItemsUrl is null ? ReviewState.NotOffered : ReviewState.Good) { Fix = Word.Of("Awards cannot be shown in the gradebook of the LMS.") },
        ];

    private async Task<ReviewRow> Arrivals(TenantId tenant, Connection connection, DateTimeOffset now, CancellationToken ct)
    {
        var log = await connections.Log(tenant, connection.Id, Lines, ct);
        var name = Word.Of("Events from the LMS");
        // A refusal counts until something was taken after it.
        if (log is [{ State: null } refused, ..])
            return new(name, ReviewState.Bad) { Detail = refused.Detail, Problem = refused.Problem, At = refused.At };
        if (log.FirstOrDefault(line => line.State is InboxState.WaitingForReader or InboxState.Parked) is { } stuck)
            return new(name, ReviewState.Bad) { Detail = connection.Name, Problem = stuck.Problem, At = stuck.At };
        return log is [var last, ..]
            ? new(name, ReviewState.Good) { Detail = connection.Name, At = last.At }
            : new(name, ReviewState.Waits) { Detail = connection.Name, At = connection.CreatedAt, Fix = Word.Of("Send a test from the LMS.") };
    }

    private async Task<IReadOnlyList<ReviewRow>> Reading(Platform platform, IReadOnlyList<Connection> ways, Course? course, CancellationToken ct)
    {
        var tested = ways.Where(way => way.IsEnabled && ConnectionTests.CanTest(way.Kind)).ToArray();
        List<ReviewRow> rows = [];
        if (tested.All(way => way.Kind != ConnectionKinds.MoodleWebServices) && Is(platform, Moodle))
            rows.Add(new(Word.Of("Reading through web services"), ReviewState.Bad) { Fix = Word.Of("Add the token under “Read through Moodle web services” on the page of this LMS. Without it, lost events are not found.") });
        if (tested.All(way => way.Kind != ConnectionKinds.Canvas) && Is(platform, ConnectionKinds.Canvas))
            rows.Add(new(Word.Of("Canvas REST API"), ReviewState.Bad) { Fix = Word.Of("Make an API developer key in Canvas, add it under “Connect in another way” on the page of this LMS, and authorise it. Without it, lost events are not found.") });

        foreach (var way in tested) rows.AddRange((await tests.Run(way, platform.Registration.Issuer, course?.LmsCourseId, ct)).Select(RowOf));
        return rows;
    }

    private static bool Is(Platform platform, string family) => string.Equals(platform.Registration.ProductFamilyCode, family, StringComparison.OrdinalIgnoreCase);

    /// <summary>One check of a connection in words.</summary>
    public static ReviewRow RowOf(ConnectionCheck check)
    {
        var (name, about) = check.Name.Split(':', 2) is [var kind, var function] ? (kind, function) : (check.Name, null);
        return new(
            name switch
            {
                MoodleConnectionTest.Settings => Word.Of("Address and token"),
                MoodleConnectionTest.Site => Word.Of("The site answers"),
                MoodleConnectionTest.Rest => Word.Of("REST protocol"),
                MoodleConnectionTest.Token => Word.Of("The token is accepted"),
                MoodleConnectionTest.Address => Word.Of("It is the site that launches come from"),
                CanvasConnectionTest.Authorised => Word.Of("Authorised by an account of the LMS"),
                "url" => Word.Of("Scope of the developer key"),
                CanvasQueue.Readable => Word.Of("The queue can be read"),
                CanvasQueue.Deletable => Word.Of("Messages may be deleted from the queue"),
                "function" => Word.Of("Function of the service"),
                "permission" => Word.Of("Permission of the account"),
                MoodleConnectionTest.Downloads => Word.Of("The service may download files"),
                "activities-visible" => Word.Of("The account sees every activity"),
                _ => Word.Of("Reading through web services"),
            },
            check.Result switch { CheckResult.Pass => ReviewState.Good, CheckResult.Fail => ReviewState.Bad, _ => check.IsLacking ? ReviewState.NotOffered : ReviewState.NotTried })
        {
            Fix = !check.IsLacking ? null : about switch
            {
                MoodleFunctions.CourseContents => Word.Of("Without it, activities that are not graded appear by their kind and number."),
                MoodleFunctions.SubmissionStatus or null => Word.Of("Without it, learners cannot show the files that they handed in."),
                _ => Word.Of("Without it, no rule can ask for a competency."),
            },
            Detail = string.Join(" · ", new[] { about, check.Detail == about ? null : check.Detail }.OfType<string>()), Problem = check.Code,
        };
    }
}

/// <summary>In the order in which it is shown.</summary>
public enum ReviewState
{
    Bad,
    Waits,
    NotOffered,

    /// <summary>Something before it failed, or the course has nothing of that kind.</summary>
    NotTried,
    Good,
}

/// <summary>One part of a connected LMS.</summary>
public sealed record ReviewRow(Word Name, ReviewState State)
{
    /// <summary>What was tried, or what the LMS answered, in its own words.</summary>
    public string? Detail { get; init; }

    /// <summary>How long the token is valid that was given.</summary>
    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>A code of the problem catalogue, where it is said what to do.</summary>
    public string? Problem { get; init; }

    /// <summary>What mends it, where no code says so; shown unless it works.</summary>
    public Word? Fix { get; init; }
}
