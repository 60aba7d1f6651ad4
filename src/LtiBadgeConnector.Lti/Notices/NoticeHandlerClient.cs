using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.ServiceTokens;

namespace LtiBadgeConnector.Lti.Notices;

/// <summary>Tells a platform where to post notices. One handler per type and deployment; its host must be the tool's domain.</summary>
public sealed class NoticeHandlerClient(ServiceClient service)
{
    private const string Json = "application/json";

    public async Task<IReadOnlyList<NoticeHandler>> Handlers(Registration registration, NotificationEndpoint endpoint, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var answer = await service.Call(registration, new ServiceCall(HttpMethod.Get, endpoint.ServiceUrl, ScopeOf(endpoint), Json), ct);
        return ServiceClient.ParseJson(answer).Member("notice_handlers") is { ValueKind: JsonValueKind.Array } handlers
            ? [.. handlers.EnumerateArray().Select(handler => new NoticeHandler(handler.Text("notice_type") ?? "", handler.Text("handler") ?? ""))]
            : throw new LtiServiceException(LtiProblem.ServiceAnswerMalformed, "the LMS answered without notice handlers");
    }

    /// <param name="handler">An empty handler removes the registration for its type.</param>
    public async Task Set(Registration registration, NotificationEndpoint endpoint, NoticeHandler handler, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(handler);
        var body = JsonText.Object(writer =>
        {
            writer.WriteString("notice_type", handler.NoticeType);
            writer.WriteString("handler", handler.Handler);
            writer.WriteNumber("max_batch_size", 50);
        });
        await service.Call(registration, new ServiceCall(HttpMethod.Put, endpoint.ServiceUrl, ScopeOf(endpoint), Json, Json, body), ct);
    }

    private static string ScopeOf(NotificationEndpoint endpoint) =>
        endpoint.Scopes.Contains(LtiScopes.NoticeHandlers, StringComparer.Ordinal)
            ? LtiScopes.NoticeHandlers
            : throw new LtiServiceException(LtiProblem.ServiceScopeMissing, "the launch announced no notice handlers");
}

public sealed record NoticeHandler(string NoticeType, string Handler);
