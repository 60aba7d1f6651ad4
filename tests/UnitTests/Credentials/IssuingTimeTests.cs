using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.UnitTests.Credentials;

public class IssuingTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 9, 0, 0, 750, TimeSpan.FromHours(9));

    [Fact]
    public void Cuts_to_whole_seconds_in_utc() =>
        Assert.Equal("2026-04-01T00:00:00.0000000+00:00", IssuingTime.ValidFrom(Now, former: null).ToString("O"));

    [Fact]
    public void A_re_issue_within_the_same_second_is_a_second_later() =>
        Assert.Equal(IssuingTime.WholeSeconds(Now).AddSeconds(1), IssuingTime.ValidFrom(Now, former: IssuingTime.WholeSeconds(Now)));

    [Fact]
    public void A_re_issue_after_the_clock_went_back_is_still_later()
    {
        var former = IssuingTime.WholeSeconds(Now).AddHours(1);
        Assert.Equal(former.AddSeconds(1), IssuingTime.ValidFrom(Now, former));
    }

    [Fact]
    public void A_later_re_issue_takes_the_present_second() =>
        Assert.Equal(IssuingTime.WholeSeconds(Now), IssuingTime.ValidFrom(Now, former: Now.AddDays(-1)));
}
