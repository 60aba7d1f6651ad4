using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>For whom the credential is.</summary>
/// <param name="SubjectId">A random <c>urn:uuid:</c> per learner and tenant; never an id of the LMS.</param>
public sealed record Recipient(string SubjectId)
{
    /// <summary>The learner's e-mail, hashed; null while it is unknown.</summary>
    public RecipientIdentifier? Email { get; init; }

    /// <summary>Only when the learner agreed that the credential carries it.</summary>
    public string? Name { get; init; }
}

/// <summary>A result the learner reached.</summary>
/// <param name="ResultDescription">The id of one of the achievement's result descriptions.</param>
public sealed record AchievedResult(string ResultDescription)
{
    /// <summary>As the LMS wrote it, such as <c>92</c>.</summary>
    public string? Value { get; init; }

    /// <summary>Such as <c>Completed</c>; required when the result description's type is <c>Status</c>.</summary>
    public string? Status { get; init; }
}

/// <summary>Proof of work.</summary>
/// <param name="Id">Absolute URL or data URI; null when only the narrative tells it.</param>
public sealed record Evidence(string? Id)
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Markdown.</summary>
    public string? Narrative { get; init; }

    /// <summary>Of a file of which we keep a copy: what its bytes must be (Subresource Integrity, as the context of VC 2.0 has it).</summary>
    public string? DigestSri { get; init; }

    /// <summary>Which of the pieces that its holder was offered it was made of, with blanks between; it stands in no document.</summary>
    public string? Pieces { get; init; }

    [JsonIgnore]
    public bool IsFile => DigestSri is not null;
}
