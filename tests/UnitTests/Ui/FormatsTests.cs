using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

public class FormatsTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly Formats En = new("en", Tokyo);
    private static readonly Formats Ja = new("ja", Tokyo);

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 5, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(WhenFormat.Text, "22 November 2026", "2026年11月22日")]
    [InlineData(WhenFormat.Table, "22 Nov", "11月22日")]
    [InlineData(WhenFormat.Exact, "22 Nov 2026, 14:05", "2026年11月22日 14:05")]
    [InlineData(WhenFormat.Deadline, "Sun 22 Nov 2026, 14:05 (Tokyo)", "2026年11月22日（日）14:05（日本時間）")]
    [InlineData(WhenFormat.NearPast, "Just now", "たった今")]
    [InlineData(WhenFormat.Clock, "14:05", "14:05")]
    public void Writes_an_instant_by_the_name_of_its_format(WhenFormat format, string english, string japanese)
    {
        Assert.Equal(english, En.When(Now, format, Now));
        Assert.Equal(japanese, Ja.When(Now, format, Now));
    }

    [Theory]
    [InlineData(0, "1 KB")]
    [InlineData(1500, "1 KB")]
    [InlineData(122_880, "120 KB")]
    [InlineData(1_468_006, "1.4 MB")]
    [InlineData(10 * 1024 * 1024, "10 MB")]
    public void Writes_the_size_of_a_file(long bytes, string size) => Assert.Equal((size, size), (En.FileSize(bytes), Ja.FileSize(bytes)));

    [Fact]
    public void The_zone_decides_the_day()
    {
        var lateEveningInLondon = new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal("1 January 2027", En.DateInText(lateEveningInLondon));
        Assert.Equal("31 December 2026", new Formats("en", TimeZoneInfo.Utc).DateInText(lateEveningInLondon));
    }

    [Fact]
    public void A_date_of_another_year_says_so_in_tables()
    {
        Assert.Equal("1 Oct 2025", En.DateInTable(Now.AddDays(-417), Now));
        Assert.Equal("2025年10月1日", Ja.DateInTable(Now.AddDays(-417), Now));
    }

    [Theory]
    [InlineData(1, "1 minute ago", "1分前")]
    [InlineData(4, "4 minutes ago", "4分前")]
    [InlineData(65, "Today, 13:00", "今日 13:00")]
    [InlineData(15 * 60, "Yesterday", "昨日")]
    [InlineData(3 * 24 * 60, "19 Nov", "11月19日")]
    [InlineData(-60, "22 Nov 2026, 15:05", "2026年11月22日 15:05")]
    public void Says_how_long_ago(int minutes, string english, string japanese)
    {
        Assert.Equal(english, En.NearPast(Now.AddMinutes(-minutes), Now));
        Assert.Equal(japanese, Ja.NearPast(Now.AddMinutes(-minutes), Now));
    }

    [Theory]
    [InlineData("America/New_York", "(New York)", "（UTC-05:00）")]
    [InlineData("UTC", "(UTC)", "（UTC）")]
    public void A_deadline_names_its_zone(string zone, string english, string japanese)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);

        Assert.EndsWith(english, new Formats("en", info).Deadline(Now), StringComparison.Ordinal);
        Assert.EndsWith(japanese, new Formats("ja", info).Deadline(Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_read_the_exact_time_with_its_offset() => Assert.Equal("2026-11-22T14:05:00+09:00", En.Machine(Now));

    [Fact]
    public void A_share_is_never_rounded_up()
    {
        Assert.Equal("70%", En.Share(0.7m));
        Assert.Equal("66.66%", En.Share(2m / 3));
        Assert.Equal("69.99%", En.Share(0.699999m));
    }

    [Fact]
    public void Numbers_come_with_their_base()
    {
        Assert.Equal(("5,000", "0.125"), (En.Number(5000), En.Number(0.125m)));
        Assert.Equal(("61 of 90 points", "90点中61点"), (En.Points(61, 90), Ja.Points(61, 90)));
        Assert.Equal(("9 of 48", "48名中9名"), (En.PeopleOf(9, 48), Ja.PeopleOf(9, 48)));
        Assert.Equal(("1–50 of 1,204", "1,204名中 1～50"), (En.Range(1, 50, 1204), Ja.Range(1, 50, 1204)));
        Assert.Equal(("1 learner", "1,204 learners", "1,204名"), (En.Learners(1), En.Learners(1204), Ja.Learners(1204)));
        Assert.Equal(("24 hours", "1 hour", "24時間"), (En.Effort(24), En.Effort(1), Ja.Effort(24)));
    }

    [Theory]
    [InlineData("Misaki", "Sato", "Misaki Sato")]
    [InlineData("美咲", "佐藤", "佐藤 美咲")]
    [InlineData("ルーカス", "ミュラー", "ルーカス・ミュラー")]
    [InlineData("Lucas", "Müller", "Lucas Müller")]
    public void The_order_of_a_name_follows_its_script(string given, string family, string text)
    {
        var name = new PersonName(given, family, null);

        Assert.Equal((text, text), (En.Name(name), Ja.Name(name)));
    }

    [Fact]
    public void A_name_known_only_as_one_text_stays_as_it_is()
    {
        Assert.Equal("Teacher Example", En.Name(new(null, " ", "Teacher Example")));
        Assert.True(new PersonName(null, null, null).IsUnknown);
    }

    [Fact]
    public void A_list_reads_as_a_sentence()
    {
        Assert.Equal(("", "A", "A and B", "A, B and C"), (En.List([]), En.List(["A"]), En.List(["A", "B"]), En.List(["A", "B", "C"])));
        Assert.Equal("A、B、C", Ja.List(["A", "B", "C"]));
    }
}
