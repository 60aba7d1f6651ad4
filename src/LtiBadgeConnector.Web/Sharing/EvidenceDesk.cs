using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
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
/// <param name="Offered">As it would stand in the credential, in its language.</param>
public sealed record OfferedEvidence(AwardId Award, Definition Definition, IReadOnlyList<Evidence> Carried, IReadOnlyList<Evidence> Offered);

/// <summary>Lets the holder decide, for each credential, whether it carries evidence: links, and the result of each requirement. By itself it carries none.</summary>
public sealed class EvidenceDesk(
    EvidenceRepository evidence, DecisionLedger ledger, MappingRepository mappings, MicroCredentialRepository microCredentials, RuleNames ruleNames, ReissueStep reissue,
    IStringLocalizer<Words> words, TimeProvider time)
{
    private const int MostAtOnce = 20;

    /// <summary>Null unless the learner holds it.</summary>
    public async Task<OfferedEvidence?> Find(TenantId tenant, LearnerId learner, PublicId award, CancellationToken ct)
    {
        if (await evidence.Find(tenant, learner, award, ct) is not { } known || await microCredentials.FindVersion(tenant, known.Version, ct) is not { } version) return null;
        return new(known.Award, version.Definition, known.Carried, [.. await Offered(tenant, known, version.Definition.Language, ct)]);
    }

    /// <summary>Puts everything offered into the credential, or takes it out again; it is signed anew under the same address.</summary>
    /// <returns>False when the learner holds no such credential.</returns>
    public async Task<bool> Decide(TenantId tenant, LearnerId learner, PublicId award, bool carries, CancellationToken ct)
    {
        if (await Find(tenant, learner, award, ct) is not { } found) return false;
        await evidence.Carry(tenant, learner, found.Award, carries ? found.Offered : [], time.Now(), ct);
        await reissue.Run(MostAtOnce, ct);
        return true;
    }

    private async Task<IEnumerable<Evidence>> Offered(TenantId tenant, KnownWork known, string language, CancellationToken ct)
    {
        List<Evidence> offered = [];
        if (known is { GivenUrl: not null } or { GivenText: not null }) offered.Add(Given(known, new WordsIn(language, words)));
        if (await mappings.Find(tenant, known.Mapping, ct) is not { } mapping || !(await ledger.Rules(tenant, known.Mapping, ct)).TryGetValue(known.RuleVersion, out var rule)) return offered;

        var names = await ruleNames.Of(tenant, mapping.Course, [rule], ct);
        var sentences = RuleSentences.In(language, words);
        var criteria = RuleSentences.Leaves(rule).DistinctBy(leaf => leaf.Id).ToDictionary(leaf => leaf.Id, StringComparer.Ordinal);
        foreach (var met in known.Evaluation.Leaves.Where(leaf => leaf.IsMet && criteria.ContainsKey(leaf.Criterion)))
        {
            var criterion = criteria[met.Criterion];
            offered.Add(new(WorkOf(criterion, known)) { Name = sentences.Requirement(criterion, names), Narrative = sentences.ToStaff(met.Reason) is { Length: > 0 } said ? said : null });
        }
        return offered;
    }

    private static Evidence Given(KnownWork known, WordsIn words) => new(known.GivenUrl) { Name = words["Evidence given with the award"], Narrative = known.GivenText };

    private static string? WorkOf(Criterion criterion, KnownWork known) =>
        criterion.Inputs.Where(input => input.Course is null).Select(input => input.Item).OfType<ItemKey>().Select(item => known.Works.GetValueOrDefault(item)).FirstOrDefault(url => url is not null);
}
