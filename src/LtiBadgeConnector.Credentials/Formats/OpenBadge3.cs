using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>The fixed words of Open Badges 3.0 that both issuing and verifying need.</summary>
internal static class OpenBadge3
{
    public const string CredentialsV2 = "https://www.w3.org/ns/credentials/v2";
    public const string CredentialsV1 = "https://www.w3.org/2018/credentials/v1";
    public const string Context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

    // Defines the type 1EdTechJsonSchemaValidator2019; without it the type would be an undefined term, which VCDM 2.0
    // forbids and a Data Integrity proof would not cover.
    public const string ExtensionsContext = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

    // Of the vocabulary of Open Badges, but in none of its contexts up to 3.0.3.
    public const string EndorsementJwtTerm = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt";

    // Says what an issuer's keys are: verifiers that read the profile as linked data refuse terms without a meaning.
    public const string ControlledIdentifiers = "https://www.w3.org/ns/cid/v1";

    public const string SchemaType = "1EdTechJsonSchemaValidator2019";
    public const string AchievementCredentialSchema = SchemaBase + "ob_v3p0_achievementcredential_schema.json";
    public const string AnyAchievementCredentialSchema = SchemaBase + "ob_v3p0_anyachievementcredential_schema.json";
    public const string EndorsementCredentialSchema = SchemaBase + "ob_v3p0_endorsementcredential_schema.json";
    public const string ProfileSchema = SchemaBase + "ob_v3p0_profile_schema.json";

    private const string SchemaBase = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/";

    public static void RequireConsistentTimes(AwardDossier dossier)
    {
        if (IssuingTime.WholeSeconds(dossier.ValidFrom) != dossier.ValidFrom) throw new ArgumentException("validFrom must be whole seconds, because nbf is.", nameof(dossier));
        if (dossier.ValidUntil is { } until && (IssuingTime.WholeSeconds(until) != until || until < dossier.ValidFrom)) throw new ArgumentException("validUntil must be whole seconds and not before validFrom.", nameof(dossier));
        if (dossier.FormerValidFrom >= dossier.ValidFrom) throw new ArgumentException("A re-issue needs a later validFrom, or verifiers keep the former one.", nameof(dossier));
    }
}
