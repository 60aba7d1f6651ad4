using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Judges definitions by the frameworks, with what their issuer says of itself.</summary>
public sealed class DefinitionDesk(IssuerRepository issuers)
{
    public static FrameworkCatalogue Catalogue => FrameworkCatalogue.Shipped;

    public async Task<Conformance> Check(MicroCredential microCredential, CancellationToken ct) => Check(microCredential.Draft, await IssuerOf(microCredential, ct));

    public static Conformance Check(Definition definition, Issuer issuer) => Conformance.Of(
        new(definition, issuer.Profile, Catalogue.IsHigherEducation(issuer.Profile.ProviderKind)), Catalogue);

    public async Task<Issuer> IssuerOf(MicroCredential microCredential, CancellationToken ct) =>
        await issuers.Find(microCredential.Tenant, microCredential.Issuer, ct) ?? throw new InvalidOperationException($"Issuer {microCredential.Issuer} is not in its tenant.");
}
