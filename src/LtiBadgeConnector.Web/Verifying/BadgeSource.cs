using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.WebUtilities;

namespace LtiBadgeConnector.Web.Verifying;

/// <summary>Gets the badge behind an address: our own awards and credentials from our tables, under their own rules of who sees them; others from outside.</summary>
public sealed class BadgeSource(IDocumentLoader documents, SharedAwards awards, ConnectorOptions connector)
{
    /// <summary>Whether the text is an address rather than a badge.</summary>
    public static bool IsAddress(string text) =>
        (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal)) && !text.Any(char.IsWhiteSpace);

    /// <summary>A failure carries a code: <c>document-not-public</c>, or one of the loader's.</summary>
    public async Task<LoadedDocument> Load(string address, CancellationToken ct)
    {
        if (OwnPath(address) is not { } own || own.Path.Split('/') is not ["", "awards" or "credentials", var name]) return await documents.Load(address, ct);

        var id = new PublicId(name.Split('.')[0]);
        var isAward = own.Path.StartsWith("/awards/", StringComparison.Ordinal);
        var award = isAward ? await awards.Find(id, ct) : await awards.FindByDocument(id, ct);
        if (award is null) return new LoadedDocument.Failed("document-not-found");
        if (!AwardViewing.IsShownTo(award, own.Key)) return new LoadedDocument.Failed("document-not-public");

        var all = await awards.Documents(award.Tenant, award.Id, ct);
        var document = all.FirstOrDefault(one => isAward || one.PublicId == id);
        return document is null ? new LoadedDocument.Failed("document-not-ready") : new LoadedDocument.Found(document.Bytes, document.MediaType);
    }

    /// <summary>The award behind one of our own credentials of which the signed list says that it does not count; null for one in force, and for those of other issuers.</summary>
    public async Task<SharedAward?> VoidAwardOf(VerificationReport report, CancellationToken ct) =>
        report is { Verdict: Verdict.Revoked or Verdict.Suspended, Credential.Id: { } id } && OwnPath(id) is { } own && own.Path.Split('/') is ["", "credentials", var name]
            ? await awards.FindByDocument(new PublicId(name), ct)
            : null;

    private (string Path, string? Key)? OwnPath(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        var origin = uri.GetLeftPart(UriPartial.Authority);
        if (origin != connector.PublicUrl && !connector.FormerPublicUrls.Contains(origin, StringComparer.Ordinal)) return null;
        return (uri.AbsolutePath, QueryHelpers.ParseQuery(uri.Query).TryGetValue(AwardViewing.ShareKeyParameter, out var key) ? key.ToString() : null);
    }
}
