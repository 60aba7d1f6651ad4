using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Platform;
using LtiBadgeConnector.DemoLms.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>
/// What the administrator of an LMS does for a tool: register it, say where events go, hand out the web-service token.
/// Asked for JSON, the same addresses answer scripts.
/// </summary>
internal sealed class AdminPage(PageMaker pages, CampusStore store, CourseDesk desk, RegistrationEndpoint registration, DemoLmsOptions options)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").AddEndpointFilter(AdministratorsOnly);
        admin.MapGet("", (AdminPage p, HttpContext context) => p.Show(context));
        admin.MapPost("/registration-link", (AdminPage p, HttpContext context, CancellationToken ct) => p.Register(context, ct));
        admin.MapPost("/tools/{clientId}/activate", (AdminPage p, HttpContext context, string clientId) => p.Activate(context, clientId));
        admin.MapPost("/tools/{clientId}/remove", (AdminPage p, HttpContext context, string clientId) => p.Remove(context, clientId));
        admin.MapPost("/webhook", (AdminPage p, HttpContext context, CancellationToken ct) => p.SetWebhook(context, ct));
        admin.MapPost("/webhook/test", (AdminPage p, HttpContext context) => p.TestWebhook(context));
        admin.MapPost("/deliveries/{id}/resend", (AdminPage p, HttpContext context, string id) => p.Resend(context, id));
        admin.MapPost("/web-service-token", (AdminPage p, HttpContext context) => p.RenewToken(context));
        admin.MapPost("/platform-storage", (AdminPage p, HttpContext context, CancellationToken ct) => p.SetPlatformStorage(context, ct));
        admin.MapPost("/reset", (AdminPage p, HttpContext context) => p.Reset(context));
    }

    private static async ValueTask<object?> AdministratorsOnly(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        call.HttpContext.RequestServices.GetRequiredService<Guard>().AdministratorsOnly(call.HttpContext) ?? await next(call);

    private IResult Show(HttpContext context)
    {
        if (WantsJson(context)) return Summary();

        var words = pages.Words(context);
        var state = store.Current;
        return pages.Show(context, words["Administration"], Html.Of($"""
            <h1>{words["Administration"]}</h1>
            {Tools(state, words)}
            {WebhookForm(state, words)}
            {WebService(state, words)}
            {Log(state, words)}
            {Switches(state, words)}
            """));
    }

    private static Html Tools(CampusState state, Words words) => Html.Of($"""
        <section aria-labelledby="tools">
          <h2 id="tools">{words["Tools"]}</h2>
          {Html.If(state.Tools.IsEmpty, () => Html.Of($"<p data-testid=\"no-tools\">{words["No tool is registered yet."]}</p>"))}
          <ul class="tools">{state.Tools.Select(t => ToolEntry(t, words))}</ul>
          <form method="post" action="/admin/registration-link" class="stack">
            <label for="registrationUrl">{words["Registration URL of the tool"]}</label>
            <input id="registrationUrl" name="registrationUrl" type="url" required value="{state.LastRegistrationUrl}" data-testid="registration-url">
            <label><input type="checkbox" name="asNew" value="true"> {words["Register it once more, even if this site is known already"]}</label>
            <button class="button" data-testid="register">{words["Register a tool"]}</button>
          </form>
        </section>
        """);

    private static Html ToolEntry(Tool tool, Words words) => Html.Of($"""
        <li data-testid="tool-{tool.ClientId}">
          <h3>{tool.Name} <span class="state">{(tool.Active ? words["Active"] : words["Pending"])}</span></h3>
          <dl>
            <dt>{words["Client ID"]}</dt><dd><code data-testid="client-id">{tool.ClientId}</code></dd>
            <dt>{words["Deployment ID"]}</dt><dd><code data-testid="deployment-id">{tool.DeploymentId}</code></dd>
            <dt>{words["Address"]}</dt><dd><code>{tool.TargetLinkUri}</code></dd>
            <dt>{words["Registered"]}</dt><dd>{Time(tool.RegisteredAt)}</dd>
          </dl>
          <div class="row">
            {Html.If(!tool.Active, () => Html.Of($"<form method=\"post\" action=\"/admin/tools/{tool.ClientId}/activate\"><button class=\"button\" data-testid=\"activate\">{words["Activate"]}</button></form>"))}
            <form method="post" action="/admin/tools/{tool.ClientId}/remove"><button data-testid="remove-tool">{words["Remove {0}", tool.Name]}</button></form>
          </div>
        </li>
        """);

    private static Html WebhookForm(CampusState state, Words words) => Html.Of($"""
        <section aria-labelledby="webhook">
          <h2 id="webhook">{words["Webhook"]}</h2>
          <p>{words["Grades, completions and enrolments are sent here, signed as Standard Webhooks."]}</p>
          <form method="post" action="/admin/webhook" class="stack">
            <label for="webhookUrl">{words["Address"]}</label>
            <input id="webhookUrl" name="url" type="url" value="{state.Webhook.Url}" data-testid="webhook-url">
            <label for="webhookSecret">{words["Secret (whsec_…)"]}</label>
            <input id="webhookSecret" name="secret" type="password" autocomplete="off" value="{state.Webhook.Secret}" data-testid="webhook-secret">
            <button class="button" data-testid="save-webhook">{words["Save the webhook"]}</button>
          </form>
          {Html.If(state.Webhook.IsConfigured, () => Html.Of($"<form method=\"post\" action=\"/admin/webhook/test\"><button data-testid=\"test-webhook\">{words["Send a test event"]}</button></form>"))}
        </section>
        """);

    private static Html WebService(CampusState state, Words words) => Html.Of($"""
        <section aria-labelledby="web-service">
          <h2 id="web-service">{words["Web services"]}</h2>
          <p>{words["A tool that has this token reads courses as at Moodle:"]} <code>/webservice/rest/server.php</code></p>
          <p><code data-testid="web-service-token">{state.WebServiceToken}</code></p>
          <form method="post" action="/admin/web-service-token"><button data-testid="renew-token">{words["Make a new token"]}</button></form>
        </section>
        """);

    private static Html Log(CampusState state, Words words) => Html.Of($"""
        <section aria-labelledby="deliveries">
          <h2 id="deliveries">{words["Deliveries"]}</h2>
          {(state.Deliveries.IsEmpty ? Html.Of($"<p>{words["Nothing has been sent yet."]}</p>") : LogTable(state, words))}
        </section>
        """);

    private static Html LogTable(CampusState state, Words words) => Html.Of($"""
        <div class="wide"><table class="book">
          <thead><tr><th scope="col">{words["Time"]}</th><th scope="col">{words["Event"]}</th><th scope="col">{words["State"]}</th><th scope="col">{words["Tries"]}</th><th scope="col">{words["Answer"]}</th><th scope="col"><span class="hidden">{words["Send again"]}</span></th></tr></thead>
          <tbody>{state.Deliveries.Reverse().Take(50).Select(d => LogRow(d, words))}</tbody>
        </table></div>
        """);

    private static Html LogRow(Delivery delivery, Words words) => Html.Of($"""
        <tr data-testid="delivery">
          <th scope="row">{Time(delivery.CreatedAt)}</th>
          <td data-label="{words["Event"]}"><details><summary>{delivery.Type}</summary><pre>{delivery.Body}</pre></details></td>
          <td data-label="{words["State"]}"><span class="state {Lower(delivery.State)}">{words[delivery.State.ToString()]}</span></td>
          <td data-label="{words["Tries"]}">{delivery.Tries}</td>
          <td data-label="{words["Answer"]}">{delivery.LastAnswer}</td>
          <td><form method="post" action="/admin/deliveries/{delivery.Id}/resend"><button data-testid="resend" aria-label="{words["Send again"]}: {delivery.Type} {Time(delivery.CreatedAt)}">{words["Send again"]}</button></form></td>
        </tr>
        """);

    private static Html Switches(CampusState state, Words words) => Html.Of($"""
        <section aria-labelledby="switches">
          <h2 id="switches">{words["Demo"]}</h2>
          <form method="post" action="/admin/platform-storage">
            <p>{words["LTI platform storage lets a tool start without cookies. Many LMSs do not offer it."]}</p>
            <button name="enabled" value="{(state.PlatformStorage ? "false" : "true")}" data-testid="platform-storage">{(state.PlatformStorage ? words["Stop offering platform storage"] : words["Offer platform storage"])}</button>
          </form>
          <form method="post" action="/admin/reset">
            <p>{words["Puts all grades, completions and enrolments back. Tools and keys stay."]}</p>
            <button data-testid="reset">{words["Reset the demo"]}</button>
          </form>
        </section>
        """);

    private async Task<IResult> Register(HttpContext context, CancellationToken ct)
    {
        var form = await Forms.Read(context, ct);
        var words = pages.Words(context);
        if (!Uri.TryCreate(form["registrationUrl"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Refuse(context, "registration-url-wrong", words["Enter the whole address, beginning with http."]);
        }

        store.Change(s => s with { LastRegistrationUrl = form["registrationUrl"].ToString() });
        var link = registration.Link(form["registrationUrl"].ToString(), form["asNew"] == "true");
        if (WantsJson(context))
        {
            return TypedResults.Json(new JsonObject
            {
                ["url"] = link.Url, ["openid_configuration"] = link.OpenIdConfiguration, ["registration_token"] = link.RegistrationToken,
            });
        }

        return pages.Show(context, words["Register a tool"], Html.Of($"""
            <h1>{words["Register a tool"]}</h1>
            <p>{words["The tool shows its own page here. When it is done this page goes back by itself."]}
              <a href="/admin">{words["Back to administration"]}</a> ·
              <a href="{link.Url}" target="_blank" data-testid="registration-window">{words["Open in a new window"]}</a></p>
            <iframe src="{link.Url}" title="{words["Register a tool"]}" data-testid="registration-frame" data-close-to="/admin" data-tool-origin="{url.GetLeftPart(UriPartial.Authority)}"></iframe>
            """));
    }

    private IResult Activate(HttpContext context, string clientId) =>
        Changed(context, s => s.Tool(clientId) is { } tool ? s.With(tool with { Active = true }) : s);

    private IResult Remove(HttpContext context, string clientId) => Changed(context, s => s with
    {
        Tools = s.Tools.RemoveAll(t => t.ClientId == clientId),
        Links = s.Links.RemoveAll(l => l.ClientId == clientId),
        Courses = s.Courses.ConvertAll(c => c with { Items = c.Items.RemoveAll(i => i.ToolClientId == clientId) }),
    });

    private async Task<IResult> SetWebhook(HttpContext context, CancellationToken ct)
    {
        var form = await Forms.Read(context, ct);
        var settings = new WebhookSettings(form["url"].ToString().Trim(), form["secret"].ToString().Trim());
        var words = pages.Words(context);
        if (settings.IsConfigured && (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
        {
            return Refuse(context, "webhook-url-wrong", words["Enter the whole address, beginning with http."]);
        }

        return settings.IsConfigured && !StandardWebhookSignature.IsSecret(settings.Secret)
            ? Refuse(context, "webhook-secret-wrong", words["A secret begins with whsec_ and goes on with base64 of at least 24 bytes."])
            : Changed(context, s => s with { Webhook = settings });
    }

    private IResult TestWebhook(HttpContext context)
    {
        desk.TestConnection();
        return Back(context);
    }

    private IResult Resend(HttpContext context, string id)
    {
        desk.Resend(id);
        return Back(context);
    }

    private IResult RenewToken(HttpContext context) => Changed(context, s => s with { WebServiceToken = CampusSeed.RandomHex(16) });

    private async Task<IResult> SetPlatformStorage(HttpContext context, CancellationToken ct)
    {
        var form = await Forms.Read(context, ct);
        return Changed(context, s => s with { PlatformStorage = form["enabled"] == "true" });
    }

    // The tool's own columns stay, without their grades: the tool still knows their addresses.
    private IResult Reset(HttpContext context) => Changed(context, s =>
    {
        var fresh = CampusSeed.Courses(options.Time.GetUtcNow());
        return s with
        {
            Courses = fresh.ConvertAll(c => c with { Items = c.Items.AddRange(s.Course(c.Id)!.Items.Where(i => i.ToolClientId is not null)) }),
            Deliveries = [],
        };
    });

    private IResult Changed(HttpContext context, Func<CampusState, CampusState> change)
    {
        store.Change(change);
        return Back(context);
    }

    private IResult Back(HttpContext context) => WantsJson(context) ? Summary() : TypedResults.Redirect("/admin");

    private IResult Refuse(HttpContext context, string code, string message) =>
        WantsJson(context) ? new ProblemResult(400, code) : pages.Refuse(context, 400, code, message);

    private JsonHttpResult<JsonObject> Summary()
    {
        var state = store.Current;
        return TypedResults.Json(new JsonObject
        {
            ["webServiceToken"] = state.WebServiceToken,
            ["webhook"] = new JsonObject { ["url"] = state.Webhook.Url, ["secret"] = state.Webhook.Secret },
            ["platformStorage"] = state.PlatformStorage,
            ["tools"] = new JsonArray([.. state.Tools.Select(t => new JsonObject
            {
                ["clientId"] = t.ClientId, ["deploymentId"] = Text(t.DeploymentId) + options.Personality.DeploymentSuffix, ["name"] = t.Name, ["active"] = t.Active, ["targetLinkUri"] = t.TargetLinkUri,
            })]),
            ["links"] = new JsonArray([.. state.Links.Select(l => new JsonObject
            {
                ["id"] = l.Id, ["course"] = l.CourseId, ["clientId"] = l.ClientId, ["title"] = l.Title, ["url"] = l.Url,
            })]),
            ["deliveries"] = new JsonArray([.. state.Deliveries.Select(d => new JsonObject
            {
                ["id"] = d.Id, ["type"] = d.Type, ["state"] = Lower(d.State), ["tries"] = d.Tries, ["lastAnswer"] = d.LastAnswer, ["body"] = d.Body,
            })]),
        });
    }

    private static bool WantsJson(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    private static string Lower(DeliveryState state) => state.ToString().ToLowerInvariant();

    private static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
