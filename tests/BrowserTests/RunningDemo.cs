using System.Text.Json;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Demo;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Mailing;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>The real demo on ports of its own: the connector at <c>localhost</c>, the LMS at <c>127.0.0.1</c>, so that the tool's frame is cross-site.</summary>
public sealed class RunningDemo : IAsyncLifetime, IAsyncDisposable
{
    public const int Course = 2;
    public const int FinalProject = 13;

    private DemoSetup? setup;

    internal string Lms => Setup.LmsUrl;

    internal string Connector => Setup.ConnectorUrl;

    /// <summary>The one-time link by which the first administrator signs in.</summary>
    internal string ConsoleSignIn => Setup.ConsoleSignIn ?? throw new InvalidOperationException("The console has an administrator already.");

    /// <summary>What stands below a mail.</summary>
    internal string StopMails => $"{MailStops.Path}/{Setup.Connector.GetRequiredService<MailStops>().TokenOf(TenantId.New(TimeProvider.System), LearnerId.New(TimeProvider.System))}";

    private DemoSetup Setup => setup ?? throw new InvalidOperationException("The demo has not started.");

    internal static async Task<RunningDemo> Start()
    {
        var demo = new RunningDemo();
        await demo.InitializeAsync();
        return demo;
    }

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null) return;
        setup = await DemoSetup.Start(new DemoOptions(FreePort.Next(), FreePort.Next(), Data: null), CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (setup is not null) await setup.DisposeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>Does something at the LMS as one of its people, over HTTP as a script would.</summary>
    internal async Task<JsonElement> AtLms(string person, string path, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Lms) };
        using var signedIn = await http.PostAsync("/sign-in", Form([("person", person)]));
        signedIn.EnsureSuccessStatusCode();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(fields) };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await http.SendAsync(request);
        return JsonElement.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    internal Task Grade(string person, int item, decimal grade) =>
        AtLms("instructor", $"/courses/{Course}/grades", ("person", person), ("item", $"{item}"), ("grade", $"{grade}"));

    internal Task OfferPlatformStorage(bool offered) => AtLms("admin", "/admin/platform-storage", ("enabled", offered ? "true" : "false"));

    /// <summary>Publishes the sample definition of each framework.</summary>
    /// <returns>The name of each and its public page.</returns>
    internal async Task<IReadOnlyList<(string Name, string Address)>> PublishSamples()
    {
        List<(string, string)> pages = [];
        var (english, japanese) = ("Pass the examination.", "試験に合格すること。");
        foreach (var sample in DefinitionTemplates.All)
        {
            var criteria = sample.Definition.Language == "ja" ? new StatedCriteria(japanese, english, []) : new StatedCriteria(english, japanese, []);
            pages.Add((sample.Id, (await Publish(sample.Definition, criteria)).Url));
        }
        return pages;
    }

    /// <summary>A pathway of which the published micro-credential of the course is a part, and a badge that somebody has submitted for the other.</summary>
    internal async Task<MappingId> MakeAPathway()
    {
        var (ct, time) = (CancellationToken.None, TimeProvider.System);
        var (tenant, part) = await Awarded();
        var course = (await Setup.Connector.GetRequiredService<MappingRepository>().OfMicroCredential(tenant, part.Id, ct))[0].Course;
        var version = await Publish(Definition.Blank("Data Analyst", "en") with { OtherTitle = "データアナリスト" }, new StatedCriteria("Hold both."));
        var rule = new WorthAtLeast
        {
            Id = "g0", Unit = WorthAtLeast.Hours, Amount = 60, Worth = new Dictionary<string, decimal> { ["c1"] = 24, ["c2"] = 36 },
            Of = [new HoldsAward { Id = "c1", MicroCredential = part.Id }, new ForeignBadge { Id = "c2", What = "Python basics" }],
        };
        var mapping = new CourseMapping(MappingId.New(time), tenant, course, version.MicroCredential, null, MappingState.Draft, 0, rule, null, 1, time.Now(), null);
        await Setup.Connector.GetRequiredService<MappingRepository>().Create(mapping, ct);
        await Setup.Connector.GetRequiredService<MappingRepository>().Activate(tenant, mapping.Id, version.Id, 1, time.Now(), ct);
        var learner = (await Setup.Connector.GetRequiredService<HandAwardRepository>().Members(tenant, mapping.Id, ct)).First(member => member.HasAward is false).Learner;
        var claim = new Claim(
            RecognitionId.New(time), new(tenant, mapping.Id, learner), "c2", ClaimState.Waiting, "From my former university.", "https://example.org/portfolio",
            new("https://other.example/credentials/1", "Python basics", "https://other.example", "Other University", "https://other.example/achievements/1", NamesLearner: true, Trust: null, ValidUntil: null, time.Now()),
            time.Now(), null, null, null);
        await Setup.Connector.GetRequiredService<RecognitionRepository>().Submit(claim, "badge", statusReference: null, checkAt: null, AuditEntry.Of(tenant, time.Now(), "learner", learner.ToString(), "recognition-submitted", claim.Id.ToString()), ct);
        return mapping.Id;
    }

    private async Task<(TenantId Tenant, MicroCredential Part)> Awarded()
    {
        var tenant = (await Setup.Connector.GetRequiredService<TenantRepository>().All(CancellationToken.None))[0].Id;
        return (tenant, (await Setup.Connector.GetRequiredService<MicroCredentialRepository>().List(tenant, 100, CancellationToken.None)).First(one => one.Draft.Title == Authoring.Title));
    }

    private async Task<DefinitionVersion> Publish(Definition definition, StatedCriteria criteria)
    {
        var (ct, time) = (CancellationToken.None, TimeProvider.System);
        var (tenant, part) = await Awarded();
        var repository = Setup.Connector.GetRequiredService<MicroCredentialRepository>();
        var made = new MicroCredential(MicroCredentialId.New(time), tenant, part.Issuer, definition, 1, Published: null, time.Now());
        await repository.Create(made, createdIn: null, ct);
        var id = PublicId.New();
        return (await repository.Publish(made, id, $"{Connector}/achievements/{id}", criteria, time.Now(), ct))!;
    }

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
