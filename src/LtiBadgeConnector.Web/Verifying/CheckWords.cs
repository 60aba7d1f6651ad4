using System.Collections.Frozen;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Verifying;

/// <summary>What each check is called and what each of its codes says. A test looks that none is without words.</summary>
public static class CheckWords
{
    private static readonly FrozenDictionary<string, Word> names = new Dictionary<string, Word>(StringComparer.Ordinal)
    {
        [CheckNames.Structure] = Word.Of("Structure"),
        [CheckNames.Contexts] = Word.Of("Terms"),
        [CheckNames.Schema] = Word.Of("Schema"),
        [CheckNames.Proof] = Word.Of("Signature"),
        [CheckNames.IssuerKey] = Word.Of("Issuer’s key"),
        [CheckNames.Dates] = Word.Of("Dates"),
        [CheckNames.Status] = Word.Of("Status"),
        [CheckNames.Recipient] = Word.Of("Holder"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Word> findings = new Dictionary<string, Word>(StringComparer.Ordinal)
    {
        [VerificationCodes.StructureGood] = Word.Of("Everything a credential needs is there"),
        [VerificationCodes.InputEmpty] = Word.Of("There is nothing to check"),
        [VerificationCodes.InputTooLarge] = Word.Of("It is larger than any badge"),
        [VerificationCodes.InputUnreadable] = Word.Of("It is neither JSON nor a signed token"),
        [VerificationCodes.JsonMalformed] = Word.Of("The JSON is broken"),
        [VerificationCodes.TokenMalformed] = Word.Of("The signed token is broken: a part of it cannot be read"),
        [VerificationCodes.NotACredential] = Word.Of("It does not call itself a credential"),
        [VerificationCodes.BakedImageUnsupported] = Word.Of("Badge images and PDF files cannot be checked here yet; use the JSON or JWT file"),
        [VerificationCodes.SelectiveDisclosureUnsupported] = Word.Of("Credentials with selective disclosure (SD-JWT) cannot be checked here yet"),
        [VerificationCodes.OpenBadges2Unsupported] = Word.Of("Open Badges 2.0 cannot be checked here yet"),
        [VerificationCodes.PresentationUnsupported] = Word.Of("It is a presentation of credentials; check each credential by itself"),
        [VerificationCodes.PayloadAmbiguous] = Word.Of("It holds two credentials in one token"),
        [VerificationCodes.ContextFirst] = Word.Of("Its first context is not that of verifiable credentials"),
        [VerificationCodes.IssuerMissing] = Word.Of("It names no issuer"),
        [VerificationCodes.SubjectMissing] = Word.Of("It says nothing about anybody"),
        [VerificationCodes.IdMalformed] = Word.Of("An identifier in it is not a valid address"),
        [VerificationCodes.DateMalformed] = Word.Of("A date in it cannot be read, or it ends before it begins"),
        [VerificationCodes.ContextsKnown] = Word.Of("Every term is defined"),
        [VerificationCodes.ContextUnknown] = Word.Of("It uses terms of a vocabulary we do not know"),
        [VerificationCodes.ContextsConflict] = Word.Of("Two of its vocabularies contradict each other"),
        [VerificationCodes.TermsUndefined] = Word.Of("Something in it has no meaning in its vocabularies, so it is not signed"),
        [VerificationCodes.DocumentNotLinkedData] = Word.Of("It cannot be read as linked data"),
        [VerificationCodes.DocumentTooCostly] = Word.Of("Checking it would cost more work than any honest credential"),
        [VerificationCodes.SchemaGood] = Word.Of("It follows the published schema"),
        [VerificationCodes.SchemaViolated] = Word.Of("It breaks the published schema"),
        [VerificationCodes.SchemaNone] = Word.Of("There is no schema for this kind of credential"),
        [VerificationCodes.ProofGood] = Word.Of("Not one character was changed since it was signed"),
        [VerificationCodes.ProofNotChecked] = Word.Of("Not checked, because something before it failed"),
        [VerificationCodes.ProofMissing] = Word.Of("It carries no signature"),
        [VerificationCodes.ProofKindUnsupported] = Word.Of("This kind of signature cannot be checked here yet"),
        [VerificationCodes.ProofMalformed] = Word.Of("Its signature lacks something, or something in it cannot be read"),
        [VerificationCodes.ProofPurpose] = Word.Of("Its signature was made for another purpose"),
        [VerificationCodes.ProofExpired] = Word.Of("Its signature has expired"),
        [VerificationCodes.KeyEnded] = Word.Of("The key had been withdrawn before it signed"),
        [VerificationCodes.AlgorithmRefused] = Word.Of("The algorithm it names proves nothing"),
        [VerificationCodes.AlgorithmUnsupported] = Word.Of("The algorithm it names is not known here"),
        [VerificationCodes.CriticalHeader] = Word.Of("Its signature demands an extension we do not know"),
        [VerificationCodes.TokenTypeRefused] = Word.Of("It is a token of another purpose"),
        [VerificationCodes.HeaderKeyMissing] = Word.Of("The signature does not say which key made it"),
        [VerificationCodes.KeyIdMalformed] = Word.Of("The name of the key is not a valid address"),
        [VerificationCodes.KeyMethodUnsupported] = Word.Of("Keys named in this way cannot be looked up here"),
        [VerificationCodes.KeyUnavailable] = Word.Of("The issuer’s key could not be had"),
        [VerificationCodes.KeyDocumentMalformed] = Word.Of("What stands at the key’s address is not a key"),
        [VerificationCodes.KeyNotFound] = Word.Of("The named key is not at its address"),
        [VerificationCodes.KeyPrivate] = Word.Of("It gives away a private key"),
        [VerificationCodes.KeyUnusable] = Word.Of("The key does not fit the algorithm, or is too weak"),
        [VerificationCodes.SignatureMismatch] = Word.Of("The signature does not fit the content: it was changed after signing, or signed with another key"),
        [VerificationCodes.ClaimMissing] = Word.Of("The token lacks a claim the standard demands"),
        [VerificationCodes.ClaimMismatch] = Word.Of("The token contradicts the credential inside it"),
        [VerificationCodes.IssuerKeyGood] = Word.Of("The key is published by the issuer"),
        [VerificationCodes.IssuerKeyNotChecked] = Word.Of("Not checked, because the signature does not stand"),
        [VerificationCodes.IssuerKeyElsewhere] = Word.Of("The key is kept at another place than the issuer’s"),
        [VerificationCodes.IssuerKeyNotListed] = Word.Of("The issuer does not list this key"),
        [VerificationCodes.IssuerKeyOfAnother] = Word.Of("The key belongs to another issuer"),
        [VerificationCodes.IssuerKeysUnavailable] = Word.Of("The issuer’s list of keys could not be had"),
        [VerificationCodes.IssuerKeyUnconfirmed] = Word.Of("Not confirmed: the issuer publishes no list of keys to compare with"),
        [VerificationCodes.IssuerUnsupported] = Word.Of("An issuer named in this way cannot be looked up here"),
        [VerificationCodes.DatesGood] = Word.Of("It is valid today"),
        [VerificationCodes.DatesNotChecked] = Word.Of("Not checked, because the credential cannot be read"),
        [VerificationCodes.NotYetValid] = Word.Of("It is not valid yet"),
        [VerificationCodes.Expired] = Word.Of("Its last day has passed"),
        [VerificationCodes.StatusGood] = Word.Of("The issuer has not withdrawn it"),
        [VerificationCodes.StatusNone] = Word.Of("It carries no status: the issuer keeps no list in which it could be withdrawn"),
        [VerificationCodes.StatusNotChecked] = Word.Of("Not asked, because the signature does not stand"),
        [VerificationCodes.StatusRevoked] = Word.Of("The issuer’s status list says: withdrawn"),
        [VerificationCodes.StatusSuspended] = Word.Of("The issuer’s status list says: suspended"),
        [VerificationCodes.StatusTypeUnsupported] = Word.Of("This kind of status list cannot be read here"),
        [VerificationCodes.StatusEntryMalformed] = Word.Of("Its reference to the status list is broken"),
        [VerificationCodes.StatusListUnavailable] = Word.Of("The issuer’s status list could not be had"),
        [VerificationCodes.StatusListUnverified] = Word.Of("The status list is not signed by the issuer"),
        [VerificationCodes.StatusListOutdated] = Word.Of("The status list is out of date"),
        [VerificationCodes.StatusListMalformed] = Word.Of("The status list cannot be read"),
        [VerificationCodes.StatusListTooShort] = Word.Of("The status list is shorter than the standard allows"),
        [VerificationCodes.StatusIndexOutOfRange] = Word.Of("The status list has no such entry"),
        [VerificationCodes.RecipientNotAsked] = Word.Of("Enter an e-mail address above to compare"),
        [VerificationCodes.RecipientGood] = Word.Of("It was given to the holder of this e-mail address"),
        [VerificationCodes.RecipientMismatch] = Word.Of("It was given to another e-mail address"),
        [VerificationCodes.RecipientNotStated] = Word.Of("It does not say to which e-mail address it was given"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>One of <see cref="CheckNames"/> in words; another name throws.</summary>
    public static Word NameOf(string check) => names[check];

    /// <summary>One of <see cref="VerificationCodes"/> in words; another code throws.</summary>
    public static Word FindingOf(string code) => findings[code];
}
