namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>Why a delivery was refused: codes of the problem catalogue.</summary>
public static class WebhookProblems
{
    public const string MediaType = "webhook-media-type";
    public const string IdMissing = "webhook-id-missing";
    public const string IdMalformed = "webhook-id-malformed";
    public const string TimestampMissing = "webhook-timestamp-missing";
    public const string TimestampMalformed = "webhook-timestamp-malformed";
    public const string TimestampOutsideTolerance = "webhook-timestamp-outside-tolerance";
    public const string SignatureMissing = "webhook-signature-missing";
    public const string SignatureWrong = "webhook-signature-wrong";
    public const string NumberTooLong = "number-too-long";
    public const string Malformed = "webhook-malformed";
}
