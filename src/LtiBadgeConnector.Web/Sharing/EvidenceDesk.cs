using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>What a credential could say of the work behind it, and what it says.</summary>
/// <param name="Files">Whether files that the learner handed in are among it.</param>
public sealed record OfferedEvidence(AwardId Award, Definition Definition, IReadOnlyList<EvidenceGroup> Groups, FileSearch Files)
{
    public bool IsCarrying => Groups.Any(group => group.Pieces.Any(piece => piece.IsCarried));
}

/// <summary>How it stands with files that a learner handed in.</summary>
public abstract record FileSearch
{
    private FileSearch() { }

    /// <summary>No connection of the course lets us read them.</summary>
    public sealed record NotOffered : FileSearch;

    public sealed record NotAsked : FileSearch;

    public sealed record Found(int Count) : FileSearch;

    /// <param name="Problem">Why the LMS does not show them, for its administrator.</param>
    public sealed record Failed(string Problem) : FileSearch;
}

/// <summary>
/// Lets the holder decide, for each credential and piece by piece, what evidence it carries. By itself it carries none. Of a file a copy
/// is kept: a link into the LMS is of no use to whoever has no account there.
/// </summary>
public sealed partial class EvidenceDesk(
    EvidenceRepository evidence, DecisionLedger ledger, MappingRepository mappings, MicroCredentialRepository microCredentials, RuleNames ruleNames, ICourseReaders readers, CourseRepository courses,
    ILearners learners, PublicAddresses addresses, ReissueStep reissue, IStringLocalizer<Words> words, TimeProvider time, ILogger<EvidenceDesk> log)
{
    public const int MostBytes = 10 * 1024 * 1024;
    public const int MostFiles = 5;

    private const int MostAtOnce = 20;
    private const string FileKey = "file/";

    /// <param name="looksForFiles">Whether the LMS is asked what the learner handed in.</param>
    /// <returns>Null unless the learner holds it.</returns>
    public async Task<OfferedEvidence?> Find(TenantId tenant, LearnerId learner, PublicId award, bool looksForFiles, CancellationToken ct) =>
        (await Open(tenant, learner, award, looksForFiles, ct))?.Offered;

    /// <summary>Lets the credential say what was chosen and nothing else; it is signed anew under the same address.</summary>
    /// <returns>The code of why not, or null.</returns>
    public async Task<string?> Decide(TenantId tenant, LearnerId learner, PublicId award, IReadOnlySet<string> chosen, CancellationToken ct)
    {
        var open = await Open(tenant, learner, award, looksForFiles: false, ct);
        if (open is not null && open.NotIn(chosen).Any(IsFile)) open = await Open(tenant, learner, award, looksForFiles: true, ct);
        if (open is null) return "progress-unknown";
        if (open.NotIn(chosen) is { Count: > 0 } unknown) return !unknown.Any(IsFile) ? "evidence-piece-unknown" : open.Offered.Files is FileSearch.Failed ? "evidence-files-unreadable" : SubmissionProblems.Gone;
        if (chosen.Count(IsFile) > MostFiles) return "evidence-files-too-many";

        var (groups, files) = (open.Offered.Groups, new List<NewEvidenceFile>());
        foreach (var (key, listed) in open.Files.Where(file => chosen.Contains(file.Key)))
        {
            var (file, problem) = await Copy(open.Reader!, listed, ct);
            if (file is null) return problem;
            var kept = new NewEvidenceFile(key, PublicId.New(), file);
            files.Add(kept);
            groups = EvidenceChoice.With(groups, key, addresses.Evidence(kept.PublicId), Sri(file));
        }

        if (!await evidence.Carry(tenant, learner, open.Offered.Award, EvidenceChoice.Of(groups, chosen), files, time.Now(), ct)) return "progress-unknown";
        await reissue.Run(MostAtOnce, ct);
        return null;
    }

    private static bool IsFile(string key) => key.StartsWith(FileKey, StringComparison.Ordinal);

    private async Task<OpenEvidence?> Open(TenantId tenant, LearnerId learner, PublicId award, bool looksForFiles, CancellationToken ct)
    {
        if (await evidence.Find(tenant, learner, award, ct) is not { } known || await microCredentials.FindVersion(tenant, known.Version, ct) is not { } version) return null;

        List<(EvidenceGroup Group, IReadOnlyList<ItemKey> Items)> offered = [];
        if (known is { GivenUrl: not null } or { GivenText: not null }) offered.Add((Given(known, new WordsIn(version.Definition.Language, words)), []));
        var (search, files, reader) = ((FileSearch)new FileSearch.NotOffered(), new Dictionary<string, SubmittedFile>(StringComparer.Ordinal), (ISubmissionReader?)null);
        if (await mappings.Find(tenant, known.Mapping, ct) is { } mapping)
        {
            offered.AddRange(await OfRule(mapping, known, version.Definition.Language, ct));
            (search, reader, var found) = await Search(mapping, learner, [.. offered.SelectMany(one => one.Items).Distinct()], looksForFiles, ct);
            foreach (var file in found) files[KeyOf(file)] = file;
        }

        var groups = EvidenceChoice.Merge(WithFiles(offered, files), known.Carried);
        foreach (var carried in groups.SelectMany(group => group.Pieces).Where(piece => piece.IsCarried)) files.Remove(carried.Key);
        return new(new(known.Award, version.Definition, groups, search), files, reader);
    }

    private async Task<IReadOnlyList<(EvidenceGroup, IReadOnlyList<ItemKey>)>> OfRule(CourseMapping mapping, KnownWork known, string language, CancellationToken ct)
    {
        if (!(await ledger.Rules(mapping.Tenant, known.Mapping, ct)).TryGetValue(known.RuleVersion, out var rule)) return [];

        var names = await ruleNames.Of(mapping.Tenant, mapping.Course, [rule], ct);
        var sentences = RuleSentences.In(language, words);
        var criteria = RuleSentences.Leaves(rule).DistinctBy(leaf => leaf.Id).ToDictionary(leaf => leaf.Id, StringComparer.Ordinal);
        List<(EvidenceGroup, IReadOnlyList<ItemKey>)> offered = [];
        foreach (var met in known.Evaluation.Leaves.Where(leaf => leaf.IsMet && criteria.ContainsKey(leaf.Criterion)).DistinctBy(leaf => leaf.Criterion))
        {
            var criterion = criteria[met.Criterion];
            var key = $"rule/{Uri.EscapeDataString(criterion.Id)}";
            ItemKey[] items = [.. criterion.Inputs.Where(input => input.Course is null).Select(input => input.Item).OfType<ItemKey>()];
            List<EvidencePiece> pieces = [new($"{key}/result", EvidenceKind.Result, sentences.ToStaff(met.Reason) is { Length: > 0 } said ? said : null)];
            if (items.Select(item => known.Works.GetValueOrDefault(item)).FirstOrDefault(url => url is not null) is { } work) pieces.Add(new($"{key}/link", EvidenceKind.Link, work));
            offered.Add((new(sentences.Requirement(criterion, names), pieces), items));
        }
        return offered;
    }

    private static EvidenceGroup Given(KnownWork known, WordsIn words)
    {
        List<EvidencePiece> pieces = [];
        if (known.GivenText is { } text) pieces.Add(new("given/text", EvidenceKind.Text, text));
        if (known.GivenUrl is { } url) pieces.Add(new("given/link", EvidenceKind.Link, url));
        return new(words["Evidence given with the award"], pieces);
    }

    // Of several requirements on one item the first shows its files.
    private static IReadOnlyList<EvidenceGroup> WithFiles(List<(EvidenceGroup Group, IReadOnlyList<ItemKey> Items)> offered, Dictionary<string, SubmittedFile> files)
    {
        HashSet<string> shown = new(StringComparer.Ordinal);
        return
        [
            .. offered.Select(one => one.Group with
            {
                Pieces =
                [
                    .. one.Group.Pieces,
                    .. files.Where(file => one.Items.Contains(file.Value.Item) && shown.Add(file.Key)).Select(file => new EvidencePiece(file.Key, EvidenceKind.File, EvidenceFileType.CleanName(file.Value.Name)) { Size = file.Value.Size }),
                ],
            }),
        ];
    }

    private async Task<(FileSearch, ISubmissionReader?, IReadOnlyList<SubmittedFile>)> Search(CourseMapping mapping, LearnerId learner, IReadOnlyList<ItemKey> items, bool looks, CancellationToken ct)
    {
        if (items.Count == 0 || await courses.Find(mapping.Tenant, mapping.Course, ct) is not { } course || await readers.SubmissionsOf(course, ct) is not { } reader) return (new FileSearch.NotOffered(), null, []);
        if (!looks) return (new FileSearch.NotAsked(), reader, []);
        try
        {
            var files = await reader.Files(await learners.KeysOf(mapping.Tenant, course.Platform, learner, ct), items, ct);
            return (new FileSearch.Found(files.Count), reader, files);
        }
        catch (LmsException e)
        {
            LogUnreadable(mapping.Id, e.Problem);
            return (new FileSearch.Failed(e.Problem), reader, []);
        }
    }

    private async Task<(EvidenceFile? File, string? Problem)> Copy(ISubmissionReader reader, SubmittedFile listed, CancellationToken ct)
    {
        if (listed.Size > MostBytes) return (null, SubmissionProblems.TooLarge);
        try
        {
            var content = await reader.Fetch(listed, MostBytes, ct);
            // Of another length it is not what was listed: changed meanwhile, or a page in its place.
            return listed.Size is { } size && size != content.Length
                ? (null, SubmissionProblems.Gone)
                : (new(EvidenceFileType.CleanName(listed.Name), EvidenceFileType.Of(listed.MediaType), content, Convert.ToHexStringLower(SHA256.HashData(content))), null);
        }
        catch (LmsException e) when (e.Problem is SubmissionProblems.Gone or SubmissionProblems.TooLarge)
        {
            return (null, e.Problem);
        }
        catch (LmsException e)
        {
            LogNotFetched(e.Problem);
            return (null, "evidence-files-unreadable");
        }
    }

    private static string KeyOf(SubmittedFile file) => FileKey + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Item}\n{file.Name}\n{file.Version}")))[..40];

    private static string Sri(EvidenceFile file) => $"sha256-{Convert.ToBase64String(Convert.FromHexString(file.ContentHash))}";

    /// <param name="Files">What can be fetched and is not carried yet, by its key.</param>
    private sealed record OpenEvidence(OfferedEvidence Offered, IReadOnlyDictionary<string, SubmittedFile> Files, ISubmissionReader? Reader)
    {
        public IReadOnlyList<string> NotIn(IReadOnlySet<string> chosen) => [.. chosen.Except(Offered.Groups.SelectMany(group => group.Pieces).Select(piece => piece.Key))];
    }

    [LoggerMessage(1460, LogLevel.Warning, "Files that were handed in cannot be read for {MappingId}: {Problem}")]
    private partial void LogUnreadable(MappingId mappingId, string problem);

    [LoggerMessage(1461, LogLevel.Warning, "A file that was handed in cannot be fetched: {Problem}")]
    private partial void LogNotFetched(string problem);
}
