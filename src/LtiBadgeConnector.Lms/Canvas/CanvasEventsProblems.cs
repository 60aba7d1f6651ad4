using LtiBadgeConnector.Lti.Keys;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>Why a Live Event was refused: codes of the problem catalogue.</summary>
public static class CanvasEventsProblems
{
    public const string SignatureForm = "canvas-event-signature-form";
    public const string SignatureWrong = "canvas-event-signature-wrong";
    public const string KeyUnknown = "canvas-event-key-unknown";
    public const string KeysUnavailable = "canvas-event-keys-unavailable";
    public const string AccountUnconfirmed = "canvas-account-unconfirmed";
    public const string AccountWrong = "canvas-account-wrong";
    public const string TimeOutside = "canvas-event-time-outside";
    public const string QueueUnreadable = "canvas-queue-unreadable";

    internal static string Of(JwtFault fault) => fault switch
    {
        JwtFault.Signature => SignatureWrong,
        JwtFault.KeyUnknown => KeyUnknown,
        JwtFault.KeysUnavailable => KeysUnavailable,
        _ => SignatureForm,
    };
}
