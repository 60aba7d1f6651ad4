using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>One member of a course with everything known about them, for trying a rule that is not in force.</summary>
public sealed record ClassMember(LearnerId Learner, string Name, bool HasAward, Progress Progress);

/// <summary>Loads a class for a trial, in pieces, so that a course of any size fits.</summary>
public sealed class ClassProgress(Database database)
{
    private const int Piece = 500;

    private static readonly Sql SelectMembers = new("""
        SELECT c.learner_id AS learner, COALESCE(l.name, '') AS name, a.id AS award
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {true} AND c.has_left = {false}
        JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.learner_id
        LEFT JOIN awards a ON a.tenant_id = m.tenant_id AND a.micro_credential_id = m.micro_credential_id AND a.learner_id = c.learner_id
            AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping
        ORDER BY l.name, c.learner_id
        """);

    private static readonly Sql SelectResults = new($"""
        SELECT {StoredResult.Columns} FROM results WHERE tenant_id = @Tenant AND course_id = @Course AND learner_id IN @Learners
        """);

    /// <summary>Those who can earn, by name.</summary>
    public async IAsyncEnumerable<ClassMember> Read(
        TenantId tenant, CourseId course, MappingId mapping, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        foreach (var piece in (await session.Query<MemberRow>(SelectMembers, new { Tenant = tenant, Mapping = mapping }, ct)).Chunk(Piece))
        {
            var which = new { Tenant = tenant, Course = course, Learners = piece.Select(row => row.Learner).ToArray() };
            var results = (await session.Query<StoredResult>(SelectResults, which, ct)).ToLookup(row => row.Learner, row => row.Result);
            foreach (var row in piece) yield return new(row.Learner, row.Name, row.Award is not null, new(results[row.Learner]));
        }
    }

    private sealed record MemberRow(LearnerId Learner, string Name, AwardId? Award);
}
