using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Network;

namespace LtiBadgeConnector.Web.Verifying;

/// <summary>What a badge points at: our own documents from our own tables, everything else through the guard of outgoing calls.</summary>
internal sealed class OutsideDocuments(PublicDocuments own, StatusListRepository statusLists, HostedAssertions assertions, IHttpClientFactory http, ConnectorOptions connector) : IDocumentLoader
{
    private const int LargestDocument = 4 * 1024 * 1024;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(8);

    public async Task<LoadedDocument> Load(string url, CancellationToken ct)
    {
        foreach (var origin in new[] { connector.PublicUrl }.Concat(connector.FormerPublicUrls))
            if (url.StartsWith(origin + "/", StringComparison.Ordinal)) return await OwnOf(url[origin.Length..], ct);
        return await Fetch(url, ct);
    }

    private async Task<LoadedDocument> OwnOf(string path, CancellationToken ct)
    {
        if (path.Split('/') is ["", "issuers", var issuer, "keys", var key] && await own.IsKeyRevoked(new PublicId(issuer), new PublicId(key), ct))
            return new LoadedDocument.Failed(LoadedDocument.Gone);
        if (path.Split('/') is not ["", "ob2", "assertions", var id]) return Found(await Own(path, ct));
        return await assertions.Find(new PublicId(id), ct) switch
        {
            null => new LoadedDocument.Failed("document-not-public"),
            { IsGone: true } => new LoadedDocument.Failed(LoadedDocument.Gone),
            var standing => new LoadedDocument.Found(standing.Bytes, "application/ld+json"),
        };
    }

    private async Task<PublicDocument?> Own(string path, CancellationToken ct) => path.Split('/') switch
    {
        ["", ".well-known", "jwks.json"] => await own.KeySet(ct),
        ["", "issuers", var id] => await own.Issuer(new PublicId(id), ct),
        ["", "issuers", var id, "did.json"] => await own.Did(new PublicId(id), ct),
        ["", "issuers", var id, "keys", var key] => await own.Key(new PublicId(id), new PublicId(key), ct),
        ["", "status", var id] => await StatusList(new PublicId(id), ct),
        ["", "ob2", "badges", var id] => await own.BadgeClass(new PublicId(id), ct),
        ["", "ob2", "issuers", var id] => await own.Issuer2(new PublicId(id), ct),
        ["", "ob2", "issuers", var id, "keys", var key] => await own.Key2(new PublicId(id), new PublicId(key), ct),
        ["", "ob2", "revocations", var id] => await own.Revocations(new PublicId(id), ct),
        ["", "achievements", var id] => await own.Achievement(new PublicId(id), ct),
        _ => null,
    };

    private async Task<PublicDocument?> StatusList(PublicId id, CancellationToken ct) =>
        await statusLists.Documents(id, ct) is [var first, ..] ? new(first.Bytes, first.MediaType) : null;

    private static LoadedDocument Found(PublicDocument? document) =>
        document is null ? new LoadedDocument.Failed("document-not-found") : new LoadedDocument.Found(document.Bytes, document.MediaType);

    private async Task<LoadedDocument> Fetch(string url, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return new LoadedDocument.Failed("document-address-invalid");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(patience);
        try
        {
            using var client = http.CreateClient(OutboundGuard.Client);
            using var answer = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (!answer.IsSuccessStatusCode) return new LoadedDocument.Failed($"document-http-{(int)answer.StatusCode}");
            await answer.Content.LoadIntoBufferAsync(LargestDocument, deadline.Token);
            return new LoadedDocument.Found(await answer.Content.ReadAsByteArrayAsync(deadline.Token), answer.Content.Headers.ContentType?.MediaType ?? "");
        }
        catch (HttpRequestException)
        {
            return new LoadedDocument.Failed("document-unreachable");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new LoadedDocument.Failed("document-too-slow");
        }
    }
}
