using System.Runtime.CompilerServices;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.ServiceTokens;

namespace LtiBadgeConnector.Lti.Ags;

/// <summary>
/// Assignment and Grade Services 2.0. Every method throws <see cref="LtiServiceException"/> when the platform does not
/// offer, grant or allow the call. Line item URLs must come from a launch or from the list; they are never built.
/// </summary>
public sealed class AgsClient(ServiceClient service)
{
    private const string LineItemType = "application/vnd.ims.lis.v2.lineitem+json";
    private const string LineItemsType = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    private const string ResultsType = "application/vnd.ims.lis.v2.resultcontainer+json";
    private const string ScoreType = "application/vnd.ims.lis.v1.score+json";

    public async IAsyncEnumerable<LineItem> LineItems(
        Registration registration, AgsEndpoint endpoint, LineItemFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var url = Urls.AppendQuery(Collection(endpoint), Query(
            ("resource_link_id", filter.ResourceLinkId), ("resource_id", filter.ResourceId), ("tag", filter.Tag),
            ("limit", filter.Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture))));

        await foreach (var page in service.Pages(registration, url, LineItemsType, ReadingScope(endpoint), ct))
        {
            foreach (var item in ItemsOf(page.Body).Select(LineItem.Read).OfType<LineItem>()) yield return item;
        }
    }

    public async Task<LineItem> Create(Registration registration, AgsEndpoint endpoint, LineItem item, CancellationToken ct) =>
        ReadItem(await service.Call(
            registration,
            new ServiceCall(HttpMethod.Post, Collection(endpoint), Scope(endpoint, LtiScopes.LineItem), LineItemType, LineItemType, item.ToJson(withId: false)), ct));

    public async Task<LineItem> Read(Registration registration, AgsEndpoint endpoint, string lineItem, CancellationToken ct) =>
        ReadItem(await service.Call(
            registration, new ServiceCall(HttpMethod.Get, Own(endpoint, lineItem), ReadingScope(endpoint), LineItemType), ct));

    /// <summary>Replaces the item named by its id; send it as it was read, with the change.</summary>
    public async Task<LineItem> Replace(Registration registration, AgsEndpoint endpoint, LineItem item, CancellationToken ct) =>
        ReadItem(await service.Call(
            registration,
            new ServiceCall(HttpMethod.Put, Own(endpoint, item.Id!), Scope(endpoint, LtiScopes.LineItem), LineItemType, LineItemType, item.ToJson(withId: true)), ct));

    public async Task Delete(Registration registration, AgsEndpoint endpoint, string lineItem, CancellationToken ct) =>
        await service.Call(registration, new ServiceCall(HttpMethod.Delete, Own(endpoint, lineItem), Scope(endpoint, LtiScopes.LineItem)), ct);

    /// <summary>Results of one line item, of all users or of one. Never asks for pages: Moodle breaks on <c>limit</c> here.</summary>
    public async IAsyncEnumerable<Result> Results(
        Registration registration, AgsEndpoint endpoint, string lineItem, string? userId, [EnumeratorCancellation] CancellationToken ct)
    {
        var url = Urls.AppendQuery(Urls.AppendPath(Own(endpoint, lineItem), "results"), Query(("user_id", userId)));
        await foreach (var page in service.Pages(registration, url, ResultsType, Scope(endpoint, LtiScopes.ResultReadOnly), ct))
        {
            foreach (var result in ItemsOf(page.Body).Select(Result.Read).OfType<Result>()) yield return result;
        }
    }

    /// <summary>
    /// Sends a score. A 409 is no error: the platform holds something not older, and we look whether it is ours.
    /// </summary>
    public async Task<ScoreOutcome> PostScore(Registration registration, AgsEndpoint endpoint, string lineItem, Score score, CancellationToken ct)
    {
        var url = Urls.AppendPath(Own(endpoint, lineItem), "scores");
        try
        {
            await service.Call(
                registration,
                new ServiceCall(HttpMethod.Post, url, Scope(endpoint, LtiScopes.Score), ContentType: ScoreType, Body: score.ToJson()), ct);
            return new ScoreOutcome.Stored();
        }
        catch (LtiServiceException exception) when (exception.Problem == LtiProblem.ServiceConflict)
        {
            return await IsStored(registration, endpoint, lineItem, score, ct) ? new ScoreOutcome.AlreadyStored() : new ScoreOutcome.Outdated();
        }
    }

    private async Task<bool> IsStored(Registration registration, AgsEndpoint endpoint, string lineItem, Score score, CancellationToken ct)
    {
        if (!endpoint.Offers(LtiScopes.ResultReadOnly)) return false;
        await foreach (var result in Results(registration, endpoint, lineItem, score.UserId, ct))
        {
            if (result.UserId == score.UserId) return HoldsSameGrade(result, score);
        }

        return score.ScoreGiven is null;
    }

    // Platforms rescale to the item's maximum, so shares are compared, by multiplication to stay exact.
    private static bool HoldsSameGrade(Result result, Score score) =>
        (result.ResultScore, score.ScoreGiven) switch
        {
            (null, null) => true,
            ({ } held, { } given) => held * (score.ScoreMaximum ?? 1) == given * result.ResultMaximum,
            _ => false,
        };

    private static string Collection(AgsEndpoint endpoint) =>
        endpoint.LineItems ?? throw new LtiServiceException(LtiProblem.ServiceNotOffered, "the launch named no line item collection");

    // Tokens go only where the signed launch pointed to.
    private static string Own(AgsEndpoint endpoint, string lineItem) =>
        new[] { endpoint.LineItems, endpoint.LineItem }.Any(known => known is not null && SameOrigin(known, lineItem))
            ? lineItem
            : throw new LtiServiceException(LtiProblem.ServiceUrlRefused, "the line item is not at the platform that launched us");

    private static bool SameOrigin(string one, string other) =>
        Uri.TryCreate(other, UriKind.Absolute, out _) && Urls.OriginOf(one) == Urls.OriginOf(other);

    private static string ReadingScope(AgsEndpoint endpoint) =>
        endpoint.Offers(LtiScopes.LineItemReadOnly) ? LtiScopes.LineItemReadOnly : Scope(endpoint, LtiScopes.LineItem);

    private static string Scope(AgsEndpoint endpoint, string scope) =>
        endpoint.Offers(scope) ? scope : throw new LtiServiceException(LtiProblem.ServiceScopeMissing, $"the launch announced no {scope}");

    private static JsonElement.ArrayEnumerator ItemsOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array
            ? body.EnumerateArray()
            : throw new LtiServiceException(LtiProblem.ServiceAnswerMalformed, "the LMS did not answer with a list");

    private static LineItem ReadItem(LtiHttpAnswer answer) =>
        LineItem.Read(ServiceClient.ParseJson(answer))
        ?? throw new LtiServiceException(LtiProblem.ServiceAnswerMalformed, "the LMS answered without a line item");

    private static IEnumerable<KeyValuePair<string, string>> Query(params (string Name, string? Value)[] parameters) =>
        parameters.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!));
}
