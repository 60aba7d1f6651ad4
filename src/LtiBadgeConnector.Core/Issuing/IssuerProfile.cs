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
}
