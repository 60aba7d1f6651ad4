using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Credentials.Endorsements;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Issuers;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>What came of adding an endorsement.</summary>
/// <param name="Problem">A code of the problem catalogue; null when it is added.</param>
/// <param name="Report">What was checked, when it was refused for that.</param>
public sealed record EndorsementAdded(string? Problem, VerificationReport? Report = null);

/// <summary>Takes what outside bodies signed about our issuers and achievements into every credential that follows.</summary>
public sealed class EndorsementDesk(EndorsementReader reader, EndorsementRepository endorsements, TimeProvider time)
{
    private const int LongestName = 300;

    private const int LongestUrl = 500;

    public Task<EndorsementAdded> Add(TenantId tenant, string text, CancellationToken ct) => Add(tenant, text, of: null, review: null, ct);

    /// <summary>What a reviewer returns.</summary>
    /// <param name="of">The addresses it may be about.</param>
    public Task<EndorsementAdded> Add(TenantId tenant, string text, IReadOnlyCollection<string> of, ReviewId review, CancellationToken ct) => Add(tenant, text, of, (ReviewId?)review, ct);

    private async Task<EndorsementAdded> Add(TenantId tenant, string text, IReadOnlyCollection<string>? of, ReviewId? review, CancellationToken ct)
    {
        var now = time.Now();
        switch (await reader.Read(text, now, ct))
        {
            case ReadEndorsement.Refused refused:
                return new(refused.Problem, refused.Report);
            case ReadEndorsement.Good good:
                if (good.EndorserUrl.Length > LongestUrl || of?.Contains(good.SubjectUrl) is false || await endorsements.Find(tenant, good.SubjectUrl, ct) is not { } subject) return new("endorsement-of-another");
                if ((await endorsements.All(tenant, ct)).Any(known => known.Document == good.Endorsement.Document)) return new("endorsement-known");
                var name = good.EndorserName is { Length: > LongestName } longer ? longer[..LongestName] : good.EndorserName;
                await endorsements.Add(new(Guid.CreateVersion7(now), tenant, subject.Url, good.Endorsement.Document, good.Endorsement.IsToken, good.EndorserUrl, name, good.Comment, good.ValidUntil, now, review), ct);
                return new(Problem: null);
            case var other:
                throw new InvalidOperationException($"Unknown answer {other}.");
        }
    }
}
