namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>The verdict on one badge and every check that led to it.</summary>
/// <remarks>Whether the issuer is known is no check: it stands apart, in <see cref="Trust"/>.</remarks>
/// <param name="Credential">What the badge says, to be shown beside the verdict; null when it could not be read.</param>
public sealed record VerificationReport(Verdict Verdict, IReadOnlyList<VerificationCheck> Checks, CredentialSummary? Credential)
{
    /// <summary>The entry of the list of trusted issuers that names this one; null when none does.</summary>
    public string? Trust { get; init; }

    /// <summary>Where to ask later whether it still holds; null where nothing tells.</summary>
    public StatusReference? Status { get; init; }

    /// <summary>The machine-readable form of the <c>verify</c> command and the API.</summary>
    public byte[] ToJson() => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("verdict", Verdict.Name());
        json.Objects("checks", Checks, check =>
        {
            json.WriteString("name", check.Name);
            json.WriteString("result", check.Result.Name());
            json.WriteString("code", check.Code);
            json.Text("detail", check.Detail);
        });
        json.Text("trusted", Trust);
        json.WriteEndObject();
    });
}

/// <param name="Name">One of <see cref="CheckNames"/>.</param>
/// <param name="Code">One of <see cref="VerificationCodes"/>; its text in each language is the page's business.</param>
/// <param name="Detail">The value that led there, such as a URL or a member's path; not translated, may come from the badge.</param>
public sealed record VerificationCheck(string Name, CheckResult Result, string Code, string? Detail);

public enum CheckResult
{
    Pass,
    Fail,

    /// <summary>Not checked, because nothing was to check or because it could not be checked.</summary>
    Skipped,
}

public static class CheckResultNames
{
    public static string Name(this CheckResult result) => result switch
    {
        CheckResult.Pass => "pass",
        CheckResult.Fail => "fail",
        CheckResult.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}

/// <summary>What the badge says of itself. Trust it only as far as the verdict goes.</summary>
public sealed record CredentialSummary
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? IssuerId { get; init; }

    public string? IssuerName { get; init; }

    public string? AchievementId { get; init; }

    public string? AchievementName { get; init; }

    public string? RecipientName { get; init; }

    public DateTimeOffset? AwardedAt { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>What to check against.</summary>
/// <param name="At">The instant the verdict is about.</param>
/// <param name="RecipientEmail">Whose badge it is said to be; null when nobody asked.</param>
public sealed record VerificationRequest(DateTimeOffset At, string? RecipientEmail = null);

/// <summary>The checks, in the order they are reported.</summary>
public static class CheckNames
{
    public const string Image = "image";
    public const string Structure = "structure";
    public const string Contexts = "contexts";
    public const string Schema = "schema";
    public const string Proof = "proof";
    public const string IssuerKey = "issuer-key";
    public const string Dates = "dates";
    public const string Status = "status";
    public const string Endorsements = "endorsements";
    public const string Recipient = "recipient";

    public static IReadOnlyList<string> All { get; } = [Image, Structure, Contexts, Schema, Proof, IssuerKey, Dates, Status, Endorsements, Recipient];
}
