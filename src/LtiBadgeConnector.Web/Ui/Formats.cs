using System.Globalization;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>The ways an instant is written, by name.</summary>
public enum WhenFormat
{
    /// <summary>22 November 2026 / 2026年11月22日</summary>
    Text,

    /// <summary>22 Nov / 11月22日; with the year when it is another than the present one.</summary>
    Table,

    /// <summary>22 Nov 2026, 14:05 / 2026年11月22日 14:05</summary>
    Exact,

    /// <summary>Thu 10 Dec 2026, 23:59 (Tokyo) / 2026年12月10日（木）23:59（日本時間）</summary>
    Deadline,

    /// <summary>4 minutes ago, Today, 14:01, Yesterday, then the date / 4分前、今日 14:01、昨日</summary>
    NearPast,

    /// <summary>14:05</summary>
    Clock,
}

/// <summary>
/// Dates, numbers and names as the pages write them: formats by name, in one language and one time
/// zone (the course's inside an LMS). Pure; instants are given in any offset.
/// </summary>
public sealed class Formats(string language, TimeZoneInfo zone)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private readonly bool ja = language == "ja";

    /// <summary>The language of the page, <c>en</c> or <c>ja</c>: the value of a <c>lang</c> attribute.</summary>
    public string Language => language;

    /// <summary>The zone the times are written in.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>An instant by the name of its format; <paramref name="now"/> decides what is near and which year goes unsaid.</summary>
    public string When(DateTimeOffset at, WhenFormat format, DateTimeOffset now) => format switch
    {
        WhenFormat.Text => DateInText(at),
        WhenFormat.Table => DateInTable(at, now),
        WhenFormat.Exact => DateAndTime(at),
        WhenFormat.Deadline => Deadline(at),
        WhenFormat.NearPast => NearPast(at, now),
        WhenFormat.Clock => Clock(at),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>22 November 2026 / 2026年11月22日</summary>
    public string DateInText(DateTimeOffset at) => Write(at, "d MMMM yyyy", "yyyy年M月d日");

    /// <summary>A day of the calendar, the same everywhere.</summary>
    public string Day(DateOnly day) => day.ToString(ja ? "yyyy年M月d日" : "d MMMM yyyy", Plain);

    /// <summary>22 Nov / 11月22日, with the year when it is not the present one.</summary>
    public string DateInTable(DateTimeOffset at, DateTimeOffset now) =>
        Local(at).Year == Local(now).Year ? Write(at, "d MMM", "M月d日") : Write(at, "d MMM yyyy", "yyyy年M月d日");

    /// <summary>22 Nov 2026, 14:05 / 2026年11月22日 14:05</summary>
    public string DateAndTime(DateTimeOffset at) => Write(at, "d MMM yyyy, HH:mm", "yyyy年M月d日 H:mm");

    /// <summary>14:05</summary>
    public string Clock(DateTimeOffset at) => Write(at, "HH:mm", "H:mm");

    /// <summary>Thu 10 Dec 2026, 23:59 (Tokyo) / 2026年12月10日（木）23:59（日本時間）</summary>
    public string Deadline(DateTimeOffset at) => ja
        ? $"{Write(at, "", "yyyy年M月d日")}（{"日月火水木金土"[(int)Local(at).DayOfWeek]}）{Clock(at)}（{ZoneName(at)}）"
        : $"{Write(at, "ddd d MMM yyyy, HH:mm", "")} ({ZoneName(at)})";

    /// <summary>How long ago, as a person says it; a time still to come is written in full.</summary>
    public string NearPast(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        if (age < TimeSpan.Zero) return DateAndTime(at);
        if (age < TimeSpan.FromMinutes(1)) return ja ? "たった今" : "Just now";
        if (age < TimeSpan.FromHours(1)) return MinutesAgo((int)age.TotalMinutes);
        return (Local(now).Date - Local(at).Date).Days switch
        {
            0 => ja ? $"今日 {Clock(at)}" : $"Today, {Clock(at)}",
            1 => ja ? "昨日" : "Yesterday",
            _ => DateInTable(at, now),
        };
    }

    /// <summary>120 KB, 1.4 MB: at least 1 KB.</summary>
    public string FileSize(long bytes) => bytes < 1000 * 1024 ? $"{Number(Math.Max(1, Math.Round(bytes / 1024m)))} KB" : $"{Number(Math.Round(bytes / 1024m / 1024m, 1))} MB";

    /// <summary>5,000; decimals as they are, never rounded.</summary>
    public string Number(decimal number) => number.ToString("#,0.############################", Plain);

    /// <summary>70% of 0.7. At most two decimals, cut and never rounded up: 69.999 is not 70.</summary>
    public string Share(decimal share) => Math.Round(share * 100, 2, MidpointRounding.ToZero).ToString("#,0.##", Plain) + "%";

    /// <summary>61 of 90 points / 90点中61点</summary>
    public string Points(decimal has, decimal maximum) =>
        ja ? $"{Number(maximum)}点中{Number(has)}点" : $"{Number(has)} of {Number(maximum)} points";

    /// <summary>9 of 48 / 48名中9名: people, with their base.</summary>
    public string PeopleOf(int some, int all) =>
        ja ? $"{Number(all)}名中{Number(some)}名" : $"{Number(some)} of {Number(all)}";

    /// <summary>14 learners / 14名</summary>
    public string Learners(int count) => ja ? $"{Number(count)}名" : $"{Number(count)} {(count == 1 ? "learner" : "learners")}";

    /// <summary>24 hours / 24時間</summary>
    public string Effort(decimal hours) => ja ? $"{Number(hours)}時間" : $"{Number(hours)} {(hours == 1 ? "hour" : "hours")}";

    /// <summary>24 hours, 90 minutes / 24時間、90分: as its author stated it.</summary>
    public string Effort(Core.MicroCredentials.Effort effort) =>
        effort.Unit != Core.MicroCredentials.Effort.Minute ? Effort(effort.Amount)
        : ja ? $"{Number(effort.Amount)}分"
        : $"{Number(effort.Amount)} {(effort.Amount == 1 ? "minute" : "minutes")}";

    /// <summary>1–50 of 1,204 / 1,204名中 1～50: where a page of a list of people stands.</summary>
    public string Range(int first, int last, int all) =>
        ja ? $"{Number(all)}名中 {Number(first)}～{Number(last)}" : $"{Number(first)}–{Number(last)} of {Number(all)}";

    /// <summary>1–50 of 1,204 / 1,204件中 1～50: the same for things.</summary>
    public string Span(int first, int last, int all) =>
        ja ? $"{Number(all)}件中 {Number(first)}～{Number(last)}" : $"{Number(first)}–{Number(last)} of {Number(all)}";

    /// <summary>Misaki Sato / 佐藤 美咲</summary>
    public string Name(PersonName name) => name.InText();

    /// <summary>Several names in one sentence: A, B and C / A、B、C</summary>
    public string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ when ja => string.Join('、', items),
        var count => $"{string.Join(", ", items.Take(count - 1))} and {items[^1]}",
    };

    /// <summary>2026-11-22 14:05: as spreadsheets read it as a time, in every language.</summary>
    public string Sortable(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd HH:mm", Plain);

    /// <summary>The value of a <c>datetime</c> attribute: exact, with the zone's offset.</summary>
    public string Machine(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", Plain);

    private string MinutesAgo(int minutes) => (ja, minutes) switch
    {
        (true, _) => $"{minutes}分前",
        (_, 1) => "1 minute ago",
        _ => $"{minutes} minutes ago",
    };

    private string ZoneName(DateTimeOffset at) => (ja, zone.Id) switch
    {
        (true, "Asia/Tokyo" or "Tokyo Standard Time") => "日本時間",
        (_, "Asia/Tokyo" or "Tokyo Standard Time") => "Tokyo",
        (true, _) => Offset(at),
        // A time zone database name ends in a city people know; Windows names and fixed offsets do not.
        _ when zone.Id.Contains('/') && !zone.Id.StartsWith("Etc/", StringComparison.Ordinal) => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' '),
        _ => Offset(at),
    };

    private string Offset(DateTimeOffset at)
    {
        var offset = Local(at).Offset;
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hh\\:mm", Plain)}";
    }

    private string Write(DateTimeOffset at, string english, string japanese) => Local(at).ToString(ja ? japanese : english, Plain);

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);
}
