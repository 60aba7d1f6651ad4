using LtiBadgeConnector.Core.Learners;

namespace LtiBadgeConnector.Lms.Platforms;

/// <summary>How a product names people, where that was measured. Differences between products are data here, not branches elsewhere.</summary>
/// <param name="Family">The <c>product_family_code</c> of its launches.</param>
/// <param name="SubIsUserId">Whether the LTI <c>sub</c> is the very id that its web services and events use.</param>
public sealed record PlatformProfile(string Family, bool SubIsUserId)
{
    /// <summary>All ids that a <c>sub</c> stands for at this product; a launch and a roster bind them together.</summary>
    public IReadOnlyList<LearnerKey> KeysOfSub(string sub) => SubIsUserId ? [LearnerKey.Sub(sub), LearnerKey.LmsUser(sub)] : [LearnerKey.Sub(sub)];

    /// <summary>All ids that an internal user id stands for at this product.</summary>
    public IReadOnlyList<LearnerKey> KeysOfUser(string userId) => SubIsUserId ? [LearnerKey.LmsUser(userId), LearnerKey.Sub(userId)] : [LearnerKey.LmsUser(userId)];

    /// <summary>The internal user id among the keys of a learner, if one tells it.</summary>
    public string? UserIdOf(IReadOnlyList<LearnerKey> keys) =>
        ValueOf(keys, LearnerKey.LmsUser("").Scheme) ?? (SubIsUserId ? ValueOf(keys, LearnerKey.Sub("").Scheme) : null);

    /// <summary>The <c>sub</c> among the keys of a learner, if one tells it.</summary>
    public string? SubOf(IReadOnlyList<LearnerKey> keys) =>
        ValueOf(keys, LearnerKey.Sub("").Scheme) ?? (SubIsUserId ? ValueOf(keys, LearnerKey.LmsUser("").Scheme) : null);

    private static string? ValueOf(IReadOnlyList<LearnerKey> keys, string scheme) =>
        keys.Where(key => key.Scheme == scheme).Select(key => key.Value).FirstOrDefault();
}

/// <summary>The profiles we know. Only what was seen on a running system stands here.</summary>
public static class PlatformProfiles
{
    public static PlatformProfile Unknown { get; } = new("", SubIsUserId: false);

    private static readonly IReadOnlyList<PlatformProfile> all =
    [
        // 4.5.6: sub is the plain numeric user id, the same for every tool.
        new("moodle", SubIsUserId: true),
    ];

    public static PlatformProfile For(string? productFamilyCode) =>
        all.FirstOrDefault(profile => string.Equals(profile.Family, productFamilyCode, StringComparison.OrdinalIgnoreCase)) ?? Unknown;
}
