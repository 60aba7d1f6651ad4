using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.DemoLms.Services;

/// <summary>The services' media types, enforced as strictly as Moodle does.</summary>
internal static class MediaTypes
{
    public const string LineItem = "application/vnd.ims.lis.v2.lineitem+json";
    public const string LineItems = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    public const string Results = "application/vnd.ims.lis.v2.resultcontainer+json";
    public const string Score = "application/vnd.ims.lis.v1.score+json";
    public const string Members = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

    public static bool Asks(HttpRequest request, string type) => request.Headers.Accept.ToString() == type;

    public static bool AsksOrIsSilent(HttpRequest request, string type) => request.Headers.Accept.ToString() is "" or "*/*" || Asks(request, type);

    public static bool Brings(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) && sent.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
