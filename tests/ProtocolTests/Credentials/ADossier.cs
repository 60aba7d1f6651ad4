using System.Security.Cryptography;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>An award with every member filled, signed with a key that is published in this repository.</summary>
internal static class ADossier
{
    public const string Origin = "https://badges.example.ac.jp";
    public const string IssuerId = $"{Origin}/issuers/3kq7";
    public const string KeyId = $"{IssuerId}/keys/r1";
    public const string Learner = "urn:uuid:6f1c1f0a-7e52-4f0e-9d7b-0f3f8f5a2b11";

    public static readonly DateTimeOffset AwardedAt = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);

    public static readonly IssuerKey Key = KeyOf(Files.Text("Issued/test-key.pem"), KeyId, IssuerId);

    public static readonly IssuerProfile Issuer = new(IssuerId, "例示大学 Example University")
    {
        Url = "https://www.example.ac.jp/",
        Email = "badges@example.ac.jp",
        Description = "A university that exists in examples.",
        Image = new($"{Origin}/issuers/3kq7/logo.png", "The gate of the university"),
        CountryCode = "JP",
        Region = "東京都",
    };

    public static readonly Achievement Achievement = new()
    {
        Id = $"{Origin}/achievements/9fw2",
        Version = "2",
        Name = "データサイエンス基礎",
        Description = "統計とプログラミングの入門。",
        CriteriaNarrative = "Quiz 1 で 60 % 以上、最終課題で 70 % 以上、コース修了。",
        Image = new($"{Origin}/achievements/9fw2/image.png", "A blue hexagon"),
        InLanguage = "ja",
        Outcomes = ["データを整理して要約できる", "単回帰を説明できる"],
        Tags = ["統計", "Python"],
        Alignments =
        [
            new("Level 4", "https://europa.eu/europass/eqf") { TargetCode = "4", TargetFramework = "EQF", TargetType = "ext:QualificationLevel", TargetDescription = "European Qualifications Framework" },
        ],
        ResultDescriptions =
        [
            new($"{Origin}/achievements/9fw2#quiz-1", "Quiz 1", "Percent") { ValueMin = "0", ValueMax = "100", RequiredValue = "60" },
            new($"{Origin}/achievements/9fw2#completion", "コース修了", "Status"),
            new($"{Origin}/achievements/9fw2#grade", "Grade", "LetterGrade") { AllowedValues = ["C", "B", "A"] },
        ],
        Related = [new($"{Origin}/achievements/8ad1", "ja", "1"), new($"{Origin}/achievements/9fw3", "en")],
        Descriptors =
        [
            new("learner-effort", ["PT45H"]),
            new("language", ["ja"]),
            new("assessment", ["quiz", "project"]),
            new("form-of-participation", ["online"]),
        ],
    };

    public static AwardDossier Full() => new()
    {
        AwardPublicId = "x7m2k9",
        AwardUrl = $"{Origin}/awards/x7m2k9",
        CredentialUrl = $"{Origin}/credentials/c4v8p1",
        AwardedAt = AwardedAt,
        ValidFrom = AwardedAt,
        ValidUntil = AwardedAt.AddYears(5),
        Issuer = Issuer,
        Keys = [Key],
        Achievement = Achievement,
        Recipient = new(Learner) { Email = RecipientIdentifier.OfEmail("Hanako@Example.ac.jp ", "0123456789abcdef"), Name = "山田 花子" },
        Results =
        [
            new($"{Origin}/achievements/9fw2#quiz-1") { Value = "92" },
            new($"{Origin}/achievements/9fw2#completion") { Status = "Completed" },
        ],
        Evidence = [new($"{Origin}/awards/x7m2k9/evidence/1") { Name = "Final project", Description = "A notebook", Narrative = "Analysis of *rainfall*." }],
    };

    /// <summary>Nothing that may be left out.</summary>
    public static AwardDossier Small() => new()
    {
        AwardPublicId = "x7m2k9",
        AwardUrl = $"{Origin}/awards/x7m2k9",
        CredentialUrl = $"{Origin}/credentials/c4v8p1",
        AwardedAt = AwardedAt,
        ValidFrom = AwardedAt,
        Issuer = new(IssuerId, "Example University"),
        Keys = [Key],
        Achievement = new() { Id = $"{Origin}/achievements/1", Version = "1", Name = "A", Description = "B", CriteriaNarrative = "C" },
        Recipient = new(Learner),
    };

    public static IssuerKey KeyOf(string pem, string keyId, string issuerId)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return IssuerKeys.FromRsa(rsa, keyId, issuerId, AwardedAt);
    }
}

/// <summary>Files beside these tests, as copied to the output.</summary>
internal static class Files
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Credentials", name);

    public static string Text(string name) => File.ReadAllText(Path(name));

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
