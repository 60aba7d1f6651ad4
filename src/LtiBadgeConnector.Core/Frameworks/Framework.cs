namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>A national or regional framework of micro-credentials.</summary>
/// <param name="IsDefault">Claimed by a definition that names none.</param>
public sealed record Framework(string Id, Bilingual Name, string Publisher, string Date, bool IsDefault);
