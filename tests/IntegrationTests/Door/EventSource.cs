using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.IntegrationTests.Sending;

namespace LtiBadgeConnector.IntegrationTests.Door;

/// <summary>An LMS that tells a grade of 20 points in the form of one kind of connection; signs by itself, not with the code it is to test.</summary>
internal sealed class EventSource(string kind, Connection connection) : IDisposable
{
    public const string Account = "Yq7dN0pWc3TtEo5kZb2LhAaRs9uVxGm1JfUi6QwC";

    private const string Site = "https://lms.example";

    private readonly RSA key = RSA.Create(2048);

    private string? Secret => connection.Secrets is [var secret, ..] ? secret : null;

    /// <summary>Every kind whose events come in by the webhook door.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. ConnectionKinds.All.Where(kind => kind.Door is ConnectionDoor.Address or ConnectionDoor.AddressAndSecret).Select(kind => kind.Name)];

    public Connection Connection => connection;

    /// <summary>The others are confirmed by a read whatever they say.</summary>
    public static bool TellsFacts(string kind) => kind is not (ConnectionKinds.MoodleLocalWebhooks or ConnectionKinds.MoodleToolTrigger or ConnectionKinds.OpenEdx);

    public static ItemKey ItemOf(string kind) => kind switch
    {
        ConnectionKinds.CanvasEvents => ItemKey.Of(ItemSchemes.CanvasAssignment, "5120"),
        ConnectionKinds.Caliper or ConnectionKinds.Xapi => ItemKey.Of(ItemSchemes.Iri, $"{Site}/quiz/4"),
        ConnectionKinds.OpenEdx => ItemKey.Of(ItemSchemes.OpenEdxTotal, "course"),
        _ => Campus.MoodleQuiz,
    };

    public static EventSource Of(string kind, Campus campus, string keySetUrl, bool isConfirmed)
    {
        Dictionary<string, string?> settings = new()
        {
            [ConnectionSettings.SiteUrl] = Site,
            [ConnectionSettings.LearnerIds] = $"{Site}/users/*",
            [ConnectionSettings.CourseIds] = $"{Site}/courses/*",
            [ConnectionSettings.TakeAsFacts] = "true",
            [ConnectionSettings.KeySetUrl] = keySetUrl,
            [ConnectionSettings.AccountUuid] = isConfirmed ? Account : null,
        };
        var (connection, problem) = NewConnection.Of(kind, campus.Tenant, campus.Platform, name: null, settings, TimeProvider.System);
        Assert.Null(problem);
        return new(kind, connection!);
    }

    public string KeySet
    {
        get
        {
            var parts = key.ExportParameters(false);
            return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "key-1", n = Base64Url.EncodeToString(parts.Modulus!), e = Base64Url.EncodeToString(parts.Exponent!) } } });
        }
    }

    /// <summary>The code that answers a delivery without the right proof; null where nothing but the address proves one.</summary>
    public string? CodeOfForgery => kind switch
    {
        ConnectionKinds.StandardWebhooks or ConnectionKinds.CloudEvents => "webhook-signature-wrong",
        ConnectionKinds.CanvasEvents => "canvas-event-signature-wrong",
        ConnectionKinds.OpenEdx => null,
        _ => "webhook-credential-wrong",
    };

    /// <summary>The code that answers an event of tomorrow; null where it is a hint like any other.</summary>
    public string? CodeOfFuture => kind == ConnectionKinds.CanvasEvents ? "canvas-event-time-outside" : null;

    /// <param name="given">As it is written in JSON.</param>
    /// <param name="id">The event's own, where the format has one.</param>
    public string Grade(string user, string given, DateTimeOffset at, bool hasMaximum = true, string? id = null)
    {
        id ??= Guid.CreateVersion7().ToString();
        var time = at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var maximum = hasMaximum ? "20" : "null";
        var top = hasMaximum ? ",\"max\":20" : "";
        return kind switch
        {
            ConnectionKinds.StandardWebhooks => $$$"""{"type":"grade.updated","timestamp":"{{{time}}}","data":{{{OwnData(user, given, time, maximum)}}} }""",
            ConnectionKinds.CloudEvents => $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"{{{Site}}}","type":"example.grade.updated","time":"{{{time}}}","data":{{{OwnData(user, given, time, maximum)}}} }""",
            ConnectionKinds.CanvasEvents => $$$"""
                {"metadata":{"event_name":"grade_change","event_time":"{{{time}}}","producer":"canvas","root_account_id":"10420000000000001","root_account_uuid":"{{{Account}}}","context_type":"Course","context_id":"104200000000000{{{Campus.LmsCourse}}}"},
                 "body":{"assignment_id":"10420000000005120","assignment_name":"Quiz 1","student_id":"{{{user}}}","score":{{{given}}},"points_possible":{{{maximum}}},"muted":false,"grading_complete":true}}
                """,
            ConnectionKinds.Caliper => $$$"""
                {"sensor":"{{{Site}}}/sensor","sendTime":"{{{time}}}","dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p2","data":[{"@context":"http://purl.imsglobal.org/ctx/caliper/v1p2","id":"urn:uuid:{{{id}}}","type":"GradeEvent","action":"Graded","eventTime":"{{{time}}}",
                 "actor":{"id":"{{{Site}}}/autograder","type":"SoftwareApplication"},"group":{"id":"{{{Site}}}/courses/{{{Campus.LmsCourse}}}","type":"CourseSection"},
                 "object":{"id":"{{{Site}}}/quiz/4/attempts/1","type":"Attempt","assignee":"{{{Site}}}/users/{{{user}}}","assignable":{"id":"{{{Site}}}/quiz/4","type":"Assessment","name":"Quiz 1"}},
                 "generated":{"id":"{{{Site}}}/scores/1","type":"Score","maxScore":{{{maximum}}},"scoreGiven":{{{given}}} } }]}
                """,
            ConnectionKinds.Xapi => $$$"""
                {"id":"{{{id}}}","actor":{"account":{"homePage":"{{{Site}}}","name":"{{{user}}}"}},"verb":{"id":"http://adlnet.gov/expapi/verbs/scored"},"object":{"id":"{{{Site}}}/quiz/4","definition":{"name":{"en":"Quiz 1"} } },
                 "result":{"score":{"raw":{{{given}}},"min":0{{{top}}} } },"context":{"contextActivities":{"parent":[{"id":"{{{Site}}}/courses/{{{Campus.LmsCourse}}}"}]}},"timestamp":"{{{time}}}"}
                """,
            ConnectionKinds.OpenEdx => $$$"""
                {"openedx_events.learning.data.PersistentCourseGradeData":{"user_id":"{{{user}}}","course":{"course_key":"{{{Campus.LmsCourse}}}","display_name":"Quiz 1"},"percent_grade":{{{given}}} },
                 "event_metadata":{"event_type":"org.openedx.learning.course.persistent_grade_summary.changed.v1","id":"{{{id}}}","time":"{{{time}}}"}}
                """,
            _ => $$$"""
                {"eventname":"\\core\\event\\user_graded","courseid":{{{Campus.LmsCourse}}},"relateduserid":"{{{user}}}","other":{"itemid":611,"finalgrade":{{{given}}} },"timecreated":{{{at.ToUnixTimeSeconds()}}},"host":"Quiz 1","token":"{{{connection.Secrets[0]}}}"}
                """,
        };
    }

    /// <summary>An event of a type that nobody knows.</summary>
    public string OfType(string type)
    {
        var grade = Grade("1204", "18", DateTimeOffset.UnixEpoch.AddSeconds(1_795_000_000));
        foreach (var known in (string[])["grade.updated", "example.grade.updated", "grade_change", "GradeEvent", "http://adlnet.gov/expapi/verbs/scored", "org.openedx.learning.course.persistent_grade_summary.changed.v1", """\\core\\event\\user_graded"""])
            grade = grade.Replace($"\"{known}\"", JsonValue.Create(type).ToJsonString(), StringComparison.Ordinal);
        return grade;
    }

    /// <param name="messageId">The <c>webhook-id</c>; by default the same body is the same message.</param>
    public HttpRequestMessage Send(string body, string? messageId = null, string keyId = "key-1") => Request(body, messageId, keyId, Secret, tampers: false);

    /// <summary>The same without the right proof.</summary>
    public HttpRequestMessage Forged(string body) => Request(body.Replace(Secret ?? "none", "whsec_other", StringComparison.Ordinal), null, "key-1", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", tampers: true);

    public void Dispose() => key.Dispose();

    private HttpRequestMessage Request(string body, string? messageId, string keyId, string? secret, bool tampers)
    {
        var text = kind == ConnectionKinds.CanvasEvents ? Jwt(body, keyId, tampers) : body;
        var bytes = Encoding.UTF8.GetBytes(text);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{connection.Key}{(kind == ConnectionKinds.Xapi ? "/statements" : "")}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(kind == ConnectionKinds.CanvasEvents ? "text/plain" : "application/json");
        if (kind == ConnectionKinds.Xapi) request.Headers.Add("X-Experience-API-Version", "1.0.3");
        if (kind is ConnectionKinds.StandardWebhooks or ConnectionKinds.CloudEvents)
        {
            var id = messageId ?? "msg_" + Convert.ToHexStringLower(SHA256.HashData(bytes));
            var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.Add("webhook-signature", Grades.Sign(secret!, id, timestamp, bytes));
        }
        else if (secret is not null && kind != ConnectionKinds.MoodleLocalWebhooks) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return request;
    }

    private string Jwt(string claims, string keyId, bool tampers)
    {
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"typ":"JWT","alg":"RS256","kid":"{{keyId}}"}"""));
        var signed = $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (tampers) signature[0] ^= 1;
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string OwnData(string user, string given, string time, string maximum) => $$$"""
        {"site":"{{{Site}}}","occurred_at":"{{{time}}}","course":{"id":"{{{Campus.LmsCourse}}}"},"user":{"id":"{{{user}}}"},"grade_item":{"id":"611","name":"Quiz 1"},"score":{"given":{{{given}}},"min":0,"max":{{{maximum}}},"final":true,"hidden":false}}
        """;
}
