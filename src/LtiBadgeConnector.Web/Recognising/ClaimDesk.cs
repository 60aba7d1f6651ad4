using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Awarding;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Verifying;
using Verdict = LtiBadgeConnector.Credentials.Verification.Verdict;

namespace LtiBadgeConnector.Web.Recognising;

/// <summary>What a learner typed and chose.</summary>
/// <param name="Badge">An address, or the badge itself as text.</param>
/// <param name="File">The badge as a file; taken before the text.</param>
public sealed record NewClaim(string? Criterion, string? Statement, string? EvidenceUrl, string? Badge, byte[]? File);

/// <summary>What came of a submission.</summary>
/// <param name="Problem">A code of the problem catalogue; null when it was taken.</param>
/// <param name="Report">What was checked, when the badge does not hold.</param>
public sealed record ClaimOutcome(string? Problem, VerificationReport? Report = null, Claim? Claim = null);

/// <summary>What a person saw who decides.</summary>
/// <param name="RuleVersion">Of the rule that counts for the learner.</param>
/// <param name="Decision">When it was decided before, in Unix milliseconds; null for what waited.</param>
public sealed record SeenClaim(int RuleVersion, long? Decision);

/// <summary>
/// Takes badges of other issuers and earlier learning in place of requirements: a badge is checked by the same verifier as anybody's; then a
/// person decides, or the rule itself, where it names the achievement and the issuer is on the list of trusted ones.
/// </summary>
public sealed class ClaimDesk(
    RecognitionRepository recognitions, CredentialVerifier verifier, BadgeSource source, TrustedIssuers trusted, IssuerRepository issuers, ILearners learners, MappingRepository mappings, AuditRepository audit, Road road,
    TimeProvider time)
{
    public const int LongestStatement = 5000;
    public const int MostBytes = 2 * 1024 * 1024;

    private const int MostWaiting = 20;
    private const int LongestText = 500;

    public async Task<ClaimOutcome> Submit(PathwayProgress pathway, LearnerId learner, NewClaim wanted, CancellationToken ct)
    {
        var statement = NullIfBlank(wanted.Statement);
        var evidence = NullIfBlank(wanted.EvidenceUrl);
        var hasBadge = wanted.File is { Length: > 0 } || NullIfBlank(wanted.Badge) is not null;
        if (pathway.Open.FirstOrDefault(one => one.Id == wanted.Criterion) is not { } criterion) return new("claim-part-unknown");
        if (!hasBadge && (statement is null || evidence is null)) return new("claim-empty");
        if (statement?.Length > LongestStatement) return new("claim-too-long");
        if (!HandAwardDesk.IsEvidence(evidence)) return new("award-evidence-malformed");
        if (pathway.Claims.Count(one => one.Claim.State == ClaimState.Waiting) >= MostWaiting) return new("claim-too-many");

        var mapping = pathway.Mapping;
        var now = time.Now();
        var claim = new Claim(
            RecognitionId.New(time), new(mapping.Tenant, mapping.Id, learner), criterion.Id, ClaimState.Waiting, statement, evidence, Badge: null, now, DecidedAt: null, DecidedBy: null, Reason: null)
        {
            Asked = criterion, RuleVersion = mapping.RuleVersion,
        };
        if (!hasBadge) return await Keep(claim, claim.Id.ToString(), statusReference: null, ct);

        if (await BytesOf(wanted, ct) is not { } bytes) return new("claim-badge-not-found");
        var report = trusted.Mark(await verifier.Verify(bytes, new VerificationRequest(now), ct));
        if (report is not { Verdict: Verdict.Valid, Credential: { IssuerId: { } issuer } credential }) return new("claim-badge-not-valid", report);
        if ((await issuers.List(mapping.Tenant, ct)).Any(own => own.Profile.Id == issuer)) return new("claim-badge-own", report);

        var facts = new ForeignBadgeFacts(
            Cut(credential.Id), Cut(credential.AchievementName ?? credential.Name) ?? issuer, Cut(issuer)!, Cut(credential.IssuerName), Cut(credential.AchievementId),
            await NamesLearner(mapping.Tenant, learner, bytes, now, ct), report.Trust, credential.ValidUntil, now);
        claim = claim with { Badge = facts };
        if (IsTakenByRule(criterion, facts)) claim = claim with { State = ClaimState.Accepted, DecidedAt = now };
        return await Keep(claim, credential.Id ?? Convert.ToHexString(SHA256.HashData(bytes)), report.Status?.ToJson(), ct);
    }

    /// <summary>Whether learners may submit something in place of the requirements of a rule that is no pathway.</summary>
    public async Task SetTaken(LaunchSession launch, CourseMapping mapping, bool isTaken, CancellationToken ct)
    {
        var policy = mapping.Policy with { TakesClaims = isTaken };
        await mappings.SetPolicy(mapping.Tenant, mapping.Id, policy, ct);
        await audit.Append(AuditEntry.Of(mapping.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), "award-policy-changed", mapping.Id.ToString(), AwardPolicyJson.Write(policy)), ct);
    }

    /// <summary>A person's decision, for the requirement as that person saw it. One that stands can be turned round.</summary>
    /// <returns>A code of the problem catalogue; null when it is decided.</returns>
    public async Task<string?> Decide(LaunchSession launch, CourseMapping mapping, Claim claim, bool isAccepted, SeenClaim seen, string? reason, CancellationToken ct)
    {
        if (HandAwardDesk.ProblemOf(reason, evidence: null, text: null) is { } problem) return problem;
        if (isAccepted && claim.Standing != BadgeStanding.InForce) return "claim-badge-ceased";
        if (claim.DecidedAt?.ToUnixTimeMilliseconds() != seen.Decision) return "claim-decided";
        if (claim.State == (isAccepted ? ClaimState.Accepted : ClaimState.Refused) && !claim.IsOutdatedIn(mapping.Rule)) return "claim-decided";
        if (seen.RuleVersion != mapping.RuleVersion) return "claim-requirement-changed";

        var criterion = Pathways.Recognisable(mapping.Rule).FirstOrDefault(one => one.Id == claim.Criterion);
        if (criterion is null && isAccepted) return "claim-part-unknown";
        if (criterion is not null) claim = claim with { Asked = criterion, RuleVersion = mapping.RuleVersion };
        var entry = AuditEntry.Of(claim.About.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), isAccepted ? "recognition-accepted" : "recognition-refused", claim.Id.ToString());
        if (!await recognitions.Decide(claim, isAccepted, launch.Learner, reason!.Trim(), entry, ct)) return "claim-decided";
        if (isAccepted || claim.State == ClaimState.Accepted) await road.Evaluate([claim.About], ct);
        return null;
    }

    /// <summary>Whether the rule itself says that this badge counts: its achievement, from an issuer that is trusted, given to this learner.</summary>
    public static bool IsTakenByRule(Criterion criterion, ForeignBadgeFacts facts) =>
        criterion is ForeignBadge { TakenByRule: true, Achievement: { } achievement } && facts is { Trust: not null, NamesLearner: true } && facts.Achievement == achievement;

    private async Task<ClaimOutcome> Keep(Claim claim, string badge, string? statusReference, CancellationToken ct)
    {
        var entry = AuditEntry.Of(claim.About.Tenant, claim.SubmittedAt, "learner", claim.About.Learner.ToString(), "recognition-submitted", claim.Id.ToString());
        DateTimeOffset? checkAt = statusReference is null ? null : claim.SubmittedAt + BadgeChecks.Each;
        if (!await recognitions.Submit(claim, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(badge))), statusReference, checkAt, entry, ct)) return new("claim-badge-known");
        if (claim.State == ClaimState.Accepted) await road.Evaluate([claim.About], ct);
        return new(Problem: null, Report: null, claim);
    }

    private async Task<byte[]?> BytesOf(NewClaim wanted, CancellationToken ct)
    {
        if (wanted.File is { Length: > 0 } file) return file;
        var text = wanted.Badge!.Trim();
        if (!BadgeSource.IsAddress(text)) return Encoding.UTF8.GetBytes(text);
        return await source.Load(text, ct) is LoadedDocument.Found found ? found.Bytes : null;
    }

    // Null where nobody can say: no e-mail of the learner is known, or the badge names none.
    private async Task<bool?> NamesLearner(TenantId tenant, LearnerId learner, byte[] bytes, DateTimeOffset now, CancellationToken ct)
    {
        if (await learners.Find(tenant, learner, ct) is not { Email: { Length: > 0 } email }) return null;
        var report = await verifier.Verify(bytes, new VerificationRequest(now, email), ct);
        return report.Checks.FirstOrDefault(check => check.Name == CheckNames.Recipient)?.Result switch { CheckResult.Pass => true, CheckResult.Fail => false, _ => null };
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}
