namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>Every code a check can end in; each has a text in every language of the pages.</summary>
public static class VerificationCodes
{
    public const string StructureGood = "structure-good";
    public const string InputEmpty = "input-empty";
    public const string InputTooLarge = "input-too-large";
    public const string InputUnreadable = "input-unreadable";
    public const string JsonMalformed = "json-malformed";
    public const string TokenMalformed = "token-malformed";
    public const string NotACredential = "not-a-credential";
    public const string BakedImageUnsupported = "baked-image-unsupported";
    public const string ImageGood = "image-good";
    public const string ImageDamaged = "image-damaged";
    public const string ImageAmbiguous = "image-ambiguous";
    public const string ImageEmpty = "image-empty";
    public const string SelectiveDisclosureUnsupported = "selective-disclosure-unsupported";
    public const string MemberMissing = "member-missing";
    public const string PartUnavailable = "part-unavailable";
    public const string PresentationUnsupported = "presentation-unsupported";
    public const string PayloadAmbiguous = "payload-ambiguous";
    public const string ContextFirst = "context-first";
    public const string IssuerMissing = "issuer-missing";
    public const string SubjectMissing = "subject-missing";
    public const string IdMalformed = "id-malformed";
    public const string DateMalformed = "date-malformed";

    public const string ContextsKnown = "contexts-known";
    public const string ContextUnknown = "context-unknown";
    public const string ContextsConflict = "contexts-conflict";
    public const string TermsUndefined = "terms-undefined";
    public const string DocumentNotLinkedData = "document-not-linked-data";
    public const string DocumentTooCostly = "document-too-costly";

    public const string SchemaGood = "schema-good";
    public const string SchemaViolated = "schema-violated";
    public const string SchemaNone = "schema-none";

    public const string HostedGood = "hosted-good";
    public const string HostedDiffers = "hosted-differs";
    public const string HostedUnavailable = "hosted-unavailable";
    public const string HostedByIssuer = "hosted-by-issuer";
    public const string HostedElsewhere = "hosted-elsewhere";

    public const string ProofGood = "proof-good";
    public const string ProofNotChecked = "proof-not-checked";
    public const string ProofMissing = "proof-missing";
    public const string ProofKindUnsupported = "proof-kind-unsupported";
    public const string ProofMalformed = "proof-malformed";
    public const string ProofPurpose = "proof-purpose";
    public const string ProofExpired = "proof-expired";
    public const string KeyEnded = "key-ended";
    public const string AlgorithmRefused = "algorithm-refused";
    public const string AlgorithmUnsupported = "algorithm-unsupported";
    public const string CriticalHeader = "critical-header";
    public const string TokenTypeRefused = "token-type-refused";
    public const string HeaderKeyMissing = "header-key-missing";
    public const string KeyIdMalformed = "key-id-malformed";
    public const string KeyMethodUnsupported = "key-method-unsupported";
    public const string KeyUnavailable = "key-unavailable";
    public const string KeyDocumentMalformed = "key-document-malformed";
    public const string KeyNotFound = "key-not-found";
    public const string KeyRevoked = "key-revoked";
    public const string KeyPrivate = "key-private";
    public const string KeyUnusable = "key-unusable";
    public const string SignatureMismatch = "signature-mismatch";
    public const string ClaimMissing = "claim-missing";
    public const string ClaimMismatch = "claim-mismatch";

    public const string IssuerKeyGood = "issuer-key-good";
    public const string IssuerKeyNotChecked = "issuer-key-not-checked";
    public const string IssuerKeyElsewhere = "issuer-key-elsewhere";
    public const string IssuerKeyNotListed = "issuer-key-not-listed";
    public const string IssuerKeyOfAnother = "issuer-key-of-another";
    public const string IssuerKeysUnavailable = "issuer-keys-unavailable";
    public const string IssuerKeyUnconfirmed = "issuer-key-unconfirmed";
    public const string IssuerUnsupported = "issuer-unsupported";

    public const string DatesGood = "dates-good";
    public const string DatesNotChecked = "dates-not-checked";
    public const string NotYetValid = "not-yet-valid";
    public const string Expired = "expired";

    public const string StatusGood = "status-good";
    public const string StatusNone = "status-none";
    public const string StatusNotChecked = "status-not-checked";
    public const string StatusRevoked = "status-revoked";
    public const string StatusSuspended = "status-suspended";
    public const string StatusTypeUnsupported = "status-type-unsupported";
    public const string StatusEntryMalformed = "status-entry-malformed";
    public const string StatusListUnavailable = "status-list-unavailable";
    public const string StatusListUnverified = "status-list-unverified";
    public const string StatusListOutdated = "status-list-outdated";
    public const string StatusListMalformed = "status-list-malformed";
    public const string StatusListTooShort = "status-list-too-short";
    public const string StatusIndexOutOfRange = "status-index-out-of-range";

    public const string EndorsementsGood = "endorsements-good";
    public const string EndorsementInvalid = "endorsement-invalid";
    public const string EndorsementUncertain = "endorsement-uncertain";
    public const string RecipientNotAsked = "recipient-not-asked";
    public const string RecipientGood = "recipient-good";
    public const string RecipientMismatch = "recipient-mismatch";
    public const string RecipientNotStated = "recipient-not-stated";

    public static IReadOnlyList<string> All { get; } =
    [
        StructureGood, InputEmpty, InputTooLarge, InputUnreadable, JsonMalformed, TokenMalformed, NotACredential, BakedImageUnsupported, ImageGood, ImageDamaged, ImageAmbiguous, ImageEmpty,
        SelectiveDisclosureUnsupported, MemberMissing, PartUnavailable, PresentationUnsupported, PayloadAmbiguous, ContextFirst, IssuerMissing,
        SubjectMissing, IdMalformed, DateMalformed,
        ContextsKnown, ContextUnknown, ContextsConflict, TermsUndefined, DocumentNotLinkedData, DocumentTooCostly,
        SchemaGood, SchemaViolated, SchemaNone,
        HostedGood, HostedDiffers, HostedUnavailable, HostedByIssuer, HostedElsewhere,
        ProofGood, ProofNotChecked, ProofMissing, ProofKindUnsupported, ProofMalformed, ProofPurpose, ProofExpired, KeyEnded, AlgorithmRefused, AlgorithmUnsupported, CriticalHeader, TokenTypeRefused,
        HeaderKeyMissing, KeyIdMalformed, KeyMethodUnsupported, KeyUnavailable, KeyDocumentMalformed, KeyNotFound, KeyRevoked, KeyPrivate, KeyUnusable,
        SignatureMismatch, ClaimMissing, ClaimMismatch,
        IssuerKeyGood, IssuerKeyNotChecked, IssuerKeyElsewhere, IssuerKeyNotListed, IssuerKeyOfAnother, IssuerKeysUnavailable, IssuerKeyUnconfirmed, IssuerUnsupported,
        DatesGood, DatesNotChecked, NotYetValid, Expired,
        StatusGood, StatusNone, StatusNotChecked, StatusRevoked, StatusSuspended, StatusTypeUnsupported, StatusEntryMalformed,
        StatusListUnavailable, StatusListUnverified, StatusListOutdated, StatusListMalformed, StatusListTooShort, StatusIndexOutOfRange,
        EndorsementsGood, EndorsementInvalid, EndorsementUncertain,
        RecipientNotAsked, RecipientGood, RecipientMismatch, RecipientNotStated,
    ];
}
