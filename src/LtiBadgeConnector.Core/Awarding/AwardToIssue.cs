using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Core.Awarding;

/// <summary>An award that has no documents yet.</summary>
/// <param name="Dossier">Complete but for <see cref="AwardDossier.CredentialUrl"/> and <see cref="AwardDossier.Status"/>, which each format's document gets for itself.</param>
/// <param name="Attempts">Failed attempts so far.</param>
/// <param name="Purpose">What its status will be able to say.</param>
public sealed record AwardToIssue(AwardId Id, TenantId Tenant, IssuerId Issuer, AwardDossier Dossier, int Attempts, StatusPurpose Purpose = StatusPurpose.Revocation);

/// <summary>The signed documents of one award.</summary>
public sealed record IssuedDocuments(AwardId Award, TenantId Tenant, IReadOnlyList<IssuedDocument> Documents);

/// <param name="Url">Absolute; the credential's own id.</param>
/// <param name="Status">The place in a status list that the document names; null when it names none.</param>
public sealed record IssuedDocument(CredentialId Id, PublicId PublicId, string Url, SignedDocument Document, StatusEntry? Status = null);
