using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Platform;

namespace LtiBadgeConnector.DemoLms.Services;

/// <summary>Which tool calls a service, and whether its access token allows it.</summary>
internal sealed class ServiceCallers(CampusStore store, PlatformKey key, DemoLmsOptions options)
{
    /// <summary>The caller, when its token is good, carries one of the scopes, and the address is the caller's own.</summary>
    public async Task<ServiceCaller> Of(HttpRequest request, int courseId, string? deployment, params string[] scopes)
    {
        if (Bearer.Of(request) is not { } text || await key.Read(text, TokenEndpoint.TokenType, options.Time.GetUtcNow()) is not { } token)
        {
            return new ServiceCaller.Refused(401, "access-token-invalid");
        }

        if (store.Current.Tool(token.Subject) is not { Active: true } tool) return new ServiceCaller.Refused(401, "access-token-of-nobody");
        if (!token.GetPayloadValue<string>("scope").Split(' ').Intersect(scopes).Any()) return new ServiceCaller.Refused(403, "scope-missing");
        if (store.Current.Course(courseId) is not { } course) return new ServiceCaller.Refused(404, "course-unknown");
        return deployment == tool.DeploymentId.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? new ServiceCaller.Allowed(tool, course)
            : new ServiceCaller.Refused(403, "address-of-another-tool");
    }
}

internal abstract record ServiceCaller
{
    internal sealed record Allowed(Tool Tool, Course Course) : ServiceCaller;

    internal sealed record Refused(int Status, string Code) : ServiceCaller
    {
        public IResult Result => new ProblemResult(Status, Code);
    }
}
