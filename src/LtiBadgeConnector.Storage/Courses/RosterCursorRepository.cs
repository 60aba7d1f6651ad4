using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Storage.Courses;

/// <summary>Where readings of differences go on, for each course.</summary>
public sealed class RosterCursorRepository(Database database) : IRosterCursors
{
    private const int LongestUrl = 2000;

    private static readonly Sql Select = new("""
        SELECT cursor_url AS url FROM roster_cursors WHERE tenant_id = @Tenant AND course_id = @Course AND whole_at > @WholeSince AND cursor_url IS NOT NULL
        """);

    private static readonly Sql Insert = Sql.InsertIfAbsent("roster_cursors", ["tenant_id", "course_id", "cursor_url", "whole_at"], key: ["tenant_id", "course_id"]);

    private static readonly Sql UpdateWhole = new("""
        UPDATE roster_cursors SET cursor_url = @CursorUrl, whole_at = @WholeAt WHERE tenant_id = @TenantId AND course_id = @CourseId
        """);

    private static readonly Sql UpdateChanges = new("UPDATE roster_cursors SET cursor_url = @CursorUrl WHERE tenant_id = @TenantId AND course_id = @CourseId");

    public async Task<string?> Find(TenantId tenant, CourseId course, DateTimeOffset wholeSince, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<CursorRow>(Select, new { Tenant = tenant, Course = course, WholeSince = wholeSince }, ct))?.Url;
    }

    public Task Keep(TenantId tenant, CourseId course, RosterReading reading, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = tenant, CourseId = course, CursorUrl = reading.Cursor is { Length: <= LongestUrl } url ? url : null, WholeAt = now };
            if (!reading.IsWhole) return await session.Execute(UpdateChanges, row, ct);
            return await session.Execute(UpdateWhole, row, ct) == 1 ? 1 : await session.Execute(Insert, row, ct);
        },
        ct);

    private sealed record CursorRow(string Url);
}
