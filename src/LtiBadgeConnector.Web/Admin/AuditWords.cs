using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>Every action the audit trail knows, as people read it. A test finds an action that is recorded without a word here.</summary>
internal static class AuditWords
{
    public static IReadOnlyList<(string Action, Word Word)> All { get; } =
    [
        ("admin-signed-in", Word.Of("Signed in")),
        ("admin-signed-out", Word.Of("Signed out")),
        ("admin-sign-in-refused", Word.Of("Sign-in refused")),
        ("invitation-created", Word.Of("Registration link made")),
        ("platform-registered", Word.Of("LMS registered")),
        ("platform-saved", Word.Of("LMS saved by command")),
        ("platform-added", Word.Of("LMS registered by hand")),
        ("platform-activated", Word.Of("LMS activated")),
        ("platform-disabled", Word.Of("LMS switched off")),
        ("platform-removed", Word.Of("LMS removed")),
        ("deployment-approved", Word.Of("Deployment approved")),
        ("deployment-refused", Word.Of("Deployment refused")),
        ("connection-added", Word.Of("Connection added")),
        ("connection-changed", Word.Of("Connection changed")),
        ("connection-authorised", Word.Of("Connection authorised in the LMS")),
        ("connection-secret-rotated", Word.Of("New webhook secret made")),
        ("connection-enabled", Word.Of("Connection switched on")),
        ("connection-disabled", Word.Of("Connection switched off")),
        ("issuer-key-rotated", Word.Of("New signing key made")),
        ("issuer-key-revoked", Word.Of("Signing key declared void")),
        ("issuer-key-signed-anew", Word.Of("Credentials of a void key signed anew")),
        ("endorsement-added", Word.Of("Endorsement added")),
        ("endorsement-removed", Word.Of("Endorsement removed")),
        ("issuer-signing-changed", Word.Of("Kinds of signing keys changed")),
        ("issuer-changed", Word.Of("Issuer's profile changed")),
        ("learners-joined", Word.Of("Two people joined into one")),
        ("learner-separated", Word.Of("An account separated from a person")),
        ("learner-retried", Word.Of("A person's road tried again")),
        ("identity-given", Word.Of("An id given to another person")),
        ("identity-left", Word.Of("A claim to an id left as it is")),
        ("course-reading-asked", Word.Of("Reading of a course asked for")),
        ("deliveries-retried", Word.Of("Deliveries put back on the road")),
        ("awards-retried", Word.Of("Awards and messages put back on the road")),
        ("tenant-created", Word.Of("Institution added")),
        ("api-token-made", Word.Of("API token made")),
        ("api-token-revoked", Word.Of("API token revoked")),
        ("data-exported", Word.Of("Data exported")),
        ("award-withdrawn", Word.Of("Credential withdrawn")),
        ("award-suspended", Word.Of("Credential suspended")),
        ("award-reinstated", Word.Of("Credential in force again")),
        ("award-let-stand", Word.Of("Decided that a credential stands")),
        ("award-renewed", Word.Of("Credential awarded again")),
        ("award-policy-changed", Word.Of("What happens after the award changed")),
        ("review-asked", Word.Of("Review asked for")),
        ("review-taken-back", Word.Of("Review taken back")),
        ("review-approved", Word.Of("Description approved")),
        ("review-changes-wanted", Word.Of("Changes wanted of a description")),
        ("mapping-activated", Word.Of("Awarding started")),
        ("mapping-paused", Word.Of("Awarding paused")),
        ("mapping-resumed", Word.Of("Awarding resumed")),
        ("mapping-ended", Word.Of("Awarding ended")),
        ("gradebook-switched-on", Word.Of("Gradebook column switched on")),
        ("gradebook-switched-off", Word.Of("Gradebook column switched off")),
        ("mail-words-changed", Word.Of("Words of mails changed")),
        ("course-copied", Word.Of("Course copied in the LMS")),
        ("mapping-copied", Word.Of("Rule taken over from the course it was copied from")),
        ("notice-tested", Word.Of("LMS tested its notices")),
    ];

    /// <summary>Null for an action of a newer or older version.</summary>
    public static Word? Of(string action) => All.Where(entry => entry.Action == action).Select(entry => (Word?)entry.Word).FirstOrDefault();
}
