using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text;
using LtiBadgeConnector.DemoLms;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_TZS9CF9NthqA0X1WHAZWCK/VvMJVfl38NaTkGtFrOtw=";

    private readonly DemoLmsOptions options = new()
    {
        // For longer than any test takes to look.
        WebhookRetries = [TimeSpan.Zero, .. Enumerable.Repeat(TimeSpan.FromMilliseconds(200), 300)],
    };

    private RunningCampus campus = null!;
    private FakeTool tool = null!;
    private HttpClient instructor = null!;

    public async Task InitializeAsync()
    {
        (campus, tool) = (await RunningCampus.Start(options), await FakeTool.Start());
        await campus.SetWebhook(tool, Secret);
        instructor = await campus.As("instructor");
    }

    public async Task DisposeAsync()
    {
        instructor.Dispose();
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task A_grade_is_told_signed_and_complete()
    {
        await Grade("emi", "Final project", "85.5");

        var delivery = await Next("grade.updated");
        var data = delivery.Json["data"]!;
        Assert.True(IsSigned(delivery));
        Assert.Equal(campus.Origin, (string?)data["site"]);
        Assert.Equal(2, (int)data["course"]!["id"]!);
        Assert.Equal(23, (int)data["user"]!["id"]!);
        Assert.Equal("S-2103", (string?)data["user"]!["idnumber"]);
        Assert.StartsWith("hk-", (string?)data["user"]!["sub"], StringComparison.Ordinal);
        Assert.Equal("Final project", (string?)data["grade_item"]!["name"]);
        Assert.Equal("mod", (string?)data["grade_item"]!["type"]);
        Assert.Equal(85.5m, (decimal)data["score"]!["given"]!);
        Assert.Equal(100m, (decimal)data["score"]!["max"]!);
        Assert.True((bool)data["score"]!["final"]!);
        Assert.False((bool)data["score"]!["hidden"]!);
        Assert.True(DateTimeOffset.TryParse((string?)data["occurred_at"], out _));
    }

    [Fact]
    public async Task One_grade_is_told_twice_once_for_the_item_and_once_for_the_total()
    {
        await Grade("emi", "Final project", "85");

        Assert.Equal("mod", (string?)(await Next("grade.updated")).Json["data"]!["grade_item"]!["type"]);
        var total = (await Next("grade.updated")).Json["data"]!;
        Assert.Equal("course", (string?)total["grade_item"]!["type"]);
        Assert.Equal(116m, (decimal)total["score"]!["given"]!);
        Assert.Equal("passed", (string?)(await Next("activity.completion")).Json["data"]!["completion"]!["state"]);
    }

    [Fact]
    public async Task Hidden_and_provisional_grades_say_so_and_an_emptied_one_is_deleted()
    {
        await Grade("misaki", "Quiz 1", "18", ("hidden", "true"), ("final", "false"));
        var flagged = (await Next("grade.updated")).Json["data"]!["score"]!;
        Assert.True((bool)flagged["hidden"]!);
        Assert.False((bool)flagged["final"]!);

        await Grade("misaki", "Quiz 1", "");

        Assert.Null((await Next("grade.deleted")).Json["data"]!["score"]!["given"]);
    }

    [Fact]
    public async Task A_row_that_was_saved_unchanged_tells_nothing()
    {
        await instructor.PostForm("/courses/2/gradebook/21", ("grade-11", "18"), ("grade-12", "17"), ("grade-13", "88"));
        await instructor.PostForm("/courses/2/gradebook/29", ("grade-11", "19"), ("grade-13", "91"), ("hidden-13", "true"));
        await Grade("emi", "Quiz 1", "20");

        Assert.Equal(23, (int)(await Next("grade.updated")).Json["data"]!["user"]!["id"]!);
    }

    [Fact]
    public async Task Completions_and_enrolments_are_told()
    {
        await instructor.PostForm("/courses/2/completion", ("person", "sakura"), ("activity", "course"), ("complete", "true"));
        Assert.Equal("complete", (string?)(await Next("course.completed")).Json["data"]!["completion"]!["state"]);

        await instructor.PostForm("/courses/2/completion", ("person", "sakura"), ("activity", "course"), ("complete", "false"));
        Assert.Equal("incomplete", (string?)(await Next("course.completed")).Json["data"]!["completion"]!["state"]);

        await instructor.PostForm("/courses/2/completion", ("person", "sakura"), ("activity", "54"), ("complete", "true"));
        Assert.Equal(54, (int)(await Next("activity.completion")).Json["data"]!["activity"]!["cmid"]!);

        await instructor.PostForm("/courses/2/enrolments", ("person", "sofia"), ("enrolled", "false"));
        Assert.Equal("removed", (string?)(await Next("enrolment.changed")).Json["data"]!["enrolment"]!["status"]);
    }

    [Fact]
    public async Task The_test_button_sends_a_connection_test()
    {
        using var admin = await campus.As("admin");
        await admin.PostForm("/admin/webhook/test");

        Assert.True(IsSigned(await Next("connection.test")));
    }

    [Fact]
    public async Task A_receiver_that_was_down_gets_the_same_event_when_it_is_back()
    {
        tool.Answer = 503;
        await Grade("emi", "Final project", "85");
        var refused = await Next("grade.updated");
        tool.Answer = 202;

        var again = await Eventually(() => tool.Deliveries.FirstOrDefault(d => d.Id == refused.Id));

        Assert.Equal(refused.Body, again.Body);
        Assert.True(IsSigned(again));
        await Eventually(async () => (await Log(refused.Id))["state"]!.ToString() == "delivered");
    }

    [Fact]
    public async Task A_delivery_refused_for_good_is_not_repeated_until_somebody_resends_it()
    {
        tool.Answer = 400;
        await Grade("emi", "Final project", "85");
        var refused = await Next("grade.updated");
        await Eventually(async () => (await Log(refused.Id))["state"]!.ToString() == "failed");
        Assert.Equal((1, "400"), ((int)(await Log(refused.Id))["tries"]!, (string?)(await Log(refused.Id))["lastAnswer"]));

        tool.Answer = 202;
        using var admin = await campus.As("admin");
        await admin.PostForm($"/admin/deliveries/{refused.Id}/resend");

        await Eventually(async () => (await Log(refused.Id))["state"]!.ToString() == "delivered");
    }

    [Fact]
    public async Task Refuses_a_webhook_without_a_proper_secret_or_address()
    {
        using var admin = await campus.As("admin");

        Assert.Equal("webhook-secret-wrong", await (await admin.PostForm("/admin/webhook", ("url", tool.Origin), ("secret", "whsec_short"))).Code());
        Assert.Equal("webhook-url-wrong", await (await admin.PostForm("/admin/webhook", ("url", "ftp://x"), ("secret", Secret))).Code());
    }

    [Fact]
    public async Task What_waits_and_what_was_graded_survives_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), $"campus-{Guid.NewGuid()}", "state.json");
        Received told;
        string kid;
        await using (var first = await RunningCampus.Start(new DemoLmsOptions { StateFile = file, WebhookRetries = options.WebhookRetries }))
        {
            await first.Register(tool);
            await first.SetWebhook(tool, Secret);
            tool.Answer = 503;
            using var client = await first.As("instructor");
            await client.PostForm("/courses/2/grades", ("person", "emi"), ("item", "Final project"), ("grade", "85"));
            told = await Next("grade.updated");
            kid = await KeyId(first);
        }

        tool.Deliveries.Clear();
        tool.Answer = 202;
        await using (var second = await RunningCampus.Start(new DemoLmsOptions { StateFile = file, WebhookRetries = options.WebhookRetries }))
        {
            var again = await Eventually(() => tool.Deliveries.FirstOrDefault(d => d.Id == told.Id));
            Assert.Equal(told.Body, again.Body);
            Assert.Equal(kid, await KeyId(second));
            using var admin = await second.As("admin");
            Assert.Single((await admin.GetJson("/admin"))["tools"]!.AsArray());
            var grades = await second.WebService("gradereport_user_get_grade_items", ("courseid", "2"), ("userid", "23"));
            Assert.Equal(85m, (decimal)grades["usergrades"]![0]!["gradeitems"]![2]!["graderaw"]!);
        }
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async Task<string> KeyId(RunningCampus campus)
    {
        using var client = campus.Anybody();
        return (string)(await client.GetJson("/lti/jwks.json"))["keys"]![0]!["kid"]!;
    }

    private async Task Grade(string person, string item, string grade, params (string, string)[] flags)
    {
        var answer = await instructor.PostForm("/courses/2/grades", [("person", person), ("item", item), ("grade", grade), .. flags]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<JsonNode> Log(string id)
    {
        using var admin = await campus.As("admin");
        return (await admin.GetJson("/admin"))["deliveries"]!.AsArray().Single(d => (string)d!["id"]! == id)!;
    }

    // Skips what else arrived in between: a grade brings company.
    private Task<Received> Next(string type) => Eventually(() =>
    {
        while (tool.Deliveries.TryDequeue(out var delivery))
        {
            if (delivery.Type == type) return delivery;
        }

        return null;
    });

    // The receiver's own computation, written from the standard and not from the sender.
    private static bool IsSigned(Received delivery)
    {
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        var text = Encoding.UTF8.GetBytes($"{delivery.Id}.{delivery.Timestamp}.{delivery.Body}");
        return delivery.Signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, text));
    }

    private static async Task<T> Eventually<T>(Func<T?> look)
        where T : class
    {
        T? found = null;
        await Eventually(() => Task.FromResult((found = look()) is not null));
        return found!;
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 2400; tries++)
        {
            if (await isSo()) return;

            await Task.Delay(25);
        }

        Assert.Fail("It did not happen within a minute.");
    }
}
