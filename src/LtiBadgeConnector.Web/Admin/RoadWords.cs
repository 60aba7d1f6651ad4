using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>The states of the road's rows as an administrator reads them.</summary>
internal static class RoadWords
{
    private static readonly StateWord needsAPerson = new(Word.Of("Needs a person"), "stop", "alert");
    private static readonly StateWord waits = new(Word.Of("Waits for its turn"), "idle", "clock");

    public static StateWord Of(ReviewState state) => state switch
    {
        ReviewState.Good => StateWords.Working,
        ReviewState.Bad => StateWords.ToMend,
        ReviewState.Waits => StateWords.Waiting,
        ReviewState.NotTried => StateWords.NotDone,
        _ => StateWords.NotOffered,
    };

    /// <summary>It never came in.</summary>
    public static StateWord Refused { get; } = new(Word.Of("Refused"), "stop", "stop");

    public static StateWord Of(InboxState state) => state switch
    {
        InboxState.Received => waits,
        InboxState.Claimed => new(Word.Of("Being worked on"), "ai", "again"),
        InboxState.Done => new(Word.Of("Worked off"), "met", "met"),
        InboxState.Unused => new(Word.Of("Not used"), "idle", "none"),
        InboxState.WaitingForLearner => new(Word.Of("Waits for its learner"), "near", "clock"),
        InboxState.WaitingForReader => new(Word.Of("Waits for a confirmation"), "near", "clock"),
        _ => needsAPerson,
    };

    public static StateWord Of(AwardState state) => state switch
    {
        AwardState.Awarded => new(Word.Of("Waits for its signature"), "idle", "clock"),
        AwardState.Issued => new(Word.Of("Signed by the issuer"), "met", "met"),
        AwardState.Delivered => new(Word.Of("Signed and shown"), "met", "met"),
        _ => needsAPerson,
    };

    public static StateWord Of(DeliveryState state) => state switch
    {
        DeliveryState.Pending => waits,
        DeliveryState.Sent => new(Word.Of("Sent"), "met", "met"),
        _ => needsAPerson,
    };

    public static Word OfChannel(string channel) => channel switch
    {
        DeliveryChannels.Gradebook => Word.Of("To the gradebook of the LMS"),
        _ when channel == MailChannels.NameOf(MailKind.Withdrawn) => Word.Of("Mail about the withdrawal"),
        _ when channel == MailChannels.NameOf(MailKind.Suspended) => Word.Of("Mail about the suspension"),
        _ when channel == MailChannels.NameOf(MailKind.Ending) => Word.Of("Mail before it ends"),
        _ => Word.Of("Mail about the award"),
    };

    public static StateWord Of(IssuerKeyState state) => state switch
    {
        IssuerKeyState.Active => new(Word.Of("Signs"), "met", "met"),
        IssuerKeyState.Retired => new(Word.Of("Retired"), "idle", "none"),
        _ => new(Word.Of("Revoked"), "stop", "stop"),
    };

    /// <param name="name">As the course names the item; null where the result is of the course as a whole.</param>
    public static string OfItem(IStringLocalizer words, ResultKind kind, string? name) =>
        name is not null ? words.Item(name) : words.Say(kind == ResultKind.Attendance ? Word.Of("the attendance") : Word.Of("the course"));

    /// <summary>What the LMS says about one item: points, a completion, a rating, or that there is nothing yet.</summary>
    public static string Said(IStringLocalizer words, Formats formats, RoadResult result) => result switch
    {
        { IsReleased: false } => words["grade not released"],
        { Kind: ResultKind.Outcome, Given: { } rating } => words["rated {0}", formats.Number(rating)],
        { Kind: ResultKind.Outcome } => words["not rated yet"],
        { Given: { } given, Maximum: { } maximum } => formats.Points(given, maximum),
        { Given: { } given } => formats.Number(given),
        { Completion: CompletionState.Complete or CompletionState.Passed } => words["completed"],
        { Completion: CompletionState.Failed } => words["completed, not passed"],
        { Kind: ResultKind.ActivityCompletion or ResultKind.CourseCompletion } => words["not completed"],
        { Kind: ResultKind.Group } => words["membership of the group"],
        { Kind: ResultKind.Enrolment } => words["enrolled"],
        _ => words["no grade yet"],
    };

    public static Word Of(ResultSource source) => source == ResultSource.Event ? Word.Of("sent by the LMS") : Word.Of("read from the LMS");
}
