using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Addresses that are a page for people and a document for programs: a browser names HTML in <c>Accept</c>, a verifier does not.</summary>
internal static class LinkedPage
{
    private static readonly string[] documentTypes = ["application/ld+json", "application/json"];

    /// <summary>The document, unless the request wants the page. Tells caches and scripts of other origins what they need.</summary>
    public static IActionResult? Document(this PageModel page, PublicDocument document)
    {
        page.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        page.Response.Headers.AccessControlAllowOrigin = "*";
        return MediaTypes.WantsPage(page.Request, documentTypes)
            ? null
            : page.File(document.Bytes, MediaTypes.Best(page.Request, documentTypes) ?? document.MediaType);
    }
}
