using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.IntegrationTests.Sending;

/// <summary>Signed deliveries as an LMS sends them; signs by itself, not with the code it tests.</summary>
public static class Grades
{
    /// <param name="id">The <c>webhook-id</c>; the same again is a retry.</param>
    /// <param name="given">Of 20 points.</param>
    public static HttpRequestMessage Delivery(string path, string secret, string id, string user, decimal given = 17.5m, DateTimeOffset? occurredAt = null, DateTimeOffset? sentAt = null)
    {
        var now = sentAt ?? TimeProvider.System.GetUtcNow();
        var body = Body(user, given, occurredAt ?? now, now);
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(secret, id, timestamp, body));
        return request;
    }

    public static byte[] Body(string user, decimal given, DateTimeOffset occurredAt, DateTimeOffset sentAt) => Encoding.UTF8.GetBytes(FormattableString.Invariant($$$"""
        {"type":"grade.updated","timestamp":"{{{sentAt:yyyy-MM-ddTHH:mm:ssZ}}}","data":{"site":"https://lms.example","event":"\\core\\event\\user_graded","occurred_at":"{{{occurredAt:yyyy-MM-ddTHH:mm:ssZ}}}","course":{"id":"{{{Campus.LmsCourse}}}","idnumber":"2026-DS101-1","shortname":"DS101-2026"},"user":{"id":"{{{user}}}" },"grade_item":{"id":"611","type":"mod","module":"quiz","instance":120,"cmid":902,"idnumber":"quiz1","name":"Quiz 1"},"score":{"given":{{{given}}},"min":0,"max":20,"pass":12,"final":true,"hidden":false,"overridden":false} } }
        """));

    public static string Sign(string secret, string id, string timestamp, byte[] body)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
