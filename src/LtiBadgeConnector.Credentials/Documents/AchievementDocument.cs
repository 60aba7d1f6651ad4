using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>What <c>/achievements/{id}</c> answers: one published version, with its creator.</summary>
public static class AchievementDocument
{
    public static byte[] Write(Achievement achievement, IssuerProfile creator) => JsonBytes.Write(json =>
    {
        var badge = new OpenBadge3Json(json);
        json.WriteStartObject();
        badge.Context(achievement, creator, withSchema: false, achievement.Endorsements);
        badge.Achievement(achievement);
        json.Object("creator", () => badge.Profile(creator, achievement.InLanguage));
        json.WriteEndObject();
    });
}
