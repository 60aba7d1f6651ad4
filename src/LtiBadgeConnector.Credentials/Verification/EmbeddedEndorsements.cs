using System.Text;
using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>Endorsements that a badge carries, each checked like any credential; a bad one says nothing against the badge itself.</summary>
internal static class EmbeddedEndorsements
{
    // Each costs a check of its own; real badges have one or two.
    private const int Most = 8;

    /// <returns>Null when there is none.</returns>
    public static async Task<Finding?> Check(CredentialView credential, Func<byte[], Task<Verdict>> verify)
    {
        var places = credential.Subjects.Select(subject => subject.Member("achievement")).Append(credential.Json.Member("issuer")).Append(credential.Json).OfType<JsonElement>().ToList();
        byte[][] found =
        [
            .. places.SelectMany(place => place.Items("endorsement")).Select(endorsement => Encoding.UTF8.GetBytes(endorsement.GetRawText())),
            .. places.SelectMany(place => place.Texts("endorsementJwt")).Select(Encoding.UTF8.GetBytes),
        ];
        if (found.Length == 0) return null;

        List<Verdict> verdicts = [];
        foreach (var endorsement in found.Take(Most)) verdicts.Add(await verify(endorsement));
        var detail = $"{verdicts.Count(verdict => verdict == Verdict.Valid)}/{found.Length}";
        if (verdicts.Count == found.Length && verdicts.TrueForAll(verdict => verdict == Verdict.Valid)) return Finding.Pass(CheckNames.Endorsements, VerificationCodes.EndorsementsGood, detail);
        return verdicts.Exists(verdict => verdict is Verdict.Invalid or Verdict.NoProof or Verdict.NotACredential or Verdict.Revoked)
            ? Finding.Fail(CheckNames.Endorsements, VerificationCodes.EndorsementInvalid, detail)
            : Finding.Skipped(CheckNames.Endorsements, VerificationCodes.EndorsementUncertain, detail);
    }
}
