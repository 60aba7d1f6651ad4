namespace LtiBadgeConnector.Core.Issuing;

/// <summary>An outside body's support, signed by it: a credential about our achievement or issuer, carried along unchanged.</summary>
/// <param name="Document">JSON with a proof inside, or a compact JWS.</param>
public sealed record Endorsement(string Document, bool IsToken);
