using System.Globalization;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtiBadgeConnector.Web.Api;

/// <summary>The REST API: lists by key, the newest first, each behind a scope of the token and inside the token's institution.</summary>
internal static class ApiEndpoints
{
    public const string Root = "/api/v1";

    private const string NotFound = "api-not-found";
    private const string Invalid = "api-parameter-invalid";

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        // Otherwise a program that mistypes an address would be led to the console's sign-in.
        routes.Map(Root + "/{**rest}", () => ProblemResults.ToHttpResult("page-not-found")).AllowAnonymous().ExcludeFromDescription();

        var api = routes.MapGroup(Root).DisableAntiforgery().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/micro-credentials", MicroCredentials).Needs(ApiScopes.MicroCredentialsRead).WithSummary("Lists micro-credentials.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/micro-credentials/{id:guid}", MicroCredential).Needs(ApiScopes.MicroCredentialsRead).WithSummary("One micro-credential.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/awards", Awards).Needs(ApiScopes.AwardsRead).WithSummary("Lists awards; of one micro-credential, of one learner, or since an instant.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/awards/{id}", Award).Needs(ApiScopes.AwardsRead).WithSummary("One award with its signed documents.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/awards/{id}/withdrawal", Withdraw).Needs(ApiScopes.AwardsWrite).WithSummary("Withdraws an award for good, with a reason everybody sees.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/learners", Learners).Needs(ApiScopes.LearnersRead).WithSummary("Searches learners by name, e-mail or an id of the LMS.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/learners/{id:guid}/road", Road).Needs(ApiScopes.LearnersRead).WithSummary("One learner's whole road.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/connections", Connections).Needs(ApiScopes.ConnectionsRead).WithSummary("Lists connections.");
    }

    private static async Task<Results<Ok<Page<MicroCredentialDocument>>, ProblemHttpResult>> MicroCredentials(ApiCaller caller, ApiPages pages, int? limit, string? after, CancellationToken ct)
    {
        if (!TryPage(limit, after, out var size, out var position)) return ProblemResults.ToHttpResult(Invalid);
        var rows = await pages.MicroCredentialsOf(caller.Tenant, position, size + 1, ct);
        return TypedResults.Ok(ApiPaging.Cut(rows, size, MicroCredentialDocument.Of, row => row.Position));
    }

    private static async Task<Results<Ok<MicroCredentialDocument>, ProblemHttpResult>> MicroCredential(ApiCaller caller, ApiPages pages, Guid id, CancellationToken ct) =>
        await pages.FindMicroCredential(caller.Tenant, new(id), ct) is { } found ? TypedResults.Ok(MicroCredentialDocument.Of(found)) : ProblemResults.ToHttpResult(NotFound);

    private static async Task<Results<Ok<Page<AwardDocument>>, ProblemHttpResult>> Awards(
        ApiCaller caller, ApiPages pages, Guid? microCredential, Guid? learner, string? since, int? limit, string? after, CancellationToken ct)
    {
        if (!TryPage(limit, after, out var size, out var position) || !TryInstant(since, out var from)) return ProblemResults.ToHttpResult(Invalid);
        var query = new AwardQuery(microCredential is { } one ? new(one) : null, learner is { } person ? new(person) : null, from, position, size + 1);
        return TypedResults.Ok(ApiPaging.Cut(await pages.AwardsOf(caller.Tenant, query, ct), size, AwardDocument.Of, row => row.Position));
    }

    private static async Task<Results<Ok<AwardWithCredentials>, ProblemHttpResult>> Award(ApiCaller caller, ApiPages pages, string id, CancellationToken ct) =>
        await pages.FindAward(caller.Tenant, new(id), ct) is { } found ? TypedResults.Ok(await Whole(caller, pages, found, ct)) : ProblemResults.ToHttpResult(NotFound);

    private static async Task<Results<Ok<AwardWithCredentials>, ProblemHttpResult>> Withdraw(
        ApiCaller caller, ApiPages pages, WithdrawDesk desk, string id, WithdrawalRequest request, CancellationToken ct)
    {
        if (await pages.FindAward(caller.Tenant, new(id), ct) is not { } found) return ProblemResults.ToHttpResult(NotFound);
        if (await desk.Withdraw(caller.Tenant, found.Id, request.Reason, "api-token", caller.Token, ct) is { } problem) return ProblemResults.ToHttpResult(problem);
        return TypedResults.Ok(await Whole(caller, pages, (await pages.FindAward(caller.Tenant, new(id), ct))!, ct));
    }

    private static async Task<Results<Ok<Page<LearnerDocument>>, ProblemHttpResult>> Learners(ApiCaller caller, PeoplePages people, string? q, int? limit, string? after, CancellationToken ct)
    {
        if (!TryPage(limit, after, out var size, out var position)) return ProblemResults.ToHttpResult(Invalid);
        var from = position is { } at ? new PeoplePosition("", at.At, new(at.Id)) : null;
        var rows = await people.Find(caller.Tenant, new(q, PeopleSort.Newest, from, size + 1), ct);
        return TypedResults.Ok(ApiPaging.Cut(rows, size, LearnerDocument.Of, row => new(row.CreatedAt, row.Learner.Value)));
    }

    private static async Task<Results<Ok<RoadDocument>, ProblemHttpResult>> Road(ApiCaller caller, ILearners learners, RoadPages roads, Guid id, CancellationToken ct) =>
        await learners.Find(caller.Tenant, new(id), ct) is { } found
            ? TypedResults.Ok(RoadDocument.Of(found.Id, await roads.Of(caller.Tenant, found.Id, ct)))
            : ProblemResults.ToHttpResult(NotFound);

    private static async Task<Ok<Page<ConnectionDocument>>> Connections(ApiCaller caller, ServerPages pages, CancellationToken ct) =>
        TypedResults.Ok(new Page<ConnectionDocument>([.. (await pages.Connections(caller.Tenant, ct)).Select(ConnectionDocument.Of)], Next: null));

    private static async Task<AwardWithCredentials> Whole(ApiCaller caller, ApiPages pages, ListedAward award, CancellationToken ct) => new(
        AwardDocument.Of(award),
        [.. (await pages.CredentialsOf(caller.Tenant, award.Id, ct)).Select(row => new CredentialDocument(row.Url, row.Format, row.MediaType, row.ValidFrom))]);

    private static bool TryPage(int? limit, string? after, out int size, out ApiPosition? position)
    {
        position = after is null ? null : ApiPaging.Read(after);
        size = ApiPaging.SizeOf(limit) ?? 0;
        return size > 0 && (after is null || position is not null);
    }

    private static bool TryInstant(string? text, out DateTimeOffset? instant)
    {
        instant = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read) ? read : null;
        return text is null || instant is not null;
    }

    private static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, string scope) =>
        route.RequireAuthorization(ApiSetup.PolicyOf(scope)).WithDescription($"Needs the scope `{scope}`.");
}
