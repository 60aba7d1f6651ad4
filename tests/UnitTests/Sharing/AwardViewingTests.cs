using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Sharing;

namespace LtiBadgeConnector.UnitTests.Sharing;

public class AwardViewingTests
{
    private const string Key = "the-share-key";

    [Theory]
    [InlineData(AwardVisibility.Public, false, null, true)]
    [InlineData(AwardVisibility.Unlisted, false, null, false)]
    [InlineData(AwardVisibility.Unlisted, false, "another-key", false)]
    [InlineData(AwardVisibility.Unlisted, false, Key, true)]
    [InlineData(AwardVisibility.Unlisted, true, null, true)]
    [InlineData(AwardVisibility.Private, false, Key, false)]
    [InlineData(AwardVisibility.Private, true, Key, false)]
    public void Shows_an_award_only_to_whom_its_holder_lets_see_it(AwardVisibility visibility, bool unlistedFromStart, string? key, bool isShown) =>
        Assert.Equal(isShown, AwardViewing.IsShownTo(Award(visibility, unlistedFromStart), key));

    [Fact]
    public void The_share_link_of_a_published_award_needs_no_key()
    {
        const string url = "https://badges.example/awards/a";

        Assert.Equal(url, AwardViewing.ShareLink(url, new PublicId(Key), AwardVisibility.Public));
        Assert.Equal($"{url}?key={Key}", AwardViewing.ShareLink(url, new PublicId(Key), AwardVisibility.Unlisted));
    }

    private static SharedAward Award(AwardVisibility visibility, bool unlistedFromStart)
    {
        var id = Guid.CreateVersion7();
        return new(
            new(id), new(id), new(id), new(id), new(id), new(id), new PublicId("a"), "https://badges.example/awards/a", new PublicId(Key), visibility,
            AwardState.Issued, new Evaluation("c1", Verdict.Met, 1000, new Reason(ReasonCode.Reached), []), DateTimeOffset.UnixEpoch, unlistedFromStart);
    }
}
