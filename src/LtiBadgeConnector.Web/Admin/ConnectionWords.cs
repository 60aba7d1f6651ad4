using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>Kinds of connections and their settings as people read them.</summary>
internal static class ConnectionWords
{
    public static Word Of(string kind) => kind switch
    {
        ConnectionKinds.StandardWebhooks => Word.Of("Webhooks in our own format"),
        ConnectionKinds.MoodleWebServices => Word.Of("Moodle web services"),
        ConnectionKinds.MoodleLocalWebhooks => Word.Of("Moodle plugin local_webhooks"),
        ConnectionKinds.MoodleToolTrigger => Word.Of("Moodle plugin tool_trigger"),
        ConnectionKinds.CanvasEvents => Word.Of("Canvas Live Events"),
        ConnectionKinds.CanvasQueue => Word.Of("Canvas Live Events by queue (Amazon SQS)"),
        ConnectionKinds.Canvas => Word.Of("Canvas REST API"),
        ConnectionKinds.Xapi => Word.Of("xAPI statements"),
        ConnectionKinds.Caliper => Word.Of("Caliper events"),
        ConnectionKinds.CloudEvents => Word.Of("CloudEvents"),
        ConnectionKinds.OpenEdx => Word.Of("Open edX webhooks plugin"),
        _ => Word.Of("Another kind"),
    };

    /// <summary>What it brings, in one sentence.</summary>
    public static Word About(string kind) => kind switch
    {
        ConnectionKinds.MoodleLocalWebhooks => Word.Of("For a site that has this plugin already. The secret goes into its token field; each event is confirmed by reading before anything is awarded."),
        ConnectionKinds.MoodleToolTrigger => Word.Of("For a site that has this plugin already. The secret goes into a header line of its HTTP step; each event is confirmed by reading before anything is awarded."),
        ConnectionKinds.CanvasEvents => Word.Of("Canvas tells of grades, totals and completed modules within seconds. Choose Sign Payload and the Canvas format there."),
        ConnectionKinds.CanvasQueue => Word.Of("The same events from a queue of the institution, which keeps them while this server is away."),
        ConnectionKinds.Canvas => Word.Of("Reads assignments, grades, totals, module progress and outcomes. A service account has to authorise it once."),
        ConnectionKinds.Xapi => Word.Of("Takes statements from an LRS, an LMS or a course. The sender adds /statements to the address by itself."),
        ConnectionKinds.Caliper => Word.Of("Takes envelopes of Caliper 1.1 and 1.2."),
        ConnectionKinds.CloudEvents => Word.Of("Takes our own events as CloudEvents, structured or binary."),
        ConnectionKinds.OpenEdx => Word.Of("Takes what the community webhooks plugin posts. It signs nothing, so each event is confirmed by reading before anything is awarded."),
        ConnectionKinds.StandardWebhooks => Word.Of("Takes signed events of a plugin or program."),
        _ => Word.Of("Reads grades and completions."),
    };

    public static Word Field(string setting) => setting switch
    {
        ConnectionSettings.SiteUrl => Word.Of("Address of the site"),
        ConnectionSettings.Token => Word.Of("Token"),
        ConnectionSettings.AccountUuid => Word.Of("UUID of the root account"),
        ConnectionSettings.AccountId => Word.Of("Id of the root account"),
        ConnectionSettings.KeySetUrl => Word.Of("Address of the key set"),
        ConnectionSettings.ConfirmTotals => Word.Of("Teachers here override course totals"),
        ConnectionSettings.QueueUrl => Word.Of("Address of the queue"),
        ConnectionSettings.Region => Word.Of("Region of the queue"),
        ConnectionSettings.AccessKey => Word.Of("Access key id"),
        ConnectionSettings.SecretKey => Word.Of("Secret access key"),
        ConnectionSettings.ClientId => Word.Of("Client ID"),
        ConnectionSettings.ClientSecret => Word.Of("Client secret"),
        ConnectionSettings.LearnerIds => Word.Of("Form of a learner's address"),
        ConnectionSettings.CourseIds => Word.Of("Form of a course's address"),
        ConnectionSettings.TakeAsFacts => Word.Of("This source sends only final grades that learners can see"),
        ConnectionSettings.ScaledFromMinusOne => Word.Of("This source writes scaled scores from -1 to 1"),
        _ => Word.Of("Setting"),
    };

    public static Word? Hint(string setting) => setting switch
    {
        ConnectionSettings.AccountUuid => Word.Of("May stay empty: the first event shows it here, to be confirmed."),
        ConnectionSettings.KeySetUrl => Word.Of("May stay empty: then it is the vendor's."),
        ConnectionSettings.ConfirmTotals => Word.Of("Then a total is confirmed by reading before anything is awarded."),
        ConnectionSettings.LearnerIds or ConnectionSettings.CourseIds => Word.Of("With * in the place of the LMS's own id, for example https://lms.example/users/*"),
        ConnectionSettings.TakeAsFacts => Word.Of("Without this, each event is confirmed by reading the LMS before anything is awarded."),
        ConnectionSettings.ScaledFromMinusOne => Word.Of("The Moodle plugin logstore_xapi does. It matters only where points are missing."),
        _ => null,
    };
}
