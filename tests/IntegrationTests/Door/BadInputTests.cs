using System.Net;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.IntegrationTests.Admin;
using LtiBadgeConnector.IntegrationTests.Crash;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.TestKit;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Campus = LtiBadgeConnector.IntegrationTests.Sending.Campus;

namespace LtiBadgeConnector.IntegrationTests.Door;

/// <summary>What is wrong, late, early, incomplete or hostile, by every kind of connection: a code, a line in its log, and no award.</summary>
public sealed class BadInputTests : IAsyncLifetime, IDisposable
{
    private const string Low = "1204";
    private const string Incomplete = "1205";
    private const string Early = "1206";
    private const int LargestBody = 1024 * 1024;

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    private readonly WireMockServer vendor = WireMockServer.Start(FreePort.Next());
    private RunningConnector connector = null!;
    private ConsoleBrowser browser = null!;
    private Campus campus = null!;
    private EventSource source = null!;

    public static TheoryData<string> Kinds => new(EventSource.Kinds);

    public static TheoryData<string> KindsWithFacts => new(EventSource.Kinds.Where(kind => EventSource.TellsFacts(kind)));

    public async Task InitializeAsync()
    {
        connector = await RunningConnector.Start(change: null, $"--Network:AllowPlainHttpFor:0={vendor.Url}", "--Network:AllowedPrivateAddresses:0=127.0.0.0/8");
        browser = await ConsoleBrowser.SignedIn(connector);
    }

    public async Task DisposeAsync()
    {
        source?.Dispose();
        await connector.DisposeAsync();
    }

    public void Dispose()
    {
        vendor.Stop();
        vendor.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_forged_malformed_or_too_large_is_refused_and_stands_on_the_page_of_the_connection(string kind)
    {
        await Connect(kind);
        if (source.CodeOfForgery is { } forged) Assert.Equal(forged, await Refusal(source.Forged(source.Grade(Low, "18", Now))));
        Assert.Equal("webhook-malformed", await Refusal(source.Send($$"""{"a":{{new string('[', 1000)}}{{new string(']', 1000)}}}""")));
        Assert.Equal("webhook-malformed", await Refusal(source.Send(source.Grade(Low, "1e400", Now))));
        Assert.Equal("webhook-malformed", await Refusal(source.Send("""{"a":"\ud800"}""")));
        Assert.Equal("webhook-malformed", await Refusal(source.Send("{" + new string(' ', (LargestBody / 4 * 3) - 10_000))));
        Assert.Equal("webhook-too-large", await Refusal(source.Send("{" + new string(' ', LargestBody) + "}")));
        if (EventSource.TellsFacts(kind)) Assert.Equal("number-too-long", await Refusal(source.Send(source.Grade(Low, "17.12345678901", Now))));

        Assert.Equal(0, await Query("SELECT COUNT(*) FROM inbox"));
        var page = await Page();
        foreach (var code in (string?[])[source.CodeOfForgery, "webhook-malformed", "webhook-too-large"])
            if (code is not null) Assert.Contains($"/problems/{code}", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(KindsWithFacts))]
    public async Task What_comes_late_twice_early_or_in_part_decides_nothing_and_the_next_fact_does(string kind)
    {
        await Connect(kind);
        var (newer, older) = (Now.AddMinutes(-1), Now.AddMinutes(-2));
        var low = source.Grade(Low, "5", newer);
        Assert.True(await IsTaken(source.Send(low)));
        await Eventually.True(async () => await Query("SELECT COUNT(*) FROM results WHERE given IS NOT NULL") == 1, patience, "the result");
        Assert.True(await IsTaken(source.Send(low)));
        Assert.Equal(1, await Query("SELECT COUNT(*) FROM inbox"));

        Assert.True(await IsTaken(source.Send(source.Grade(Low, "18", older))));
        Assert.True(await IsTaken(source.Send(source.Grade(Incomplete, "18", Now, hasMaximum: false))));
        if (source.CodeOfFuture is { } early) Assert.Equal(early, await Refusal(source.Send(source.Grade(Early, "18", Now.AddDays(1)))));
        else Assert.True(await IsTaken(source.Send(source.Grade(Early, "18", Now.AddDays(1)))));

        var hints = source.CodeOfFuture is null ? 2 : 1;
        await Eventually.True(async () => await Query($"SELECT COUNT(*) FROM inbox WHERE state = {(int)InboxState.WaitingForReader} AND problem = 'hint-without-reader'") == hints, patience, "the hints wait");
        await Eventually.True(async () => await Query($"SELECT COUNT(*) FROM inbox WHERE state = {(int)InboxState.Done}") == 2, patience, "the facts are worked off");
        Assert.Equal(1, await Query("SELECT COUNT(*) FROM results WHERE given = '5'"));
        Assert.Empty(await Awards());
        Assert.Contains("/problems/hint-without-reader", await Page(), StringComparison.Ordinal);

        Assert.True(await IsTaken(source.Send(source.Grade(Low, "18", Now))));
        await Eventually.True(async () => (await Awards()).ContainsKey(Low), patience, "the award");
        Assert.Single(await Awards());
    }

    [Theory]
    [InlineData(ConnectionKinds.StandardWebhooks)]
    [InlineData(ConnectionKinds.CloudEvents)]
    [InlineData(ConnectionKinds.Xapi)]
    [InlineData(ConnectionKinds.Caliper)]
    [InlineData(ConnectionKinds.OpenEdx)]
    public async Task An_id_that_was_taken_with_other_content_is_refused(string kind)
    {
        await Connect(kind);
        Assert.True(await IsTaken(source.Send(source.Grade(Low, "5", Now, id: "5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001"), "msg_1")));
        Assert.Equal("webhook-id-reused", await Refusal(source.Send(source.Grade(Low, "18", Now, id: "5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001"), "msg_1")));
        Assert.Contains("/problems/webhook-id-reused", await Page(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConnectionKinds.StandardWebhooks)]
    [InlineData(ConnectionKinds.CloudEvents)]
    public async Task Ids_beyond_the_precision_of_a_double_name_one_person(string kind)
    {
        await Connect(kind);
        Assert.True(await IsTaken(source.Send(source.Grade("9007199254740993", "18", Now).Replace("\"9007199254740993\"", "9007199254740993", StringComparison.Ordinal))));
        await Eventually.True(async () => (await Awards()).Count > 0, patience, "the award");
        Assert.Equal(["9007199254740993"], (await Awards()).Keys);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Hostile_text_is_shown_as_text(string kind)
    {
        await Connect(kind);
        const string Hostile = "<img src=x onerror=alert(1)>";
        foreach (var body in (string[])[source.Grade(Hostile, "18", Now), source.Grade(Low, "18", Now).Replace("Quiz 1", Hostile, StringComparison.Ordinal), source.OfType(Hostile)])
        {
            using var answer = await connector.Client.SendAsync(source.Send(body));
            Assert.InRange((int)answer.StatusCode, 200, 499);
        }
        await Eventually.True(async () => await Query($"SELECT COUNT(*) FROM inbox WHERE state IN ({(int)InboxState.Received}, {(int)InboxState.Claimed})") == 0, patience, "everything is worked off");
        foreach (var path in (string[])[$"/admin/connections/{campus.Platform}", $"/admin/connections/{campus.Platform}/review", "/admin/events", "/admin/events?show=Refused"])
        {
            using var page = await browser.Ask(path);
            Assert.DoesNotContain("<img src=x", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_the_vendor_does_not_publish_signs_nothing_and_its_silence_asks_for_another_try()
    {
        await Connect(ConnectionKinds.CanvasEvents);
        Assert.Equal("canvas-event-key-unknown", await Refusal(source.Send(source.Grade(Low, "18", Now), keyId: "key-2")));

        vendor.Reset();
        vendor.Given(Request.Create().UsingGet()).RespondWith(Response.Create().WithStatusCode(502));
        await connector.Get<ConnectionRepository>().ChangeSettings(campus.Tenant, source.Connection.Id, new Dictionary<string, string> { [ConnectionSettings.KeySetUrl] = vendor.Url + "/silent" }, default);
        using var answer = await connector.Client.SendAsync(source.Send(source.Grade(Low, "18", Now)));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "canvas-event-keys-unavailable"), (answer.StatusCode, await CodeOf(answer)));

        var page = await Page();
        Assert.Contains("/problems/canvas-event-key-unknown", page, StringComparison.Ordinal);
        Assert.Contains("/problems/canvas-event-keys-unavailable", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_root_account_is_refused_and_one_that_was_never_confirmed_is_offered_as_text()
    {
        await Connect(ConnectionKinds.CanvasEvents);
        Assert.Equal("canvas-account-wrong", await Refusal(source.Send(source.Grade(Low, "18", Now).Replace(EventSource.Account, "another", StringComparison.Ordinal))));
        Assert.Contains("/problems/canvas-account-wrong", await Page(), StringComparison.Ordinal);

        await Connect(ConnectionKinds.CanvasEvents, isConfirmed: false);
        Assert.Equal("canvas-account-unconfirmed", await Refusal(source.Send(source.Grade(Low, "18", Now).Replace(EventSource.Account, "<img src=x onerror=alert(1)>", StringComparison.Ordinal))));
        using var page = await browser.Ask($"/admin/connections/{campus.Platform}");
        Assert.DoesNotContain("<img src=x", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_behind_an_address_that_was_not_given()
    {
        await Connect(ConnectionKinds.StandardWebhooks);
        foreach (var body in (string[])["{}", new string(' ', LargestBody + 1)])
        {
            using var content = new StringContent(body);
            using var answer = await connector.Client.PostAsync(new Uri("/webhooks/unknown", UriKind.Relative), content);
            Assert.Equal((HttpStatusCode.NotFound, "webhook-connection-unknown"), (answer.StatusCode, await CodeOf(answer)));
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task Connect(string kind, bool isConfirmed = true)
    {
        source?.Dispose();
        campus ??= await Campus.Build(connector.App.Services, learners: 0, default, EventSource.ItemOf(kind));
        await connector.Get<ILearners>().Apply(
            campus.Course, [.. ((string[])[Low, Incomplete, Early, "9007199254740992", "9007199254740993"]).Select(Member)], isWhole: true, TimeProvider.System.GetUtcNow(), default);
        var keys = $"/keys/{Guid.CreateVersion7()}";
        source = EventSource.Of(kind, campus, vendor.Url + keys, isConfirmed);
        await connector.Get<ConnectionRepository>().Add(source.Connection, default);
        vendor.Given(Request.Create().WithPath(keys).UsingGet()).RespondWith(Response.Create().WithBody(source.KeySet));
    }

    private static RosterMember Member(string user) =>
        new(user, [LearnerKey.Sub(user), LearnerKey.LmsUser(user)], $"Learner {user}", null, null, $"{user}@example.org", "en", ["Learner"], CanEarn: true);

    private async Task<bool> IsTaken(HttpRequestMessage request)
    {
        using var answer = await connector.Client.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    private async Task<string?> Refusal(HttpRequestMessage request)
    {
        using var answer = await connector.Client.SendAsync(request);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        return await CodeOf(answer);
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]!.GetValue<string>().Split('/')[^1];

    private Task<string> Page() => browser.Get($"/admin/connections/{campus.Platform}");

    private async Task<IReadOnlyDictionary<string, (long Awards, long Credentials)>> Awards()
    {
        await using var states = new RoadStates(await DatabaseFile.Open(connector.DataDirectory));
        return await states.Awards();
    }

    private Task<long> Query(string sql) => DatabaseFile.Number(connector.DataDirectory, sql);
}
