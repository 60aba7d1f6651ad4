using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>Where a page of the REST API ended; the next one starts there.</summary>
public sealed record ApiPosition(DateTimeOffset At, Guid Id);

/// <summary>A micro-credential as a program lists it.</summary>
/// <param name="Published">The version in force; null for one that was never published.</param>
public sealed record ListedMicroCredential(MicroCredentialId Id, Definition Draft, DateTimeOffset CreatedAt, ListedVersion? Published)
{
    public ApiPosition Position => new(CreatedAt, Id.Value);
}

/// <param name="Url">Of its achievement.</param>
public sealed record ListedVersion(int Number, string Url, Definition Definition, DateTimeOffset PublishedAt);

/// <summary>An award as a program lists it.</summary>
public sealed record ListedAward(
    AwardId Id, PublicId PublicId, string Url, MicroCredentialId MicroCredential, LearnerId Learner, AwardState State, AwardVisibility Visibility, DateTimeOffset AwardedAt,
    string? Problem, Withdrawal? Withdrawal)
{
    public ApiPosition Position => new(AwardedAt, Id.Value);
}

/// <summary>One signed document of an award.</summary>
public sealed record ListedCredential(string Url, string Format, string MediaType, DateTimeOffset ValidFrom);

/// <param name="MicroCredential">Only of this one; null for all.</param>
/// <param name="Learner">Only of this learner; null for all.</param>
/// <param name="Since">Only what was awarded then or later.</param>
public sealed record AwardQuery(MicroCredentialId? MicroCredential = null, LearnerId? Learner = null, DateTimeOffset? Since = null, ApiPosition? After = null, int Most = 50);

/// <summary>What the REST API lists, the newest first.</summary>
public sealed class ApiPages(Database database)
{
    private const string MicroCredentials = """
        m.id, m.draft, m.created_at, v.number, v.url, v.definition, v.published_at
        FROM micro_credentials m
        LEFT JOIN definition_versions v ON v.tenant_id = m.tenant_id AND v.id = m.published_version_id
        WHERE m.tenant_id = @Tenant AND m.test_of IS NULL
        """;

    private const string Awards = """
        a.id, a.public_id, a.url, a.micro_credential_id AS micro_credential, a.learner_id AS learner, a.state, a.visibility, a.awarded_at, a.problem, w.withdrawn_at, w.reason
        FROM awards a
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        WHERE a.tenant_id = @Tenant AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        """;

    private const string Paged = """
        AND a.awarded_at >= @Since AND (@IsFirst = 1 OR a.awarded_at < @At OR (a.awarded_at = @At AND a.id < @Id))
        ORDER BY a.awarded_at DESC, a.id DESC {page}
        """;

    private static readonly Sql SelectMicroCredentials = new($$"""
        SELECT {{MicroCredentials}} AND (@IsFirst = 1 OR m.created_at < @At OR (m.created_at = @At AND m.id < @Id))
        ORDER BY m.created_at DESC, m.id DESC {page}
        """);

    private static readonly Sql SelectMicroCredential = new($"SELECT {MicroCredentials} AND m.id = @Id");

    // One statement for each question, so that each goes by its own index.
    private static readonly Sql SelectAwards = new($"SELECT {Awards} {Paged}");
    private static readonly Sql SelectOfMicroCredential = new($"SELECT {Awards} AND a.micro_credential_id = @MicroCredential {Paged}");
    private static readonly Sql SelectOfLearner = new($"SELECT {Awards} AND a.learner_id = @Learner AND (@MicroCredential IS NULL OR a.micro_credential_id = @MicroCredential) {Paged}");
    private static readonly Sql SelectAward = new($"SELECT {Awards} AND a.public_id = @PublicId");

    private static readonly Sql SelectCredentials = new("""
        SELECT url, format, media_type, valid_from FROM credentials WHERE tenant_id = @Tenant AND award_id = @Award ORDER BY created_at, format
        """);

    public async Task<IReadOnlyList<ListedMicroCredential>> MicroCredentialsOf(TenantId tenant, ApiPosition? after, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var parameters = new { Tenant = tenant, IsFirst = after is null ? 1 : 0, At = after?.At ?? default, Id = after?.Id ?? default, Most = most };
        return [.. (await session.Query<MicroCredentialRow>(SelectMicroCredentials, parameters, ct)).Select(row => row.ToListed())];
    }

    public async Task<ListedMicroCredential?> FindMicroCredential(TenantId tenant, MicroCredentialId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<MicroCredentialRow>(SelectMicroCredential, new { Tenant = tenant, Id = id }, ct))?.ToListed();
    }

    public async Task<IReadOnlyList<ListedAward>> AwardsOf(TenantId tenant, AwardQuery query, CancellationToken ct)
    {
        var sql = query switch { { Learner: not null } => SelectOfLearner, { MicroCredential: not null } => SelectOfMicroCredential, _ => SelectAwards };
        var parameters = new
        {
            Tenant = tenant, query.MicroCredential, query.Learner, Since = query.Since ?? DateTimeOffset.UnixEpoch, IsFirst = query.After is null ? 1 : 0,
            At = query.After?.At ?? default, Id = query.After?.Id ?? default, query.Most,
        };
        await using var session = await database.Read(ct);
        return [.. (await session.Query<AwardRow>(sql, parameters, ct)).Select(row => row.ToListed())];
    }

    public async Task<ListedAward?> FindAward(TenantId tenant, PublicId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<AwardRow>(SelectAward, new { Tenant = tenant, PublicId = id }, ct))?.ToListed();
    }

    public async Task<IReadOnlyList<ListedCredential>> CredentialsOf(TenantId tenant, AwardId award, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<ListedCredential>(SelectCredentials, new { Tenant = tenant, Award = award }, ct);
    }

    private sealed record MicroCredentialRow(
        MicroCredentialId Id, string Draft, DateTimeOffset CreatedAt, int? Number, string? Url, string? Definition, DateTimeOffset? PublishedAt)
    {
        public ListedMicroCredential ToListed() => new(
            Id, DefinitionJson.Read(Draft), CreatedAt, Definition is { } definition ? new(Number!.Value, Url!, DefinitionJson.Read(definition), PublishedAt!.Value) : null);
    }

    private sealed record AwardRow(
        AwardId Id, PublicId PublicId, string Url, MicroCredentialId MicroCredential, LearnerId Learner, AwardState State, AwardVisibility Visibility, DateTimeOffset AwardedAt,
        string? Problem, DateTimeOffset? WithdrawnAt, string? Reason)
    {
        public ListedAward ToListed() =>
            new(Id, PublicId, Url, MicroCredential, Learner, State, Visibility, AwardedAt, Problem, WithdrawnAt is { } at ? new(at, Reason!) : null);
    }
}
