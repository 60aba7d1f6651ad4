using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>What a micro-credential says about itself. A draft may lack anything; publishing asks the frameworks it claims.</summary>
/// <remarks>The generated JSON reader sets every member, those that a text of another version lacks to null: hence the accessors.</remarks>
public sealed record Definition
{
    /// <summary>Language of the texts, a BCP 47 tag such as <c>ja</c>; signed credentials carry plain strings in it.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>The title in the other language of the pages; null when nobody wrote it.</summary>
    public string? OtherTitle { get; init => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    public string? OtherDescription { get; init => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    public IReadOnlyList<Outcome> Outcomes { get; init => field = value ?? []; } = [];

    /// <summary>All study time, in and out of class.</summary>
    public Effort? Effort { get; init; }

    public IReadOnlyList<QualificationLevel> Levels { get; init => field = value ?? []; } = [];

    public IReadOnlyList<CreditAmount> Credits { get; init => field = value ?? []; } = [];

    /// <summary>Answers to descriptors that have no member here, by the descriptor's id; blank ones are not kept.</summary>
    public IReadOnlyDictionary<string, Answer> Answers { get; init => field = value ?? new Dictionary<string, Answer>(); } = new Dictionary<string, Answer>();

    /// <summary>Ids of the frameworks it claims to follow; the default ones are asked when it names none.</summary>
    public IReadOnlyList<string> Frameworks { get; init => field = value ?? []; } = [];

    /// <summary>The picture as it is served: uploaded, or drawn by <see cref="Design"/> when it is published.</summary>
    public ImageId? Image { get; init; }

    /// <summary>How the picture is drawn; null for the default and for an uploaded one.</summary>
    public BadgeDesign? Design { get; init; }

    /// <summary>The language of the pages that the texts are not written in.</summary>
    [JsonIgnore]
    public string OtherLanguage => Language.StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? "en" : "ja";

    /// <summary>Whether there is an edition in the other language: its title says so.</summary>
    [JsonIgnore]
    public bool HasOtherEdition => OtherTitle is not null;

    /// <summary>In the language of a page where it is written in that, otherwise in its own.</summary>
    public Told TitleIn(string language) => TellIn(language, Title, OtherTitle);

    public Told DescriptionIn(string language) => TellIn(language, Description, OtherDescription);

    /// <summary>All outcomes, one on each line; in the language of a page where every one is written in that.</summary>
    public Told OutcomesIn(string language) => TellIn(
        language, string.Join('\n', Outcomes.Select(outcome => outcome.Text)), Outcomes.All(outcome => outcome.OtherText.Length > 0) ? string.Join('\n', Outcomes.Select(outcome => outcome.OtherText)) : null);

    /// <summary>The same with the other language of the pages as its own: texts that are written in both change places, what is written in one stays as it is.</summary>
    public Definition InOtherLanguage() => this with
    {
        Language = OtherLanguage,
        Title = OtherTitle ?? Title,
        OtherTitle = OtherTitle is null ? null : Title,
        Description = OtherDescription ?? Description,
        OtherDescription = OtherDescription is null ? null : Description,
        Outcomes = [.. Outcomes.Select(outcome => outcome.OtherText.Length == 0 ? outcome : outcome with { Text = outcome.OtherText, OtherText = outcome.Text })],
    };

    /// <summary>The picture that pages show in place of the seal; null while the seal itself is the picture.</summary>
    [JsonIgnore]
    public ImageId? OwnPicture => Design is { IsDefault: true } ? null : Image;

    public static Definition Blank(string title, string language) => new() { Title = title, Language = language };

    private Told TellIn(string language, string own, string? other) => language == OtherLanguage && other is not null ? new(other, OtherLanguage) : new(own, Language);

    public Answer AnswerTo(string descriptor) => Answers.GetValueOrDefault(descriptor) ?? Answer.Blank;

    /// <summary>The same with one answer changed.</summary>
    public Definition With(string descriptor, Answer answer)
    {
        // Sorted, so that equal definitions are written as equal texts.
        var answers = new SortedDictionary<string, Answer>(Answers.ToDictionary(), StringComparer.Ordinal);
        if (answer.IsBlank) answers.Remove(descriptor);
        else answers[descriptor] = answer;
        return this with { Answers = answers };
    }
}

/// <summary>A text and the language it is in.</summary>
public readonly record struct Told(string Text, string Language);

/// <summary>What is learned: one statement of what a holder knows, understands or can do.</summary>
/// <param name="Id">Stable inside its micro-credential, such as <c>o1</c>: what proves it and the results of a credential refer to it.</param>
/// <param name="Text">In the definition's language.</param>
public sealed record Outcome(string Id, string Text)
{
    /// <summary>The same statement in the other language of the pages; blank when nobody wrote it.</summary>
    public string OtherText { get; init => field = value ?? ""; } = "";

    /// <summary>A code of the vocabulary of kinds of outcome, such as <c>skill</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>How widely it can be used again; a code of the vocabulary.</summary>
    public string? Reuse { get; init; }

    /// <summary>Nodes of published frameworks that say the same or contain it.</summary>
    public IReadOnlyList<Issuing.Alignment> Alignments { get; init => field = value ?? []; } = [];

    /// <summary>Ids of the criteria of the rule that prove it, all of them together.</summary>
    public IReadOnlyList<string> ProvenBy { get; init => field = value ?? []; } = [];
}

/// <summary>Study time as its author stated it.</summary>
/// <param name="Unit"><c>hour</c> or <c>minute</c>.</param>
public readonly record struct Effort(decimal Amount, string Unit)
{
    public const string Hour = "hour";
    public const string Minute = "minute";

    public decimal Hours => Unit == Minute ? Amount / 60 : Amount;

    /// <summary>ISO 8601, such as <c>PT60H</c>; without the T it would be months.</summary>
    public string Duration => FormattableString.Invariant($"PT{Amount}{(Unit == Minute ? 'M' : 'H')}");

    public static Effort OfHours(decimal hours) => new(hours, Hour);
}

/// <param name="Scheme">A code of the vocabulary of qualification frameworks, such as <c>EQF</c>.</param>
/// <param name="Level">The level's number, or its name where levels are not numbered.</param>
public sealed record QualificationLevel(string Scheme, string Level);

/// <param name="System">A code of the vocabulary of credit systems, such as <c>jp-credit</c>.</param>
public sealed record CreditAmount(string System, decimal Value);

/// <summary>The answer to one descriptor: codes, words, or the statement that there is none.</summary>
public sealed record Answer
{
    public static readonly Answer Blank = new();

    /// <summary>Codes of the descriptor's vocabularies.</summary>
    public IReadOnlyList<string> Codes { get; init => field = value ?? []; } = [];

    /// <summary>In the definition's language.</summary>
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>Says "none" or "does not apply", which is an answer; blank is not.</summary>
    public bool IsNone { get; init; }

    /// <summary>Named parts beyond the answer itself, such as <c>legalBasis</c>; blank ones are not kept.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    [JsonIgnore]
    public bool IsGiven => IsNone || Codes.Count > 0 || Text.Length > 0;

    internal bool IsBlank => !IsGiven && Parts.Count == 0;

    public static Answer Of(string text) => new() { Text = text };

    public static Answer Coded(params IReadOnlyList<string> codes) => new() { Codes = codes };

    public string Part(string name) => Parts.GetValueOrDefault(name) ?? "";

    /// <summary>The same with one part changed.</summary>
    public Answer With(string part, string value)
    {
        var parts = new SortedDictionary<string, string>(Parts.ToDictionary(), StringComparer.Ordinal);
        if (value.Length == 0) parts.Remove(part);
        else parts[part] = value;
        return this with { Parts = parts };
    }
}
