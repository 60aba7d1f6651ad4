using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Reviewing;

public enum ReviewState
{
    Asked = 0,
    Approved = 1,

    /// <summary>The reviewer wants changes first.</summary>
    ChangesWanted = 2,

    /// <summary>Taken back by whoever asked.</summary>
    TakenBack = 3,
}

/// <summary>One person asked to judge a description before it is published, and what they said.</summary>
/// <param name="ContentHash">Which text was judged; see <see cref="Reviews.HashOf"/>.</param>
/// <param name="Confirmed">Codes of <see cref="ReviewChecklist"/> that the reviewer confirmed.</param>
public sealed record Review(
    ReviewId Id, TenantId Tenant, MicroCredentialId MicroCredential, string Reviewer, bool IsExternal, string ContentHash, Definition Definition, string CriteriaNarrative,
    ReviewState State, IReadOnlyList<string> Confirmed, string? Comment, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, DateTimeOffset? DecidedAt)
{
    /// <summary>The criteria in the other language of the pages; null for reviews from before it was kept.</summary>
    public string? OtherNarrative { get; init; }
}

/// <summary>What a reviewer confirms: the four parts of UNESCO's definition, and the conditions of design.</summary>
public static class ReviewChecklist
{
    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<string> All { get; } = ["outcomes", "assessed", "stackable", "quality-standards", "transparent", "valid-assessment", "public-assurance", "standard"];
}

/// <summary>Which reviews stand between a draft and its publishing.</summary>
public sealed record ReviewNeed(bool NeedsInternal, bool NeedsExternal)
{
    public bool IsSatisfied => !NeedsInternal && !NeedsExternal;
}

public static class Reviews
{
    /// <summary>Names what was judged: everything that is published, but the picture.</summary>
    public static string HashOf(Definition definition, string criteriaNarrative) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{DefinitionJson.Write(definition with { Image = null, Design = null })}\n{criteriaNarrative}")));

    /// <summary>
    /// What is still missing for this text. A kind of provider whose institution is assured already needs one review inside; others,
    /// and those of whom nobody has said what they are, need one inside and one from outside.
    /// </summary>
    public static ReviewNeed Missing(IEnumerable<Review> reviews, string contentHash, AssurancePath? path)
    {
        var approved = reviews.Where(review => review.State == ReviewState.Approved && review.ContentHash == contentHash).ToList();
        return new(NeedsInternal: approved.All(review => review.IsExternal), NeedsExternal: path is not { IsLight: true } && !approved.Any(review => review.IsExternal));
    }
}
