namespace LtiBadgeConnector.Core.Issuing;

/// <summary>Who vouches for a credential.</summary>
/// <param name="Id">Absolute URL, such as <c>https://badges.example.ac.jp/issuers/3k…</c>.</param>
public sealed record IssuerProfile(string Id, string Name)
{
    public string? Url { get; init; }

    public string? Email { get; init; }

    public string? Description { get; init; }

    public Image? Image { get; init; }

    /// <summary>ISO 3166-1, two letters.</summary>
    public string? CountryCode { get; init; }

    public string? Region { get; init; }

    public IReadOnlyList<Endorsement> Endorsements { get; init; } = [];

    /// <summary>A code of the vocabulary of kinds of provider; frameworks ask by it, documents do not name it.</summary>
    public string? ProviderKind { get; init; }

    /// <summary>What assures its quality as an institution.</summary>
    public IReadOnlyList<InstitutionAssurance> Assurance { get; init; } = [];

    /// <summary>As it is on a day: what assures its quality only before or after is left out.</summary>
    public IssuerProfile On(DateTimeOffset now) => this with { Assurance = [.. Assurance.Where(one => one.IsInForce(DateOnly.FromDateTime(now.UtcDateTime)))] };
}
