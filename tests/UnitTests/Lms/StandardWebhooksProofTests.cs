using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.StandardWebhooks;
using static LtiBadgeConnector.UnitTests.Lms.SignedDelivery;

namespace LtiBadgeConnector.UnitTests.Lms;

public class StandardWebhooksProofTests
{
    private const string OtherSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Is_one_of_the_connectors() =>
        Assert.Contains("standard-webhooks", LmsConnectors.All(WebhookTolerance.Recommended, null!).Select(connector => connector.Kind));

    [Fact]
    public void Every_kind_that_an_LMS_comes_in_by_has_a_connector() =>
        Assert.Equal(
            ConnectionKinds.All.Where(kind => kind.Door != ConnectionDoor.Closed).Select(kind => kind.Name).Order(StringComparer.Ordinal),
            LmsConnectors.All(WebhookTolerance.Recommended, null!).Select(connector => connector.Kind).Order(StringComparer.Ordinal));

    [Fact]
    public void Accepts_a_signed_delivery_under_the_id_of_its_sender() =>
        Assert.Equal("msg_1", Assert.IsType<Proof.Genuine>(new SignedDelivery().Prove()).DedupeKey);

    [Fact]
    public void A_retry_with_a_later_time_of_sending_says_the_same()
    {
        Assert.Equal(ContentOf("""{"type":"connection.test","timestamp":"2026-10-15T00:01:40Z","data":{"a":1}}"""), ContentOf("""{"type":"connection.test","timestamp":"2026-10-15T00:06:40Z","data":{"a":1}}"""));
        Assert.Equal(ContentOf("""{"type":"connection.test","data":{"a":1}}"""), ContentOf("""{"type":"connection.test","data":{"a":1},"timestamp":"2026-10-15T00:06:40Z"}"""));
    }

    [Theory]
    [InlineData("""{"type":"connection.test","data":{"a":2}}""")]
    [InlineData("""{"type":"connection.tests","data":{"a":1}}""")]
    [InlineData("""{"type":"connection.test","data":{"a":1,"timestamp":"2026-10-15T00:06:40Z"}}""")]
    [InlineData("""{"type":"connection.test","data":{"a":1},"more":null}""")]
    public void Whatever_else_differs_is_other_content(string other) =>
        Assert.NotEqual(ContentOf("""{"type":"connection.test","data":{"a":1}}"""), ContentOf(other));

    [Theory]
    [InlineData("0.12345678901")]
    [InlineData("1234567890123456789")]
    [InlineData("\"1e18\"")]
    public void Refuses_a_number_that_would_have_to_be_rounded_with_a_code_of_its_own(string given)
    {
        var refused = Assert.IsType<Proof.Refused>(SignedDelivery.Of($$$"""{"type":"grade.updated","data":{"course":{"id":57},"user":{"id":1},"score":{"given":{{{given}}} } }}""").Prove());
        Assert.Equal("number-too-long", refused.Problem);
        Assert.StartsWith("data.score.given ", refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plugin-grade.updated", 1792036905)]
    [InlineData("plugin-course.completed", 1792040404)]
    public void Accepts_the_samples_of_the_plugin(string name, long sentAt)
    {
        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(SampleFiles.Text(name + ".headers.json"))!;
        var delivery = new Delivery(SampleFiles.Bytes(name + ".body.json"), headers, headers["content-type"]);
        var connection = new SignedDelivery { Secrets = [headers["secret_used"]] };

        var proof = connection.Prove(delivery, DateTimeOffset.FromUnixTimeSeconds(sentAt + 5));

        Assert.Equal(headers["webhook-id"], Assert.IsType<Proof.Genuine>(proof).DedupeKey);
    }

    [Fact]
    public void Verifies_the_published_vector()
    {
        using var vector = JsonDocument.Parse(SampleFiles.Text("published-vector.json"));
        string Of(string name) => vector.RootElement.GetProperty(name).ToString();

        Assert.True(WebhookSignature.Matches(
            Of("webhook-signature"), Of("webhook-id"), Of("webhook-timestamp"), Encoding.UTF8.GetBytes(Of("body")), [Of("secret")]));
    }

    [Fact]
    public void An_asymmetric_signature_is_none_of_ours()
    {
        using var vector = JsonDocument.Parse(SampleFiles.Text("asymmetric-vector.json"));
        string Of(string name) => vector.RootElement.GetProperty(name).ToString();

        Assert.False(WebhookSignature.Matches(
            Of("webhook-signature"), Of("webhook-id"), Of("webhook-timestamp"), Encoding.UTF8.GetBytes(Of("body")), ["whsec_" + Of("public_key")["whpk_".Length..]]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public void Refuses_another_media_type(string? contentType) =>
        Assert.Equal("webhook-media-type", new SignedDelivery { ContentType = contentType }.Refusal());

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public void Accepts_the_media_type_with_its_charset(string contentType) =>
        Assert.Null(new SignedDelivery { ContentType = contentType }.Refusal());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Refuses_a_delivery_without_an_id(string? id) => Assert.Equal("webhook-id-missing", new SignedDelivery { Id = id }.Refusal());

    [Theory]
    [InlineData("msg.1")]
    [InlineData("msg 1")]
    [InlineData("msg_é")]
    [InlineData("msg\t1")]
    public void Refuses_an_id_that_could_shift_the_signed_text(string id) => Assert.Equal("webhook-id-malformed", new SignedDelivery { Id = id }.Refusal());

    [Fact]
    public void Refuses_an_id_that_is_too_long()
    {
        Assert.Null(new SignedDelivery { Id = new('a', 255) }.Refusal());
        Assert.Equal("webhook-id-malformed", new SignedDelivery { Id = new('a', 256) }.Refusal());
    }

    [Fact]
    public void Refuses_a_delivery_without_a_timestamp() =>
        Assert.Equal("webhook-timestamp-missing", new SignedDelivery { Timestamp = null }.Refusal());

    [Theory]
    [InlineData("2026-10-15T00:01:45Z")]
    [InlineData("1792036905.5")]
    [InlineData("-1")]
    [InlineData(" 1792036905")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public void Refuses_a_timestamp_that_is_not_whole_seconds(string timestamp) =>
        Assert.Equal("webhook-timestamp-malformed", new SignedDelivery { Timestamp = timestamp }.Refusal());

    [Theory]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(-301, "webhook-timestamp-outside-tolerance")]
    [InlineData(301, "webhook-timestamp-outside-tolerance")]
    public void Refuses_a_timestamp_outside_the_tolerance(int seconds, string? problem) =>
        Assert.Equal(problem, new SignedDelivery { Timestamp = (Now.ToUnixTimeSeconds() + seconds).ToString(System.Globalization.CultureInfo.InvariantCulture) }.Refusal());

    [Fact]
    public void The_tolerance_can_be_narrowed() =>
        Assert.Equal(
            "webhook-timestamp-outside-tolerance",
            new SignedDelivery { Timestamp = "1792022495", Tolerance = TimeSpan.FromSeconds(9) }.Refusal());

    [Fact]
    public void An_old_timestamp_with_a_wrong_signature_tells_nothing_of_our_clock() =>
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Timestamp = "1", Signature = "v1,AAAA" }.Refusal());

    [Fact]
    public void Refuses_a_delivery_without_a_signature() =>
        Assert.Equal("webhook-signature-missing", new SignedDelivery { Signature = "" }.Refusal());

    [Theory]
    [InlineData("v1,")]
    [InlineData("v1,AAAA")]
    [InlineData("v1,not base64")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("nonsense")]
    public void Refuses_a_wrong_signature(string signature) =>
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Signature = signature }.Refusal());

    [Fact]
    public void Refuses_a_right_signature_under_another_version()
    {
        var right = Right();
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Signature = right.Replace("v1,", "v1a,", StringComparison.Ordinal) }.Refusal());
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Signature = right["v1,".Length..] }.Refusal());
    }

    [Fact]
    public void Refuses_a_body_that_was_changed_by_a_single_byte()
    {
        var sent = new SignedDelivery();
        byte[] changed = [.. sent.Body, (byte)' '];
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Body = changed, Signature = Right() }.Refusal());
    }

    [Fact]
    public void Refuses_the_signature_of_another_id_or_time()
    {
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Id = "msg_2", Signature = Right() }.Refusal());
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Timestamp = "1792022506", Signature = Right() }.Refusal());
    }

    [Fact]
    public void Accepts_any_listed_signature_and_any_secret_during_a_rotation()
    {
        var sent = new SignedDelivery();
        var old = Sign(OtherSecret, sent.Id, sent.Timestamp, sent.Body);
        Assert.Null(new SignedDelivery { Signature = $"v1a,AAAA {old} {Right()}" }.Refusal());
        Assert.Null(new SignedDelivery { Secrets = [OtherSecret, Secret] }.Refusal());
        Assert.Null(new SignedDelivery { Signature = old, Secrets = [Secret, OtherSecret] }.Refusal());
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Secrets = [OtherSecret] }.Refusal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_%%%")]
    public void A_secret_that_is_none_proves_nothing(string secret)
    {
        Assert.False(WebhookSecret.IsValid(secret));
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Secrets = [secret] }.Refusal());
    }

    [Fact]
    public void A_connection_without_secrets_proves_nothing() =>
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Secrets = [] }.Refusal());

    [Fact]
    public void A_new_secret_is_usable_and_new_each_time()
    {
        var secret = WebhookSecret.New();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.True(WebhookSecret.IsValid(secret));
        Assert.NotEqual(secret, WebhookSecret.New());
    }

    [Fact]
    public void The_signature_is_checked_before_the_body_is_read() =>
        Assert.Equal("webhook-signature-wrong", new SignedDelivery { Body = "not json"u8.ToArray(), Signature = "v1,AAAA" }.Refusal());

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"type":"connection.test"} {}""")]
    [InlineData("""{"type":"connection.test",}""")]
    [InlineData("""{"type":"connection.test","type":"connection.test"}""")]
    [InlineData("""{"type":"connection.test","data":{"a":{"b":1,"b":2}}}""")]
    [InlineData("""{"type":"connection.test","n":1e400}""")]
    [InlineData("""{"type":"connection.test","n":NaN}""")]
    [InlineData("""{"type":"connection.test","text":"\ud800"}""")]
    [InlineData("""{"\ud800":1,"type":"connection.test"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":7}""")]
    public void Refuses_a_malformed_body(string body) => Assert.Equal("webhook-malformed", SignedDelivery.Of(body).Refusal());

    [Fact]
    public void Refuses_invalid_utf8() =>
        Assert.Equal("webhook-malformed", new SignedDelivery { Body = [.. """{"type":"connection.test","a":" """u8, 0xC3, 0x28, .. "\"}"u8] }.Refusal());

    [Fact]
    public void Refuses_more_than_64_levels()
    {
        static string Nested(int levels) => $$"""{"type":"x","a":{{new string('[', levels - 1)}}{{new string(']', levels - 1)}}}""";
        Assert.Null(SignedDelivery.Of(Nested(64)).Refusal());
        Assert.Equal("webhook-malformed", SignedDelivery.Of(Nested(65)).Refusal());
        Assert.Equal("webhook-malformed", SignedDelivery.Of(Nested(100_000)).Refusal());
    }

    [Fact]
    public void Refuses_a_type_that_is_too_long() =>
        Assert.Equal("webhook-malformed", SignedDelivery.Of($$"""{"type":"{{new string('x', 81)}}"}""").Refusal());

    [Fact]
    public void Tells_the_sender_which_member_is_wrong_and_never_its_value()
    {
        var refused = Assert.IsType<Proof.Refused>(SignedDelivery.Of(
            """{"type":"grade.updated","data":{"course":{"id":57},"user":{"id":1},"score":{"given":"12,5"}}}""").Prove());
        Assert.Equal("webhook-malformed", refused.Problem);
        Assert.StartsWith("data.score.given ", refused.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("12,5", refused.Detail, StringComparison.Ordinal);
    }

    [Property(MaxTest = 300)]
    public void Never_throws_on_arbitrary_bytes(byte[] body, string id, string timestamp, string signature, string contentType)
    {
        var connector = new StandardWebhooksConnector(WebhookTolerance.Recommended);
        new SignedDelivery { Body = body, Id = id, Timestamp = timestamp, Signature = signature, ContentType = contentType }.Prove();
        new SignedDelivery { Body = body }.Prove();
        connector.Read(body, new SignedDelivery().Connection());
    }

    [Property(MaxTest = 300)]
    public void Never_throws_on_a_damaged_event(int at, byte value, int length)
    {
        byte[] body = [.. SampleFiles.Bytes("plugin-grade.updated.body.json")];
        body[Math.Abs(at % body.Length)] = value;
        body = body[..(body.Length - Math.Abs(length % 50))];
        new SignedDelivery { Body = body }.Prove();
        new StandardWebhooksConnector(WebhookTolerance.Recommended).Read(body, new SignedDelivery().Connection());
    }

    private static ContentHash ContentOf(string json) => Assert.IsType<Proof.Genuine>(SignedDelivery.Of(json).Prove()).Content;

    private static string Right()
    {
        var sent = new SignedDelivery();
        return Sign(Secret, sent.Id, sent.Timestamp, sent.Body);
    }
}
