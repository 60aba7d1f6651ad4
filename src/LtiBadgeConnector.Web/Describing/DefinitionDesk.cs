using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Judges definitions by the frameworks, with what their issuer says of itself.</summary>
public sealed class DefinitionDesk(IssuerRepository issuers, TimeProvider time)
{
    public static FrameworkCatalogue Catalogue => FrameworkCatalogue.Shipped;

    public async Task<Conformance> Check(MicroCredential microCredential, CancellationToken ct) => Check(microCredential.Draft, await IssuerOf(microCredential, ct));

    public static Conformance Check(Definition definition, Issuer issuer) => Conformance.Of(Stated(definition, issuer), Catalogue);

    public static StatedDefinition Stated(Definition definition, Issuer issuer) => new(definition, issuer.Profile, Catalogue.IsHigherEducation(issuer.Profile.ProviderKind));

    /// <summary>As it is today.</summary>
    public async Task<Issuer> IssuerOf(MicroCredential microCredential, CancellationToken ct) =>
        Today(await issuers.Find(microCredential.Tenant, microCredential.Issuer, ct)) ?? throw new InvalidOperationException($"Issuer {microCredential.Issuer} is not in its tenant.");

    /// <summary>Who issues what is made new; null while the institution has no issuer.</summary>
    public async Task<Issuer?> DefaultIssuer(TenantId tenant, CancellationToken ct) => Today(await issuers.Default(tenant, ct));

    private Issuer? Today(Issuer? issuer) => issuer is null ? null : issuer with { Profile = issuer.Profile.On(time.GetUtcNow()) };
}
