using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.IntegrationTests.Admin;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Api;

namespace LtiBadgeConnector.IntegrationTests.Api;

/// <summary>The REST API over HTTP, as a program of the institution uses it.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private static readonly string[] everything = [.. ApiScopes.All.Select(scope => scope.Name)];

    private RunningConnector connector = null!;
    private TenantId tenant;

    public async Task InitializeAsync()
    {
        connector = await RunningConnector.Start();
        tenant = (await connector.Get<TenantRepository>().All(default))[0].Id;
    }

    public Task DisposeAsync() => connector.DisposeAsync().AsTask();

    [Fact]
    public async Task What_was_awarded_is_listed_opened_and_withdrawn_with_a_reason()
    {
        var learner = await AnEarner();
        using var program = await Program(tenant, everything);

        var listed = Assert.Single((await Get(program, "/api/v1/awards")).GetProperty("items").EnumerateArray());
        Assert.Equal(learner.ToString(), listed.GetProperty("learner").GetString());
        var address = $"/api/v1/awards/{listed.GetProperty("id").GetString()}";
        var opened = await Get(program, address);
        Assert.Equal(JsonValueKind.Null, opened.GetProperty("award").GetProperty("withdrawal").ValueKind);
        Assert.Contains(opened.GetProperty("credentials").EnumerateArray(), credential => credential.GetProperty("format").GetString() == "ob3-di");

        await Refuses(await program.PostAsJsonAsync(address + "/withdrawal", new { reason = " " }), "withdrawal-reason-missing");
        using var withdrawn = await program.PostAsJsonAsync(address + "/withdrawal", new { reason = "Entered twice." });
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        Assert.Equal("Entered twice.", (await Get(program, address)).GetProperty("award").GetProperty("withdrawal").GetProperty("reason").GetString());
        Assert.Contains(await connector.Get<AuditRepository>().Page(tenant, null, "award-withdrawn", null, 10, default), entry => entry.ActorKind == "api-token");
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended()
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        foreach (var at in Enumerable.Range(0, 5)) await campus.AddLearner($"Learner {at}", $"s{at}");
        using var program = await Program(tenant, everything);

        List<string> seen = [];
        for (string? next = ""; next is not null;)
        {
            var page = await Get(program, $"/api/v1/learners?limit=2{(next.Length == 0 ? "" : $"&after={next}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(at => $"Learner {at}"), seen.Order(StringComparer.Ordinal));
        Assert.Equal("Learner 3", Assert.Single((await Get(program, "/api/v1/learners?q=ner+3")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task One_learners_road_and_the_micro_credential_say_what_the_console_says()
    {
        var learner = await AnEarner();
        using var program = await Program(tenant, everything);

        var road = await Get(program, $"/api/v1/learners/{learner}/road");
        Assert.Equal(92, Assert.Single(road.GetProperty("results").EnumerateArray()).GetProperty("given").GetDecimal());
        Assert.Equal("met", Assert.Single(road.GetProperty("decided").EnumerateArray()).GetProperty("verdict").GetString());
        Assert.NotEmpty(Assert.Single(road.GetProperty("awarded").EnumerateArray()).GetProperty("credentials").EnumerateArray());

        var listed = Assert.Single((await Get(program, "/api/v1/micro-credentials")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Statistics I", 1), (listed.GetProperty("title").GetString(), listed.GetProperty("version").GetInt32()));
        var one = await Get(program, $"/api/v1/micro-credentials/{listed.GetProperty("id").GetString()}");
        Assert.StartsWith(connector.Origin + "/achievements/", one.GetProperty("achievementUrl").GetString(), StringComparison.Ordinal);
        Assert.Single((await Get(program, $"/api/v1/awards?microCredential={listed.GetProperty("id").GetString()}&learner={learner}")).GetProperty("items").EnumerateArray());
        Assert.Empty((await Get(program, "/api/v1/awards?since=2999-01-01T00:00:00Z")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(ApiScopes.MicroCredentialsRead, "GET", "/api/v1/micro-credentials")]
    [InlineData(ApiScopes.AwardsRead, "GET", "/api/v1/awards")]
    [InlineData(ApiScopes.AwardsRead, "GET", "/api/v1/awards/x")]
    [InlineData(ApiScopes.AwardsWrite, "POST", "/api/v1/awards/x/withdrawal")]
    [InlineData(ApiScopes.LearnersRead, "GET", "/api/v1/learners")]
    [InlineData(ApiScopes.LearnersRead, "GET", "/api/v1/learners/00000000-0000-0000-0000-000000000001/road")]
    [InlineData(ApiScopes.ConnectionsRead, "GET", "/api/v1/connections")]
    public async Task An_address_opens_to_its_scope_and_to_no_other(string scope, string method, string path)
    {
        using var without = await Program(tenant, [.. everything.Where(other => other != scope)]);
        using var with = await Program(tenant, [scope]);
        using var stranger = connector.NewClient();

        await Refuses(await without.SendAsync(Request(method, path)), "api-scope-missing");
        await Refuses(await stranger.SendAsync(Request(method, path)), "api-token-missing");
        using var answer = await with.SendAsync(Request(method, path));
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task Every_address_of_the_API_needs_a_scope()
    {
        var routes = connector.Get<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.Contains("**", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith("openapi.json", StringComparison.Ordinal)).ToList();

        Assert.True(routes.Count >= 8, $"Only {routes.Count} routes were found.");
        Assert.All(routes, route => Assert.StartsWith("api:", Assert.Single(route.Metadata.GetOrderedMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()).Policy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_was_revoked_or_has_ended_opens_nothing()
    {
        var tokens = connector.Get<ApiTokenRepository>();
        var now = TimeProvider.System.GetUtcNow();
        using var revoked = await Program(tenant, everything);
        await tokens.Revoke(tenant, Assert.Single(await tokens.List(tenant, default)).Hash, now, default);
        using var ended = With((await tokens.Add(tenant, "ended", everything, now.AddMinutes(-1), now.AddDays(-1), default)).Token);
        using var invented = With("lbc_invented");

        foreach (var program in new[] { revoked, ended, invented }) await Refuses(await program.GetAsync("/api/v1/awards"), "api-token-invalid");
    }

    [Fact]
    public async Task A_token_sees_nothing_of_another_institution()
    {
        var learner = await AnEarner();
        using var ours = await Program(tenant, everything);
        var award = Assert.Single((await Get(ours, "/api/v1/awards")).GetProperty("items").EnumerateArray());
        var other = await connector.Get<IssuerDesk>().Found("Hokuto College", default);
        using var theirs = await Program(other.Id, everything);

        foreach (var list in new[] { "micro-credentials", "awards", "learners", "connections", $"awards?learner={learner}" })
            Assert.Empty((await Get(theirs, $"/api/v1/{list}")).GetProperty("items").EnumerateArray());
        await Refuses(await theirs.GetAsync($"/api/v1/awards/{award.GetProperty("id").GetString()}"), "api-not-found");
        await Refuses(await theirs.PostAsJsonAsync($"/api/v1/awards/{award.GetProperty("id").GetString()}/withdrawal", new { reason = "Not theirs." }), "api-not-found");
        await Refuses(await theirs.GetAsync($"/api/v1/learners/{learner}/road"), "api-not-found");
        await Refuses(await theirs.GetAsync($"/api/v1/micro-credentials/{award.GetProperty("microCredential").GetString()}"), "api-not-found");
    }

    [Theory]
    [InlineData("/api/v1/awards?limit=0", "api-parameter-invalid")]
    [InlineData("/api/v1/awards?limit=201", "api-parameter-invalid")]
    [InlineData("/api/v1/awards?after=nonsense", "api-parameter-invalid")]
    [InlineData("/api/v1/learners?after=!", "api-parameter-invalid")]
    [InlineData("/api/v1/awards?since=yesterday", "api-parameter-invalid")]
    [InlineData("/api/v1/awards?limit=many", "request-malformed")]
    [InlineData("/api/v1/awards?learner=nobody", "request-malformed")]
    [InlineData("/api/v1/learners?q=%00", "request-malformed")]
    [InlineData("/api/v1/nothing", "page-not-found")]
    public async Task What_cannot_be_read_is_a_problem_document(string path, string code)
    {
        using var program = await Program(tenant, everything);
        await Refuses(await program.GetAsync(path), code);
    }

    [Fact]
    public async Task The_description_names_every_address_and_the_token()
    {
        using var answer = await connector.Client.GetAsync("/api/v1/openapi.json");
        var description = JsonElement.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());

        var paths = description.GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);
        Assert.Equal(
            ["/api/v1/awards", "/api/v1/awards/{id}", "/api/v1/awards/{id}/withdrawal", "/api/v1/connections", "/api/v1/learners", "/api/v1/learners/{id}/road", "/api/v1/micro-credentials", "/api/v1/micro-credentials/{id}"],
            paths.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("bearer", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
        Assert.Equal(
            ["after", "learner", "limit", "microCredential", "since"],
            paths["/api/v1/awards"].GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(connector.Origin, description.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_makes_a_token_in_the_console_sees_it_once_and_revokes_it()
    {
        var browser = await ConsoleBrowser.SignedIn(connector);
        await browser.Get("/admin/settings/tokens");

        using (var refused = await browser.Post("/admin/settings/tokens", ("name", "CI"), ("days", "soon")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var made = await browser.Post("/admin/settings/tokens", ("name", "Registrar"), ("scopes", ApiScopes.AwardsRead), ("days", "30"));
        var token = System.Text.RegularExpressions.Regex.Match(await made.Content.ReadAsStringAsync(), "id=\"token\">(lbc_[^<]+)<").Groups[1].Value;
        using var program = With(token);
        await Get(program, "/api/v1/awards");

        var page = await browser.Get("/admin/settings/tokens");
        Assert.Contains("Registrar", page, StringComparison.Ordinal);
        Assert.DoesNotContain(token, page, StringComparison.Ordinal);
        await browser.Do("/admin/settings/tokens?handler=Revoke", ("hash", Assert.Single(await connector.Get<ApiTokenRepository>().List(tenant, default)).Hash));
        await Refuses(await program.GetAsync("/api/v1/awards"), "api-token-invalid");
        Assert.Equal(
            ["api-token-revoked", "api-token-made"],
            (await connector.Get<AuditRepository>().Page(tenant, null, null, null, 10, default)).Select(entry => entry.Action).Where(action => action.StartsWith("api-", StringComparison.Ordinal)));
    }

    private async Task<LearnerId> AnEarner()
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 92);
        return learner;
    }

    private async Task<HttpClient> Program(TenantId of, string[] scopes) =>
        With((await connector.Get<ApiTokenRepository>().Add(of, "a program", scopes, null, TimeProvider.System.GetUtcNow(), default)).Token);

    private HttpClient With(string token)
    {
        var client = connector.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static HttpRequestMessage Request(string method, string path) =>
        new(HttpMethod.Parse(method), path) { Content = method == "POST" ? JsonContent.Create(new { reason = "A reason." }) : null };

    private static async Task<JsonElement> Get(HttpClient program, string path)
    {
        using var answer = await program.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {body}");
        return JsonElement.Parse(body);
    }

    private static async Task Refuses(HttpResponseMessage answer, string code)
    {
        using (answer)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(code, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
        }
    }
}
