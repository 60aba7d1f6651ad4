using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Pages;

public enum PeopleSort
{
    Name = 0,
    Newest = 1,
}

/// <summary>Where a page of people ended; the next one starts there.</summary>
public sealed record PeoplePosition(string Name, DateTimeOffset CreatedAt, LearnerId Learner);

/// <param name="Text">Part of a name, an e-mail or any id of an LMS; null for everybody.</param>
public sealed record PeopleQuery(string? Text = null, PeopleSort Sort = PeopleSort.Name, PeoplePosition? After = null, int Most = 50);

/// <summary>A person of the tenant in a list.</summary>
/// <param name="Name">Empty when no LMS gives one.</param>
/// <param name="Accounts">How many LMS accounts lead to this person.</param>
public sealed record PersonRow(LearnerId Learner, string Name, string? Email, DateTimeOffset CreatedAt, int Accounts, int Awards)
{
    public PeoplePosition Position => new(Name, CreatedAt, Learner);
}

/// <summary>What the console shows of people.</summary>
public sealed class PeoplePages(Database database)
{
    private const string People = """
        learner, name, email, created_at,
            (SELECT COUNT(*) FROM learner_identities i WHERE i.tenant_id = @Tenant AND i.learner_id = learner) AS accounts,
            (SELECT COUNT(*) FROM awards a WHERE a.tenant_id = @Tenant AND a.learner_id = learner AND (a.run IS NULL OR a.run NOT LIKE 'test:%')) AS awards
        FROM (SELECT l.id AS learner, COALESCE(l.name, '') AS name, l.email, l.created_at
            FROM learners l
            WHERE l.tenant_id = @Tenant AND (@Text IS NULL OR LOWER(l.name) LIKE @Text ESCAPE '\' OR LOWER(l.email) LIKE @Text ESCAPE '\'
                OR EXISTS (SELECT 1 FROM learner_keys k WHERE k.tenant_id = l.tenant_id AND k.learner_id = l.id AND LOWER(k.value) LIKE @Text ESCAPE '\')
                OR EXISTS (SELECT 1 FROM learner_identities n WHERE n.tenant_id = l.tenant_id AND n.learner_id = l.id AND LOWER(n.sub) LIKE @Text ESCAPE '\'))
        ) people
        """;

    private static readonly Sql SelectByName = new($$"""
        SELECT {{People}}
        WHERE @IsFirst = 1 OR name > @Name OR (name = @Name AND learner > @Learner)
        ORDER BY name, learner {page}
        """);

    private static readonly Sql SelectNewest = new($$"""
        SELECT {{People}}
        WHERE @IsFirst = 1 OR created_at < @CreatedAt OR (created_at = @CreatedAt AND learner > @Learner)
        ORDER BY created_at DESC, learner {page}
        """);

    public async Task<IReadOnlyList<PersonRow>> Find(TenantId tenant, PeopleQuery query, CancellationToken ct)
    {
        var after = query.After ?? new("", default, default);
        var parameters = new
        {
            Tenant = tenant, Text = Like.Containing(query.Text), IsFirst = query.After is null ? 1 : 0, after.Name, after.CreatedAt, after.Learner, query.Most,
        };
        await using var session = await database.Read(ct);
        return await session.Query<PersonRow>(query.Sort == PeopleSort.Name ? SelectByName : SelectNewest, parameters, ct);
    }
}
