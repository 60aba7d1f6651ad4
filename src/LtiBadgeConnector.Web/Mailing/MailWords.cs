using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>Our own words for mails, until an institution writes its own.</summary>
internal static class MailWords
{
    public static MailTemplate Of(MailKind kind, string language) => (kind, language) switch
    {
        (MailKind.Withdrawn, "ja") => new("「{title}」の失効について", """
            {name} さん

            {issuer} は、{date}にクレデンシャル「{title}」（{course}）を失効させました。

            理由：{reason}

            検証した人には、日付と理由が表示されます。誤りと思われる場合は、コースの教員に連絡してください。
            {link}

            {issuer}
            """),
        (MailKind.Withdrawn, _) => new("Your credential “{title}” was withdrawn", """
            Hello {name},

            {issuer} withdrew the credential “{title}” ({course}) on {date}.

            The reason: {reason}

            Anyone who checks it sees the date and the reason. If you think this is wrong, tell an instructor of the course.
            {link}

            {issuer}
            """),
        (MailKind.Suspended, "ja") => new("「{title}」の一時停止について", """
            {name} さん

            {issuer} は、{date}にクレデンシャル「{title}」（{course}）を一時停止しました。

            理由：{reason}

            一時停止の間は有効と扱われず、検証した人には日付と理由が表示されます。納得できない場合は、コースの進捗画面から教員に申し立てることができます。
            {link}

            {issuer}
            """),
        (MailKind.Suspended, _) => new("Your credential “{title}” is suspended", """
            Hello {name},

            {issuer} suspended the credential “{title}” ({course}) on {date}.

            The reason: {reason}

            It does not count while it is suspended, and anyone who checks it sees the date and the reason. If you do not agree, write to the instructor on your progress page in the course.
            {link}

            {issuer}
            """),
        (MailKind.Ending, "ja") => new("「{title}」の有効期限について", """
            {name} さん

            {issuer} が授与したクレデンシャル「{title}」（{course}）の有効期限は、{date}です。

            更新の方法は、コースの進捗画面に表示されています。
            {link}

            {issuer}
            """),
        (MailKind.Ending, _) => new("Your credential “{title}” ends on {date}", """
            Hello {name},

            the credential “{title}” ({course}), awarded by {issuer}, is valid until {date}.

            Your progress page in the course says how it is renewed.
            {link}

            {issuer}
            """),
        (_, "ja") => new("「{title}」を授与しました", """
            {name} さん

            {issuer} は、{date}にマイクロクレデンシャル「{title}」（{course}）を授与しました。

            次のページで確認し、保存することができます。
            {link}

            公開するまで他の人には見えません。リンクは本人専用です。

            {issuer}
            """),
        _ => new("You have earned “{title}”", """
            Hello {name},

            on {date} {issuer} awarded you the micro-credential “{title}” ({course}).

            Look at it and keep it:
            {link}

            Nobody else sees it until you say so. The link is for you alone.

            {issuer}
            """),
    };

    /// <summary>What stands for the name of somebody whose name the LMS does not give.</summary>
    public static string Nobody(string language) => language == "ja" ? "受講者" : "learner";

    /// <summary>Below every mail, whatever the institution writes.</summary>
    public static string Footer(string language, string stop) => language == "ja"
        ? $"-- \nこのメールは、所属機関のコースで授与が行われたため送信しています。\n今後のメールを停止する：{stop}\n"
        : $"-- \nYou get this because a course of your institution awards credentials.\nStop such mails: {stop}\n";

    public static Word NameOf(MailKind kind) => kind switch
    {
        MailKind.Withdrawn => Word.Of("When a credential is withdrawn"),
        MailKind.Suspended => Word.Of("When a credential is suspended"),
        MailKind.Ending => Word.Of("Before a credential ends"),
        _ => Word.Of("When a credential is awarded"),
    };
}
