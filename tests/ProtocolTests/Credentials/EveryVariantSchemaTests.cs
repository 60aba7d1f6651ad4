using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Schemas;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Everything an Open Badge 3.0 of ours can say, against the published schema with its formats asserted.</summary>
public class EveryVariantSchemaTests
{
    private static readonly IssuerKey[] Keys =
    [
        ADossier.Key,
        IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System),
        IssuerKeys.NewP256($"{ADossier.IssuerId}/keys/p1", ADossier.IssuerId, TimeProvider.System),
    ];

    private static readonly Dictionary<string, Func<AwardDossier, AwardDossier>> Variants = new()
    {
        ["as it is"] = dossier => dossier,
        ["revocable"] = dossier => dossier with { Status = Entry(StatusPurpose.Revocation) },
        ["suspendable"] = dossier => dossier with { Status = Entry(StatusPurpose.Suspension) },
        ["ends"] = dossier => dossier with { ValidUntil = ADossier.AwardedAt.AddMonths(36) },
        ["never ends"] = dossier => dossier with { ValidUntil = null },
        ["signed anew"] = dossier => dossier with { FormerValidFrom = dossier.ValidFrom, ValidFrom = dossier.ValidFrom.AddDays(5) },
        ["endorsed"] = dossier => dossier with { Issuer = EndorsementTests.Endorsed().Issuer, Achievement = EndorsementTests.Endorsed().Achievement },
        ["without name and e-mail"] = dossier => dossier with { Recipient = new(ADossier.Learner) },
        ["two proofs"] = dossier => dossier with { Signing = new() { Proofs = ["EdDSA", "ES256"] } },
        ["P-256"] = dossier => dossier with { Signing = new() { Proofs = ["ES256"], Token = "ES256" } },
    };

    public static TheoryData<string, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var variant in Variants.Keys)
            {
                all.Add(variant, true);
                all.Add(variant, false);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Follows_the_published_schema(string variant, bool isFull)
    {
        var dossier = Variants[variant]((isFull ? ADossier.Full() : ADossier.Small()) with { Keys = Keys });

        var inside = await new OpenBadge3DataIntegrityFormat().Issue(dossier, CancellationToken.None);
        Assert.Empty(Validate(JsonDocument.Parse(inside.Bytes).RootElement));
        var token = await new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None);
        Assert.Empty(Validate(Tokens.Payload(Encoding.ASCII.GetString(token.Bytes))));
        Assert.Empty(Validate(JsonDocument.Parse(new OfflineCopyFormat().Issue(dossier).Bytes).RootElement));
    }

    [Fact]
    public async Task A_format_that_is_broken_is_noticed()
    {
        var document = await new OpenBadge3DataIntegrityFormat().Issue(ADossier.Full() with { Keys = Keys }, CancellationToken.None);
        var broken = Encoding.UTF8.GetString(document.Bytes).Replace("\"validFrom\":\"2026-04-01T09:00:00Z\"", "\"validFrom\":\"1 April\"", StringComparison.Ordinal);
        Assert.NotEmpty(Validate(JsonDocument.Parse(broken).RootElement));
    }

    private static IEnumerable<string> Validate(JsonElement credential) => SchemaLibrary.Find(OpenBadge3.AchievementCredentialSchema)!.Validate(credential).Select(error => error.ToString()!);

    private static StatusEntry Entry(StatusPurpose purpose) => new(new(Guid.NewGuid()), $"{ADossier.Origin}/status/q4", purpose, 94_567);
}
