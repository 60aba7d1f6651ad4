using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>What a credential could say of the work behind it, and what it says.</summary>
public sealed record OfferedEvidence(AwardId Award, Definition Definition, IReadOnlyList<EvidenceGroup> Groups)
{
    public bool IsCarrying => Groups.Any(group => group.Pieces.Any(piece => piece.IsCarried));
}

/// <summary>Lets the holder decide, for each credential and piece by piece, what evidence it carries. By itself it carries none.</summary>
public sealed class EvidenceDesk(
    EvidenceRepository evidence, DecisionLedger ledger, MappingRepository mappings, MicroCredentialRepository microCredentials, RuleNames ruleNames, ReissueStep reissue,
    IStringLocalizer<Words> words, TimeProvider time)
{
    private const int MostAtOnce = 20;

    /// <summary>Null unless the learner holds it.</summary>
    public async Task<OfferedEvidence?> Find(TenantId tenant, LearnerId learner, PublicId award, CancellationToken ct)
    {
        if (await evidence.Find(tenant, learner, award, ct) is not { } known || await microCredentials.FindVersion(tenant, known.Version, ct) is not { } version) return null;
        return new(known.Award, version.Definition, EvidenceChoice.Merge([.. await Offered(tenant, known, version.Definition.Language, ct)], known.Carried));
    }

    /// <summary>Lets the credential say what was chosen and nothing else; it is signed anew under the same address.</summary>
    /// <returns>The code of why not, or null.</returns>
    public async Task<string?> Decide(TenantId tenant, LearnerId learner, PublicId award, IReadOnlySet<string> chosen, CancellationToken ct)
    {
        if (await Find(tenant, learner, award, ct) is not { } found) return "progress-unknown";
        if (!chosen.IsSubsetOf(found.Groups.SelectMany(group => group.Pieces).Select(piece => piece.Key))) return "evidence-piece-unknown";
        await evidence.Carry(tenant, learner, found.Award, EvidenceChoice.Of(found.Groups, chosen), time.Now(), ct);
        await reissue.Run(MostAtOnce, ct);
        return null;
    }

    private async Task<IEnumerable<EvidenceGroup>> Offered(TenantId tenant, KnownWork known, string language, CancellationToken ct)
    {
        List<EvidenceGroup> offered = [];
        if (known is { GivenUrl: not null } or { GivenText: not null }) offered.Add(Given(known, new WordsIn(language, words)));
        if (await mappings.Find(tenant, known.Mapping, ct) is not { } mapping || !(await ledger.Rules(tenant, known.Mapping, ct)).TryGetValue(known.RuleVersion, out var rule)) return offered;

        var names = await ruleNames.Of(tenant, mapping.Course, [rule], ct);
        var sentences = RuleSentences.In(language, words);
        var criteria = RuleSentences.Leaves(rule).DistinctBy(leaf => leaf.Id).ToDictionary(leaf => leaf.Id, StringComparer.Ordinal);
        foreach (var met in known.Evaluation.Leaves.Where(leaf => leaf.IsMet && criteria.ContainsKey(leaf.Criterion)).DistinctBy(leaf => leaf.Criterion))
        {
            var criterion = criteria[met.Criterion];
            var key = $"rule/{Uri.EscapeDataString(criterion.Id)}";
            List<EvidencePiece> pieces = [new($"{key}/result", EvidenceKind.Result, sentences.ToStaff(met.Reason) is { Length: > 0 } said ? said : null)];
            if (WorkOf(criterion, known) is { } work) pieces.Add(new($"{key}/link", EvidenceKind.Link, work));
            offered.Add(new(sentences.Requirement(criterion, names), pieces));
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

    private static string? WorkOf(Criterion criterion, KnownWork known) =>
        criterion.Inputs.Where(input => input.Course is null).Select(input => input.Item).OfType<ItemKey>().Select(item => known.Works.GetValueOrDefault(item)).FirstOrDefault(url => url is not null);
}
