using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Reviewing;

/// <summary>Where a draft stands on its way through quality assurance.</summary>
/// <param name="IsRequired">Whether the issuer publishes only what was reviewed.</param>
/// <param name="Missing">What this text still needs.</param>
/// <param name="ContentHash">Names this text: reviews of another one count no more.</param>
public sealed record ReviewStanding(bool IsRequired, bool IsLight, ReviewNeed Missing, string ContentHash, string Narrative, string OtherNarrative, IReadOnlyList<Review> Reviews)
{
    /// <summary>Whether it keeps awarding from starting.</summary>
    public bool Blocks => IsRequired && !Missing.IsSatisfied;
}

/// <summary>Asks people to judge a description before it is published, inside the institution and outside, by a link that needs no account.</summary>
public sealed class ReviewDesk(
    ReviewRepository reviews, MicroCredentialRepository microCredentials, Admin.EndorsementDesk endorsing, EndorsementRepository endorsements, DefinitionDesk definitions, CourseDesk desk, AuditRepository audit, PublicAddresses addresses, IStringLocalizer<Words> words, TimeProvider time)
{
    public const int LongestName = 200;
    public const int LongestComment = 5000;
    public const int MostEndorsements = 5;

    private const int Most = 100;
    private static readonly TimeSpan linkLives = TimeSpan.FromDays(60);

    public async Task<ReviewStanding> Of(OpenMapping open, CancellationToken ct)
    {
        var draft = open.MicroCredential.Draft;
        var issuer = await definitions.IssuerOf(open.MicroCredential, ct);
        var (narrative, otherNarrative) = RuleSentences.Narratives(draft, open.Mapping.RuleToEdit, await desk.Names(open, ct), words);
        var hash = Reviews.HashOf(draft, narrative);
        var asked = await reviews.Of(open.MicroCredential.Tenant, open.MicroCredential.Id, Most, ct);
        var path = DefinitionDesk.Catalogue.PathOf(issuer.Profile.ProviderKind);
        return new(issuer.RequiresReview, path is { IsLight: true }, Reviews.Missing(asked, hash, path), hash, narrative, otherNarrative, asked);
    }

    /// <returns>The link to send, which is shown once.</returns>
    public async Task<string> Ask(LaunchSession launch, OpenMapping open, string reviewer, bool isExternal, CancellationToken ct)
    {
        var standing = await Of(open, ct);
        var now = time.GetUtcNow();
        var review = new Review(
            ReviewId.New(time), open.MicroCredential.Tenant, open.MicroCredential.Id, reviewer, isExternal, standing.ContentHash, open.MicroCredential.Draft, standing.Narrative,
            ReviewState.Asked, [], null, now, now + linkLives, null)
        {
            OtherNarrative = standing.OtherNarrative,
        };
        var key = await reviews.Ask(review, ct);
        await audit.Append(AuditEntry.Of(review.Tenant, now, "instructor", launch.Learner?.ToString(), "review-asked", review.Id.ToString()), ct);
        return $"{addresses.Origin}/reviews/{key}";
    }

    public async Task TakeBack(LaunchSession launch, OpenMapping open, ReviewId id, CancellationToken ct)
    {
        if (await reviews.TakeBack(open.MicroCredential.Tenant, open.MicroCredential.Id, id, time.GetUtcNow(), ct))
            await audit.Append(AuditEntry.Of(open.MicroCredential.Tenant, time.GetUtcNow(), "instructor", launch.Learner?.ToString(), "review-taken-back", id.ToString()), ct);
    }

    public Task<Review?> FindByKey(string key, CancellationToken ct) => reviews.FindByKey(key, time.GetUtcNow(), ct);

    /// <summary>The addresses that a signed endorsement from this review may be about: the issuer's, and that of the published version, when it says what was judged.</summary>
    /// <returns>Empty while there is nothing to endorse: only who approved from outside endorses, and only what is published.</returns>
    public async Task<IReadOnlyList<string>> Endorsable(Review review, CancellationToken ct)
    {
        if (review is not { IsExternal: true, State: ReviewState.Approved }) return [];
        if (await microCredentials.Find(review.Tenant, review.MicroCredential, ct) is not { Published: { } published } microCredential) return [];
        if (await microCredentials.FindVersion(review.Tenant, published, ct) is not { } version || Reviews.HashOf(version.Definition, version.CriteriaNarrative) != review.ContentHash) return [];
        return [version.Url, (await definitions.IssuerOf(microCredential, ct)).Profile.Id];
    }

    /// <summary>Takes what the reviewer signed.</summary>
    public async Task<Admin.EndorsementAdded> Endorse(Review review, string text, CancellationToken ct)
    {
        if (await Endorsable(review, ct) is not { Count: > 0 } of) return new("review-not-endorsable");
        if ((await Endorsements(review, ct)).Count(one => one.Review == review.Id) >= MostEndorsements) return new("review-endorsements-enough");
        var added = await endorsing.Add(review.Tenant, text, of, review.Id, ct);
        if (added.Problem is null) await audit.Append(AuditEntry.Of(review.Tenant, time.GetUtcNow(), "reviewer", review.Reviewer, "endorsement-added", review.Id.ToString()), ct);
        return added;
    }

    /// <summary>What reviewers of the micro-credential have signed.</summary>
    public Task<IReadOnlyList<StoredEndorsement>> Endorsements(Review review, CancellationToken ct) => Endorsements(review.Tenant, review.MicroCredential, ct);

    public Task<IReadOnlyList<StoredEndorsement>> Endorsements(TenantId tenant, MicroCredentialId microCredential, CancellationToken ct) => endorsements.OfReviews(tenant, microCredential, ct);

    /// <returns>False when somebody has decided it already.</returns>
    public async Task<bool> Decide(Review review, bool isApproved, IReadOnlyList<string> confirmed, string? comment, CancellationToken ct)
    {
        if (!await reviews.Decide(review, isApproved, confirmed, comment, time.GetUtcNow(), ct)) return false;
        await audit.Append(AuditEntry.Of(review.Tenant, time.GetUtcNow(), "reviewer", review.Reviewer, isApproved ? "review-approved" : "review-changes-wanted", review.Id.ToString()), ct);
        return true;
    }
}
