using System.Text;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>A web of a few documents. By default it is the issuer of <see cref="ADossier"/> with its keys.</summary>
internal sealed class Web : IDocumentLoader
{
    public const string JwksUrl = $"{ADossier.Origin}/.well-known/jwks.json";

    private readonly HashSet<string> gone = new(StringComparer.Ordinal);

    private readonly Dictionary<string, byte[]> documents = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public static Web OfIssuer() => OfIssuer(ADossier.Key);

    public static Web OfIssuer(params IssuerKey[] keys)
    {
        var web = new Web().With(JwksUrl, IssuerKeysDocument.JwkSet(keys));
        foreach (var key in keys) web.With(key.Id, IssuerKeysDocument.Jwk(key));
        return web;
    }

    public Web With(string url, byte[] document)
    {
        documents[url] = document;
        return this;
    }

    public Web With(string url, JsonNode document) => With(url, Encoding.UTF8.GetBytes(document.ToJsonString()));

    /// <summary>Taken away, and it is said so: HTTP 410.</summary>
    public Web Gone(string url)
    {
        gone.Add(url);
        return this;
    }

    public Web Without(string url)
    {
        documents.Remove(url);
        return this;
    }

    public Task<LoadedDocument> Load(string url, CancellationToken ct)
    {
        Asked.Add(url);
        if (gone.Contains(url)) return Task.FromResult<LoadedDocument>(new LoadedDocument.Failed(LoadedDocument.Gone));
        return Task.FromResult<LoadedDocument>(documents.TryGetValue(url, out var bytes) ? new LoadedDocument.Found(bytes, "application/json") : new LoadedDocument.Failed("document-not-found"));
    }

    public Task<VerificationReport> Verify(string badge, DateTimeOffset? at = null, string? email = null) =>
        Verify(Encoding.UTF8.GetBytes(badge), at, email);

    public async Task<VerificationReport> Verify(byte[] badge, DateTimeOffset? at = null, string? email = null)
    {
        var report = await new CredentialVerifier(this).Verify(badge, new(at ?? ADossier.AwardedAt.AddDays(1), email), CancellationToken.None);
        Assert.All(report.Checks, check => Assert.Contains(check.Code, VerificationCodes.All));
        Assert.All(report.Checks, check => Assert.Contains(check.Name, CheckNames.All));
        return report;
    }
}

internal static class Reports
{
    public static VerificationCheck Of(this VerificationReport report, string name) => report.Checks.Single(check => check.Name == name);

    /// <summary>The verdict and the code of the check that led there.</summary>
    public static void Is(this VerificationReport report, Verdict verdict, string check, string code) =>
        Assert.Equal((verdict, code), (report.Verdict, report.Of(check).Code));
}
