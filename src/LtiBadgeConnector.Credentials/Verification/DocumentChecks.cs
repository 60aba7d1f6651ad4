using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Schemas;
using LtiBadgeConnector.JsonLd.Contexts;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>The checks that need nothing but the credential itself.</summary>
internal static class DocumentChecks
{
    // Versions of the Open Badges context that redefine protected terms of credentials/v2: together they are a JSON-LD error.
    private static readonly string[] ContextsOfVersion1Only =
    [
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ];

    public static Finding Structure(CredentialView credential)
    {
        Finding Refuse(string code, string? detail = null) => Finding.Fail(CheckNames.Structure, Verdict.Invalid, code, detail);

        if (!credential.UsesVersion1 && !credential.UsesVersion2) return Refuse(VerificationCodes.ContextFirst);
        if (credential.IssuerId is not { } issuer || !IsAbsolute(issuer)) return Refuse(VerificationCodes.IssuerMissing);
        if (credential.Subjects.Count == 0 || credential.Subjects.Any(subject => subject.ValueKind != JsonValueKind.Object || !subject.EnumerateObject().Any())) return Refuse(VerificationCodes.SubjectMissing);
        if (MalformedId(credential) is { } id) return Refuse(VerificationCodes.IdMalformed, id);
        if (MalformedDate(credential) is { } date) return Refuse(VerificationCodes.DateMalformed, date);
        return Finding.Pass(CheckNames.Structure, VerificationCodes.StructureGood);
    }

    public static Finding Contexts(CredentialView credential)
    {
        var urls = credential.Json.Texts("@context");
        if (credential.UsesVersion2 && urls.FirstOrDefault(ContextsOfVersion1Only.Contains) is { } old) return Finding.Fail(CheckNames.Contexts, Verdict.Invalid, VerificationCodes.ContextsConflict, old);

        // The signature of a JWT covers the text itself, so an unknown context leaves it whole and only its extensions unread.
        return urls.FirstOrDefault(url => ContextLibrary.Instance.Find(url) is null) is { } unknown
            ? Finding.Skipped(CheckNames.Contexts, VerificationCodes.ContextUnknown, unknown)
            : Finding.Pass(CheckNames.Contexts, VerificationCodes.ContextsKnown);
    }

    public static Finding Schema(CredentialView credential)
    {
        if (SchemaOf(credential) is not { } url) return Finding.Skipped(CheckNames.Schema, VerificationCodes.SchemaNone);
        var errors = SchemaLibrary.Find(url)!.Validate(credential.Json);
        if (errors.Count == 0) return Finding.Pass(CheckNames.Schema, VerificationCodes.SchemaGood, url);

        // Only a credential that says it follows the schema breaks its word (Open Badges 3.0, 10.1); others are told apart.
        var detail = string.Join("; ", errors.Take(3));
        return DeclaresSchema(credential)
            ? Finding.Fail(CheckNames.Schema, Verdict.Invalid, VerificationCodes.SchemaViolated, detail)
            : Finding.Fail(CheckNames.Schema, VerificationCodes.SchemaViolated, detail);
    }

    private static bool DeclaresSchema(CredentialView credential) =>
        credential.Json.Items("credentialSchema").Any(schema => schema.Texts("type").Contains(OpenBadge3.SchemaType));

    public static Finding Dates(CredentialView credential, DateTimeOffset at)
    {
        if (at < credential.ValidFrom) return Finding.Fail(CheckNames.Dates, Verdict.NotYetValid, VerificationCodes.NotYetValid, OpenBadge3Json.Instant(credential.ValidFrom.Value));
        if (at > credential.ValidUntil) return Finding.Fail(CheckNames.Dates, Verdict.Expired, VerificationCodes.Expired, OpenBadge3Json.Instant(credential.ValidUntil.Value));
        return Finding.Pass(CheckNames.Dates, VerificationCodes.DatesGood);
    }

    public static Finding Recipient(CredentialView credential, string? email)
    {
        if (email is null) return Finding.Skipped(CheckNames.Recipient, VerificationCodes.RecipientNotAsked);
        var stated = credential.Subjects.SelectMany(subject => subject.Items("identifier")).Where(identifier => identifier.Text("identityType") == "emailAddress").ToList();
        if (stated.Count == 0) return Finding.Skipped(CheckNames.Recipient, VerificationCodes.RecipientNotStated, consequence: Verdict.Indeterminate);
        return stated.Exists(identifier => Names(identifier, email))
            ? Finding.Pass(CheckNames.Recipient, VerificationCodes.RecipientGood)
            : Finding.Fail(CheckNames.Recipient, Verdict.Invalid, VerificationCodes.RecipientMismatch);
    }

    private static bool Names(JsonElement identifier, string email)
    {
        if (identifier.Text("identityHash") is not { } stated) return false;
        if (identifier.Member("hashed") is not { ValueKind: JsonValueKind.True }) return RecipientIdentifier.Normalise(stated) == RecipientIdentifier.Normalise(email);

        // The standard defines no normalisation: other issuers hash the address as it was typed.
        var salt = identifier.Text("salt") ?? "";
        return new RecipientIdentifier(stated, salt).Matches(email)
            || string.Equals(RecipientIdentifier.Hash(email.Trim(), salt), stated, StringComparison.OrdinalIgnoreCase);
    }

    private static string? SchemaOf(CredentialView credential)
    {
        if (credential.Types.Contains("OpenBadgeCredential") || credential.Types.Contains("AchievementCredential")) return credential.UsesVersion2 ? OpenBadge3.AchievementCredentialSchema : OpenBadge3.AnyAchievementCredentialSchema;
        return credential.Types.Contains("EndorsementCredential") && credential.UsesVersion2 ? OpenBadge3.EndorsementCredentialSchema : null;
    }

    private static string? MalformedId(CredentialView credential)
    {
        if (credential.Json.Member("id") is { } id && !(id.ValueKind == JsonValueKind.String && IsAbsolute(id.GetString()!))) return "id";
        return credential.Subjects.Any(subject => subject.Member("id") is { } subjectId && !(subjectId.ValueKind == JsonValueKind.String && IsAbsolute(subjectId.GetString()!))) ? "credentialSubject.id" : null;
    }

    private static string? MalformedDate(CredentialView credential)
    {
        string[] members = ["validFrom", "validUntil", "issuanceDate", "expirationDate"];
        if (Array.Find(members, name => credential.Json.Member(name) is { } date && !(date.ValueKind == JsonValueKind.String && Rfc3339.Parse(date.GetString()!) is not null)) is { } malformed) return malformed;
        return credential.ValidUntil < credential.ValidFrom ? "validUntil" : null;
    }

    // Any URI scheme will do (urn:uuid, did), so this looks at the scheme only.
    private static bool IsAbsolute(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && char.IsAsciiLetter(text[0])
        && text[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.')
        && text.Length > colon + 1
        && !text.Any(char.IsWhiteSpace);
}
