using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;

namespace LtiBadgeConnector.Web.Awarding;

/// <summary>One award that somebody wants to give.</summary>
public sealed record WantedAward(LearnerId Learner, string Reason, string? EvidenceUrl, string? EvidenceText = null)
{
    /// <summary>Who the list means, as the course names them.</summary>
    public string? Name { get; init; }

    /// <summary>From 1, the heading included; 0 for one that stands in no list.</summary>
    public int Line { get; init; }
}

/// <param name="Line">From 1, the heading included.</param>
/// <param name="Text">What stands there.</param>
public sealed record ListFault(int Line, Word What, string Text);

/// <summary>A list of awards as it was read: all of it is right, or nothing is given.</summary>
public sealed record HandList(IReadOnlyList<WantedAward> Awards, IReadOnlyList<ListFault> Faults)
{
    public bool IsGood => Faults.Count == 0 && Awards.Count > 0;
}

/// <param name="Problem">A code of the problem catalogue; null when they were given.</param>
public sealed record HandOutcome(int Awarded, string? Problem);

/// <summary>Awards given by a person, with a reason and, where there is some, evidence.</summary>
public sealed class HandAwardDesk(HandAwardRepository awards, Road road, PublicAddresses addresses, TimeProvider time)
{
    public const int LongestReason = 500;
    public const int LongestEvidence = 1000;
    public const int MostLines = 2000;
    private const int LongestFile = 1_000_000;

    /// <returns>Null when the file is larger than a list may be.</returns>
    public static async Task<string?> ReadFile(IFormFile file, string language, CancellationToken ct) =>
        file.Length > LongestFile ? null : CsvReader.TextOf(await file.Bytes(ct), language);

    /// <summary>Reads a list and looks everybody up in the course; nothing is given.</summary>
    public async Task<HandList> Read(CourseMapping mapping, string text, CancellationToken ct)
    {
        var members = (await awards.Members(mapping.Tenant, mapping.Id, ct)).Where(member => member.Email is not null).ToLookup(member => member.Email!.Trim(), StringComparer.OrdinalIgnoreCase);
        return HandLists.Read(text, members);
    }

    /// <summary>A code of the problem catalogue; null when it can be given.</summary>
    public static string? ProblemOf(string? reason, string? evidence, string? text) => reason?.Trim() switch
    {
        null or "" => "award-reason-missing",
        { Length: > LongestReason } => "award-reason-too-long",
        _ when !IsEvidence(evidence) => "award-evidence-malformed",
        _ when text?.Trim().Length > LongestEvidence => "award-evidence-too-long",
        _ => null,
    };

    public static bool IsEvidence(string? url) => string.IsNullOrWhiteSpace(url) || (url.Length <= 2000 && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var found) && found.Scheme == Uri.UriSchemeHttps);

    public async Task<HandOutcome> Give(LaunchSession launch, OpenMapping open, IReadOnlyList<WantedAward> wanted, CancellationToken ct)
    {
        if (open.Mapping.Version is not { } version) return new(0, "mapping-not-started");
        var now = time.Now();
        var entry = AuditEntry.Of(open.Mapping.Tenant, now, "instructor", launch.Learner?.ToString(), "awarded-by-hand", open.Mapping.Id.ToString());
        var given = await awards.Give([.. wanted.Select(one => new HandAward(AwardOf(open.Mapping, version, one, now), one.Reason, one.EvidenceUrl, launch.Learner) { EvidenceText = one.EvidenceText })], entry, ct);
        if (given.Count == 0) return new(0, "award-exists");
        await road.Continue(given, ct);
        return new(given.Count, null);
    }

    private Award AwardOf(CourseMapping mapping, DefinitionVersionId version, WantedAward wanted, DateTimeOffset now)
    {
        var publicId = PublicId.New();
        return new(
            AwardId.New(time), mapping.Tenant, mapping.MicroCredential, wanted.Learner, Cycle: 1, mapping.Id, mapping.RuleVersion, version,
            publicId, addresses.Award(publicId), PublicId.New(), now)
        {
            Run = AwardRuns.Hand(now),
            ValidUntil = mapping.Policy.ValidUntil(now),
        };
    }
}
