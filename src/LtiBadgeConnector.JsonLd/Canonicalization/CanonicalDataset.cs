namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>A dataset in canonical form: what is hashed and signed.</summary>
/// <param name="NQuads">UTF-8, lines sorted by code point, each ending in a line feed.</param>
/// <param name="Labels">For each blank node of the input its canonical label, both without <c>_:</c>.</param>
public sealed record CanonicalDataset(byte[] NQuads, IReadOnlyDictionary<string, string> Labels);
