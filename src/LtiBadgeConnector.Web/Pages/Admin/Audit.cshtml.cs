using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>The append-only record: filter, fifty entries at a time, and all that match as a file.</summary>
public sealed class AuditModel(ConsoleDesk desk, AuditRepository audit, AdministratorRepository administrators, LearnerRepository learners, Formats formats, IStringLocalizer<Words> words)
    : ConsolePage(desk, AdminPlace.Audit)
{
    private const int PageSize = 50;
    private const int CsvPage = 500;

    private Dictionary<string, string> logins = [];
    private readonly Dictionary<string, AuditPerson> people = [];

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only entries of this action.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    /// <summary>What concerns the whole server, such as sign-ins, instead of the institution.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Server { get; set; }

    /// <summary>Where the former page ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    public bool IsFiltered => Q is { Length: > 0 } || Act is { Length: > 0 };

    public async Task OnGet(CancellationToken ct)
    {
        await LoadLogins(ct);
        var found = await Read(ReadPosition(), PageSize + 1, ct);
        Entries = [.. found.Take(PageSize)];
        foreach (var actor in Entries.Where(entry => entry.Tenant == Tenant.Id).Select(entry => entry.Actor).OfType<string>().Distinct().Where(actor => !logins.ContainsKey(actor)))
            if (Guid.TryParse(actor, out var id) && await learners.Find(Tenant.Id, new LearnerId(id), ct) is { } person) people[actor] = new(person.Id, NameOf(person));
        if (found.Count > PageSize)
            Next = string.Create(CultureInfo.InvariantCulture, $"{Href(null)}&after={Entries[^1].At.ToUnixTimeMilliseconds()}.{Entries[^1].Id}");
    }

    /// <summary>Streams every entry that matches.</summary>
    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await LoadLogins(ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        await using var writer = new StreamWriter(Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await writer.WriteAsync(Csv.Line(words["When"], words["Who"], words["Action"], words["On what"], words["Detail"]));
        AuditPosition? after = null;
        while (await Read(after, CsvPage, ct) is { Count: > 0 } entries)
        {
            foreach (var entry in entries) await writer.WriteAsync(Csv.Line(entry.At.ToString("O", CultureInfo.InvariantCulture), WhoIs(entry), entry.Action, entry.Subject, entry.Detail));
            after = new(entries[^1].At, entries[^1].Id);
        }
        return new EmptyResult();
    }

    /// <summary>The instructor or learner who acted; null for anybody else, or when there is no such person any more.</summary>
    public AuditPerson? PersonOf(AuditEntry entry) => entry.Actor is { } actor ? people.GetValueOrDefault(actor) : null;

    public string? LoginOf(AuditEntry entry) => entry.Actor is { } actor ? logins.GetValueOrDefault(actor) : null;

    /// <summary>The login of an administrator, otherwise kind and id.</summary>
    public string WhoIs(AuditEntry entry) =>
        LoginOf(entry) is { } login ? login
        : entry.Actor is { } id ? $"{entry.ActorKind} {id}"
        : entry.ActorKind;

    public string Href(string? handler) =>
        $"/admin/audit?server={(Server ? "true" : "false")}&act={Uri.EscapeDataString(Act ?? "")}&q={Uri.EscapeDataString(Q ?? "")}{(handler is null ? "" : $"&handler={handler}")}";

    private string NameOf(Learner person)
    {
        var name = new PersonName(person.GivenName, person.FamilyName, person.Name);
        return name.IsUnknown ? words["A learner without a name"] : formats.Name(name);
    }

    private Task<IReadOnlyList<AuditEntry>> Read(AuditPosition? after, int most, CancellationToken ct) =>
        audit.Page(Server ? null : Tenant.Id, Q, Act is { Length: > 0 } ? Act : null, after, most, ct);

    private async Task LoadLogins(CancellationToken ct) =>
        logins = (await administrators.All(ct)).ToDictionary(administrator => administrator.Id.ToString(), administrator => administrator.Login, StringComparer.Ordinal);

    private AuditPosition? ReadPosition() =>
        After?.Split('.') is [var at, var id] && Instants.TryRead(at) is { } when && Guid.TryParse(id, out var entry) ? new(when, entry) : null;
}

/// <summary>Somebody with a page in the console.</summary>
public sealed record AuditPerson(LearnerId Id, string Name);
