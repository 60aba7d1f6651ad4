using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using MimeKit;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Mails to learners: whether they can be sent, and in whose words.</summary>
public sealed class MailModel(
    ConsoleDesk desk, MailRepository mails, IssuerRepository issuers, SmtpSender sender, MailLetters letters, MailOptions options, IStringLocalizer<Words> words, Formats formats)
    : ConsolePage(desk, AdminPlace.Settings)
{
    [BindProperty(SupportsGet = true)]
    public MailKind Kind { get; set; }

    /// <summary>The language of the mail, not of the page.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Of { get; set; }

    public MailTemplate Template { get; private set; } = new("", "");

    /// <summary>Whether the institution has words of its own for this one.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>Null while the words cannot be used.</summary>
    public (string Subject, string Body)? Sample { get; private set; }

    public bool IsOn => options.IsOn;

    public string Server => $"{options.Host}:{options.Port} ({options.Security})";

    public string From => options.From ?? "";

    public string MailLanguage => Languages.Matching(Of) ?? formats.Language;

    public string Here => $"/admin/mail?kind={Kind}&of={MailLanguage}";

    public async Task<IActionResult> OnGet(string? said, CancellationToken ct)
    {
        if (!Enum.IsDefined(Kind)) return new ProblemAction("page-not-found");
        if (said == "saved") Say(words["The words are saved."]);
        if (said == "sent") Say(words["The mail server has taken the test mail."]);
        var own = await mails.TemplateOf(Tenant.Id, Kind, MailLanguage, ct);
        await Show(own ?? MailWords.Of(Kind, MailLanguage), own is not null, ct);
        return Page();
    }

    /// <param name="op"><c>preview</c> shows and keeps nothing; <c>ours</c> goes back to our words; anything else saves.</param>
    public async Task<IActionResult> OnPost(string? op, string? subject, string? body, CancellationToken ct)
    {
        if (!Enum.IsDefined(Kind)) return new ProblemAction("page-not-found");
        if (op == "ours")
        {
            await mails.RemoveTemplate(Tenant.Id, Kind, MailLanguage, ct);
            await Note("mail-words-changed", $"{MailChannels.NameOf(Kind)} {MailLanguage}", ct);
            return LocalRedirect($"{Here}&said=saved");
        }
        var template = new MailTemplate((subject ?? "").Trim(), (body ?? "").ReplaceLineEndings("\n").Trim());
        if (template.Problem is { } problem)
        {
            ModelState.AddModelError(problem == "mail-subject-unusable" ? "subject" : "body", $"{Explained(problem, template)} ({problem})");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        else if (op != "preview")
        {
            await mails.SaveTemplate(Tenant.Id, Kind, MailLanguage, template, Desk.Now, ct);
            await Note("mail-words-changed", $"{MailChannels.NameOf(Kind)} {MailLanguage}", ct);
            return LocalRedirect($"{Here}&said=saved");
        }
        await Show(template, await mails.TemplateOf(Tenant.Id, Kind, MailLanguage, ct) is not null, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostTest(string? to, CancellationToken ct)
    {
        var problem = !MailboxAddress.TryParse(to?.Trim(), out var address) || !address.Address.Contains('@', StringComparison.Ordinal) ? "mail-address-refused" : await Try(address.Address, ct);
        if (problem is null) return LocalRedirect($"{Here}&said=sent");
        ModelState.AddModelError("to", $"{ProblemCatalogue.Get(problem).Title.In(formats.Language)} ({problem})");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await OnGet(said: null, ct);
    }

    private async Task<string?> Try(string to, CancellationToken ct)
    {
        try
        {
            await sender.Send(letters.Test(await IssuerName(ct), to, words["Test mail of LTI Badge Connector"], words["Mails from this server arrive."]), () => Task.FromResult(true), ct);
            return null;
        }
        catch (LmsException e)
        {
            return e.Problem;
        }
    }

    private async Task Show(MailTemplate template, bool isOwn, CancellationToken ct)
    {
        (Template, IsOwn) = (template, isOwn);
        if (template.Problem is null) Sample = MailLetters.Sample(template, MailLanguage, await IssuerName(ct), Desk.Now);
    }

    private async Task<string> IssuerName(CancellationToken ct) => (await issuers.Default(Tenant.Id, ct))?.Profile.Name ?? Tenant.Name;

    private string Explained(string problem, MailTemplate template) => problem switch
    {
        "mail-subject-unusable" => words["Write a subject of one line, at most {0} characters.", MailTemplate.LongestSubject],
        "mail-body-unusable" => words["Write at most {0} characters.", MailTemplate.LongestBody],
        "mail-link-missing" => words["Put {0} where the learner opens the credential.", "{link}"],
        _ => words["{0} means nothing here. Use one of: {1}", $"{{{template.Unknown}}}", NamesInBraces],
    };

    public static string NamesInBraces => string.Join(' ', MailTemplate.Names.Select(name => $"{{{name}}}"));
}
