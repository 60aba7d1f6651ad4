using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>What the part about who may see an award needs.</summary>
/// <param name="Action">Where its form goes.</param>
public sealed record SharingPart(PublicId Award, string Url, PublicId ShareKey, AwardVisibility Visibility, string Action)
{
    public string Link => AwardViewing.ShareLink(Url, ShareKey, Visibility);

    public string FieldId => $"share-{Award}";
}
