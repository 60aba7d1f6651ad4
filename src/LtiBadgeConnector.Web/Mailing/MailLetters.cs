using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.Extensions.Localization;
using MimeKit;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>Writes mails: the institution's words or ours, in the learner's language, as plain text with one link and nothing that counts who opens it.</summary>
public sealed class MailLetters(IMails mails, AwardViewing access, MailStops stops, MailOptions options, ConnectorOptions connector, IStringLocalizer<Words> words, TimeProvider time)
{
    // A private award's link is for the person alone, and mails are kept for long: later it is opened from the course.
    private static readonly TimeSpan linkLifetime = TimeSpan.FromDays(30);

    /// <param name="id">The same for each try of one delivery, so that mail systems know a repetition.</param>
    public async Task<MimeMessage> Write(MailDossier dossier, MailKind kind, string id, CancellationToken ct)
    {
        var language = Languages.Matching(dossier.Language) ?? Languages.Default;
        var template = await mails.TemplateOf(dossier.Tenant, kind, language, ct) ?? MailWords.Of(kind, language);
        var (subject, body) = template.Fill(Values(dossier, kind, language));
        var stop = $"{connector.PublicUrl.TrimEnd('/')}{MailStops.Path}/{stops.TokenOf(dossier.Tenant, dossier.Learner)}";

        var message = Envelope(dossier.Issuer, dossier.Email!, subject, $"{body}\n\n{MailWords.Footer(language, stop)}");
        message.MessageId = $"{id}@{new Uri(connector.PublicUrl).Host}";
        if (dossier.IssuerEmail is { Length: > 0 } answers && MailboxAddress.TryParse(answers, out var replyTo)) message.ReplyTo.Add(replyTo);
        message.Headers.Add(HeaderId.ListUnsubscribe, $"<{stop}>");
        message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        return message;
    }

    /// <summary>What an instructor should know, in our words and theirs to read: no link, because it is looked at in the course.</summary>
    public MimeMessage Notice(NoticeMail mail, string id)
    {
        var language = Languages.Matching(mail.Language) ?? Languages.Default;
        var said = new WordsIn(language, words);
        var (heading, what) = MappingNoticeWords.Say(said, new Formats(language, Zone(mail.TimeZone)), mail.Notice);
        var stop = $"{connector.PublicUrl.TrimEnd('/')}{MailStops.Path}/{stops.TokenOf(mail.Tenant, mail.Learner)}";
        var body = $"{heading}\n\n{what}\n\n{MappingNoticeWords.Where(said, mail.Title, mail.Course)}\n\n{MailWords.Footer(language, stop)}";
        var message = Envelope(mail.Issuer, mail.Email!, $"{heading}: {mail.Title}".ReplaceLineEndings(" "), body);
        message.MessageId = $"{id}@{new Uri(connector.PublicUrl).Host}";
        return message;
    }

    /// <summary>For the test button: says that mails arrive.</summary>
    public MimeMessage Test(string issuer, string to, string subject, string body) => Envelope(issuer, to, subject, body);

    /// <summary>As it would look, for somebody who does not exist.</summary>
    public static (string Subject, string Body) Sample(MailTemplate template, string language, string issuer, DateTimeOffset now)
    {
        var formats = new Formats(language, TimeZoneInfo.Utc);
        return template.Fill(new Dictionary<string, string>
        {
            ["name"] = language == "ja" ? "佐藤 美咲" : "Misaki Sato",
            ["title"] = language == "ja" ? "データリテラシー基礎" : "Data Literacy Foundations",
            ["issuer"] = issuer,
            ["course"] = language == "ja" ? "データサイエンス入門" : "Data Science I",
            ["date"] = formats.DateInText(now),
            ["reason"] = language == "ja" ? "成績の訂正" : "A grade was corrected",
            [MailTemplate.Link] = "https://badges.example/awards/…",
        });
    }

    private Dictionary<string, string> Values(MailDossier dossier, MailKind kind, string language)
    {
        var formats = new Formats(language, Zone(dossier.TimeZone));
        return new()
        {
            ["name"] = dossier.Name is { Length: > 0 } name ? name : MailWords.Nobody(language),
            ["title"] = dossier.Title,
            ["issuer"] = dossier.Issuer,
            ["course"] = dossier.Course,
            ["date"] = formats.DateInText(kind == MailKind.Ending ? dossier.ValidUntil!.Value : dossier.Withdrawal?.At ?? dossier.Suspension?.At ?? dossier.AwardedAt),
            ["reason"] = AwardReasons.Say(new WordsIn(language, words), dossier.Withdrawal?.Reason ?? dossier.Suspension?.Reason ?? ""),
            [MailTemplate.Link] = dossier.Visibility == AwardVisibility.Public
                ? dossier.AwardUrl
                : $"{dossier.AwardUrl}?{AwardViewing.PassParameter}={access.Pass(dossier.Award, time.GetUtcNow() + linkLifetime)}",
        };
    }

    private MimeMessage Envelope(string from, string to, string subject, string body)
    {
        var message = new MimeMessage { Subject = subject, Date = time.GetUtcNow(), Body = new TextPart("plain") { Text = body } };
        message.From.Add(new MailboxAddress(from, options.From ?? throw new InvalidOperationException("Without a sender no mail is written.")));
        message.To.Add(MailboxAddress.Parse(to));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static TimeZoneInfo Zone(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
