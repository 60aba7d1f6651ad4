using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>A state as people see it: a word, an icon, and a colour that only repeats them.</summary>
/// <param name="Tone"><c>met</c>, <c>near</c>, <c>stop</c>, <c>idle</c> or <c>ai</c>: a class of the style sheet.</param>
public sealed record StateWord(Word Word, string Tone, string Icon);

/// <summary>Every state word there is. Pages use these, so that one state is never called two things.</summary>
public static class StateWords
{
    // Of a definition
    public static StateWord Draft { get; } = new(Word.Of("Draft"), "idle", "not-yet");
    public static StateWord InReview { get; } = new(Word.Of("In review"), "ai", "clock");
    public static StateWord Awarding { get; } = new(Word.Of("Awarding"), "met", "met");
    public static StateWord Paused { get; } = new(Word.Of("Paused"), "near", "pause");
    public static StateWord Ended { get; } = new(Word.Of("Ended"), "idle", "none");

    // Of a review
    public static StateWord Asked { get; } = new(Word.Of("Asked"), "near", "clock");
    public static StateWord Approved { get; } = new(Word.Of("Approved"), "met", "met");
    public static StateWord ChangesWanted { get; } = new(Word.Of("Changes wanted"), "stop", "alert");
    public static StateWord TakenBack { get; } = new(Word.Of("Taken back"), "idle", "none");

    // Of a learner
    public static StateWord Earned { get; } = new(Word.Of("Earned"), "met", "met");
    public static StateWord WaitingForApproval { get; } = new(Word.Of("Waiting for approval"), "ai", "clock");
    public static StateWord JustMisses { get; } = new(Word.Of("Just misses"), "near", "near");
    public static StateWord WaitingForAGrade { get; } = new(Word.Of("Waiting for a grade"), "idle", "clock");
    public static StateWord NotYet { get; } = new(Word.Of("Not yet"), "idle", "not-yet");
    public static StateWord Unknown { get; } = new(Word.Of("Cannot be decided"), "near", "alert");
    public static StateWord NeedsADecision { get; } = new(Word.Of("Needs a decision"), "stop", "alert");

    // Of something submitted in place of a requirement
    public static StateWord Recognised { get; } = new(Word.Of("Recognised"), "met", "met");
    public static StateWord Ceased { get; } = new(Word.Of("Counts no longer"), "stop", "stop");
    public static StateWord NotRecognised { get; } = new(Word.Of("Not taken"), "idle", "none");

    // Of one requirement
    public static StateWord Met { get; } = new(Word.Of("Met"), "met", "met");

    // Of a credential
    public static StateWord Valid { get; } = new(Word.Of("Valid"), "met", "met");
    public static StateWord Suspended { get; } = new(Word.Of("Suspended"), "near", "pause");
    public static StateWord Withdrawn { get; } = new(Word.Of("Withdrawn"), "stop", "stop");
    public static StateWord Expired { get; } = new(Word.Of("Expired"), "near", "clock");

    // Of one check
    public static StateWord Passed { get; } = new(Word.Of("Passed"), "met", "met");
    public static StateWord Failed { get; } = new(Word.Of("Failed"), "stop", "stop");
    public static StateWord NotDone { get; } = new(Word.Of("Not done"), "idle", "none");

    // Of a connection's test
    public static StateWord Working { get; } = new(Word.Of("OK"), "met", "met");
    public static StateWord ToMend { get; } = new(Word.Of("To mend"), "stop", "alert");
    public static StateWord Waiting { get; } = new(Word.Of("Waiting"), "near", "clock");
    public static StateWord SwitchedOn { get; } = new(Word.Of("Switched on"), "met", "met");
    public static StateWord SwitchedOff { get; } = new(Word.Of("Switched off"), "idle", "none");
    public static StateWord NotOffered { get; } = new(Word.Of("Not offered"), "idle", "none");

    // Of a token
    public static StateWord Revoked { get; } = new(Word.Of("Revoked"), "stop", "stop");

    // Of a process
    public static StateWord Silent { get; } = new(Word.Of("Gives no sign"), "near", "clock");

    /// <summary>All of them, for tests.</summary>
    public static IReadOnlyList<StateWord> All { get; } =
    [
        Draft, InReview, Awarding, Paused, Ended, Asked, Approved, ChangesWanted, TakenBack,
        Earned, WaitingForApproval, JustMisses, WaitingForAGrade, NotYet, Unknown, NeedsADecision, Met,
        Valid, Suspended, Withdrawn, Expired, Passed, Failed, NotDone, Working, ToMend, Waiting, SwitchedOn, SwitchedOff, NotOffered, Revoked, Silent,
    ];
}
