using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Mailing;

namespace LtiBadgeConnector.UnitTests.Mailing;

/// <summary>What may stand in a mail, and what becomes of what is put in.</summary>
public sealed class MailTemplateTests
{
    private static readonly Dictionary<string, string> Values = new() { ["name"] = "Misaki", ["title"] = "Data", ["issuer"] = "Shirakaba", ["course"] = "DS", ["date"] = "today", ["reason"] = "none", ["link"] = "https://a.example/1" };

    [Fact]
    public void Our_own_words_can_be_used_in_every_language_and_leave_no_brace()
    {
        foreach (var kind in Enum.GetValues<MailKind>())
            foreach (var language in Languages.All)
            {
                var template = MailWords.Of(kind, language);
                Assert.Null(template.Problem);
                var (subject, body) = template.Fill(Values);
                Assert.DoesNotContain("{", subject + body, StringComparison.Ordinal);
                Assert.Contains("https://a.example/1", body, StringComparison.Ordinal);
            }
    }

    [Theory]
    [InlineData("", "{link}", "mail-subject-unusable")]
    [InlineData("a\nBcc: all@example.org", "{link}", "mail-subject-unusable")]
    [InlineData("a", "", "mail-body-unusable")]
    [InlineData("a", "no link", "mail-link-missing")]
    [InlineData("{password}", "{link}", "mail-placeholder-unknown")]
    [InlineData("a", "{link} {0}", "mail-placeholder-unknown")]
    public void What_cannot_be_used_is_refused(string subject, string body, string code) => Assert.Equal(code, new MailTemplate(subject, body).Problem);

    [Fact]
    public void Too_long_words_are_refused()
    {
        Assert.Equal("mail-subject-unusable", new MailTemplate(new('a', MailTemplate.LongestSubject + 1), "{link}").Problem);
        Assert.Equal("mail-body-unusable", new MailTemplate("a", "{link}" + new string('a', MailTemplate.LongestBody)).Problem);
    }

    [Fact]
    public void What_is_put_in_stays_what_it_is()
    {
        var template = new MailTemplate("{title}", "{name}\n{link}");
        var (subject, body) = template.Fill(new Dictionary<string, string> { ["title"] = "A\r\nBcc: all@example.org", ["name"] = "{link} <b>\u2028x", ["link"] = "L" });

        Assert.Equal("A Bcc: all@example.org", subject);
        Assert.Equal("{link} <b> x\nL", body);
    }
}
