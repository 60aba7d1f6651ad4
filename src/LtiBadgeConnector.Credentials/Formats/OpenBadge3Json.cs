using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Open Badges 3.0 classes as JSON: members in one fixed order, <c>*</c> properties as arrays (section "Serialization").</summary>
internal sealed class OpenBadge3Json(Utf8JsonWriter json)
{
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The members of the credential without its proof.</summary>
    public void Credential(AwardDossier dossier)
    {
        var achievement = dossier.Achievement;
        Context(achievement, dossier.Issuer, withSchema: true, dossier.Issuer.Endorsements.Concat(achievement.Endorsements));
        json.WriteString("id", dossier.CredentialUrl);
        json.Texts("type", ["VerifiableCredential", "OpenBadgeCredential"]);
        json.WriteString("name", achievement.Name);
        json.WriteString("description", achievement.Description);
        Image(achievement.Image);
        json.WriteString("awardedDate", Instant(dossier.AwardedAt));
        json.Object("issuer", () => Profile(dossier.Issuer, achievement.InLanguage));
        json.WriteString("validFrom", Instant(dossier.ValidFrom));
        if (dossier.ValidUntil is { } until) json.WriteString("validUntil", Instant(until));
        json.Object("credentialSubject", () => Subject(dossier));
        json.Objects("evidence", dossier.Evidence, Evidence);
        if (dossier.Status is { } status) json.Object("credentialStatus", () => Status(status));
        json.Objects("credentialSchema", [OpenBadge3.AchievementCredentialSchema], schema =>
        {
            json.WriteString("id", schema);
            json.WriteString("type", OpenBadge3.SchemaType);
        });
    }

    /// <summary>The ordered contexts; ours comes last and inline, so that no verifier has to fetch anything of ours.</summary>
    /// <param name="endorsements">Those the document carries: the context of Open Badges lacks the term for tokens.</param>
    /// <param name="further">A published context of what stands in the document beside Open Badges.</param>
    public void Context(Achievement? achievement, IssuerProfile issuer, bool withSchema, IEnumerable<Endorsement> endorsements, string? further = null)
    {
        json.WriteStartArray("@context");
        json.WriteStringValue(OpenBadge3.CredentialsV2);
        json.WriteStringValue(OpenBadge3.Context);
        if (withSchema) json.WriteStringValue(OpenBadge3.ExtensionsContext);
        if (further is not null) json.WriteStringValue(further);
        var hasTerms = issuer.Assurance.Count > 0 || (achievement is not null && ExtensionTerms.Of(achievement).Count > 0);
        var hasTokens = endorsements.Any(endorsement => endorsement.IsToken);
        if (hasTerms || hasTokens)
        {
            json.WriteStartObject();
            if (hasTerms) json.WriteString(ExtensionTerms.Prefix, ExtensionTerms.Vocabulary);
            if (hasTokens) json.WriteString("endorsementJwt", OpenBadge3.EndorsementJwtTerm);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <param name="language">Of the document; null where it has none.</param>
    public void Profile(IssuerProfile issuer, string? language)
    {
        json.WriteString("id", issuer.Id);
        json.Texts("type", ["Profile"]);
        json.WriteString("name", issuer.Name);
        json.Text("url", issuer.Url);
        json.Text("description", issuer.Description);
        Image(issuer.Image);
        json.Text("email", issuer.Email);
        Endorsements(issuer.Endorsements);
        if (issuer.CountryCode is not null || issuer.Region is not null)
            json.Object("address", () =>
            {
                json.Texts("type", ["Address"]);
                json.Text("addressCountryCode", issuer.CountryCode);
                json.Text("addressRegion", issuer.Region);
            });
        foreach (var (term, values) in ExtensionTerms.Of(issuer, language ?? "en")) json.Texts(term, values);
    }

    public void Achievement(Achievement achievement)
    {
        json.WriteString("id", achievement.Id);
        json.Texts("type", ["Achievement"]);
        json.WriteString("name", achievement.Name);
        json.WriteString("description", achievement.Description);
        json.Object("criteria", () => json.WriteString("narrative", achievement.CriteriaNarrative));
        json.WriteString("achievementType", achievement.AchievementType);
        if (achievement.CreditsAvailable is { } credits) json.WriteNumber("creditsAvailable", credits);
        json.Text("fieldOfStudy", achievement.FieldOfStudy);
        Image(achievement.Image);
        json.Text("inLanguage", achievement.InLanguage);
        json.WriteString("version", achievement.Version);
        json.Texts("tag", achievement.Tags);
        json.Objects("alignment", achievement.Alignments, Alignment);
        json.Objects("resultDescription", achievement.ResultDescriptions, ResultDescription);
        json.Objects("related", achievement.Related, Related);
        Endorsements(achievement.Endorsements);
        foreach (var (term, values) in ExtensionTerms.Of(achievement)) json.Texts(term, values);
    }

    // As they were signed: what stands in the proof's place may not be written anew.
    private void Endorsements(IReadOnlyList<Endorsement> endorsements)
    {
        if (endorsements.Any(one => !one.IsToken))
        {
            json.WriteStartArray("endorsement");
            foreach (var endorsement in endorsements.Where(one => !one.IsToken)) json.WriteRawValue(endorsement.Document);
            json.WriteEndArray();
        }
        json.Texts("endorsementJwt", endorsements.Where(one => one.IsToken).Select(one => one.Document));
    }

    // One object: the schema of Open Badges refuses a list of them.
    private void Status(StatusEntry status)
    {
        json.WriteString("id", status.Id);
        json.WriteString("type", "BitstringStatusListEntry");
        json.WriteString("statusPurpose", status.Purpose.Name());
        json.WriteString("statusListIndex", status.Index);
        json.WriteString("statusListCredential", status.ListUrl);
    }

    private void Subject(AwardDossier dossier)
    {
        json.WriteString("id", dossier.Recipient.SubjectId);
        json.Texts("type", ["AchievementSubject"]);
        json.Objects("identifier", [.. Identifiers(dossier.Recipient)], identifier => identifier());
        json.Object("achievement", () => Achievement(dossier.Achievement));
        json.Objects("result", dossier.Results, Result);
    }

    private IEnumerable<Action> Identifiers(Recipient recipient)
    {
        if (recipient.Email is { } email) yield return () => Identifier("emailAddress", hashed: true, email.IdentityHash, email.Salt);
        if (recipient.Name is { } name) yield return () => Identifier("name", hashed: false, name, salt: null);
    }

    private void Identifier(string type, bool hashed, string identity, string? salt)
    {
        json.WriteString("type", "IdentityObject");
        json.WriteBoolean("hashed", hashed);
        json.WriteString("identityHash", identity);
        json.WriteString("identityType", type);
        json.Text("salt", salt);
    }

    private void Image(Image? image)
    {
        if (image is null) return;
        json.Object("image", () =>
        {
            json.WriteString("id", image.Id);
            json.WriteString("type", "Image");
            json.Text("caption", image.Caption);
        });
    }

    private void Alignment(Alignment alignment)
    {
        json.Texts("type", ["Alignment"]);
        json.WriteString("targetName", alignment.TargetName);
        json.WriteString("targetUrl", alignment.TargetUrl);
        json.Text("targetCode", alignment.TargetCode);
        json.Text("targetDescription", alignment.TargetDescription);
        json.Text("targetFramework", alignment.TargetFramework);
        json.Text("targetType", alignment.TargetType);
    }

    private void ResultDescription(ResultDescription description)
    {
        json.WriteString("id", description.Id);
        json.Texts("type", ["ResultDescription"]);
        json.WriteString("name", description.Name);
        json.WriteString("resultType", description.ResultType);
        json.Texts("allowedValue", description.AllowedValues);
        json.Text("requiredValue", description.RequiredValue);
        json.Text("valueMin", description.ValueMin);
        json.Text("valueMax", description.ValueMax);
    }

    private void Related(RelatedAchievement related)
    {
        json.WriteString("id", related.Id);
        json.Texts("type", ["Related"]);
        json.Text("inLanguage", related.InLanguage);
        json.Text("version", related.Version);
    }

    private void Result(AchievedResult result)
    {
        json.Texts("type", ["Result"]);
        json.WriteString("resultDescription", result.ResultDescription);
        json.Text("status", result.Status);
        json.Text("value", result.Value);
    }

    private void Evidence(Evidence evidence)
    {
        json.Text("id", evidence.Id);
        json.Texts("type", ["Evidence"]);
        json.Text("name", evidence.Name);
        json.Text("description", evidence.Description);
        json.Text("narrative", evidence.Narrative);
        json.Text("digestSRI", evidence.DigestSri);
    }
}
