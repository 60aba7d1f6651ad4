using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>What an administrator decides about who is who.</summary>
internal static class LearnerMoves
{
    private static readonly Sql CountBoth = new("SELECT id FROM learners WHERE tenant_id = @Tenant AND (id = @Into OR id = @Other)");
    private static readonly Sql MoveIdentities = new("UPDATE learner_identities SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other");
    private static readonly Sql MoveKeys = new("UPDATE learner_keys SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other");

    private static readonly Sql MoveMemberships = new("""
        UPDATE course_members SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other
        AND NOT EXISTS (
            SELECT 1 FROM course_members mine
            WHERE mine.tenant_id = course_members.tenant_id AND mine.course_id = course_members.course_id AND mine.learner_id = @Into)
        """);

    private static readonly Sql LeaveCourses = new("UPDATE course_members SET has_left = {true}, can_earn = {false} WHERE tenant_id = @Tenant AND learner_id = @Other");

    private static readonly Sql MoveResults = new("""
        UPDATE results SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other
        AND NOT EXISTS (
            SELECT 1 FROM results mine
            WHERE mine.tenant_id = results.tenant_id AND mine.course_id = results.course_id AND mine.learner_id = @Into
            AND mine.kind = results.kind AND mine.item_key = results.item_key)
        """);

    private static readonly Sql MoveInbox = new("UPDATE inbox SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other");

    private static readonly Sql MoveAwards = new("""
        UPDATE awards SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other
        AND NOT EXISTS (
            SELECT 1 FROM awards mine
            WHERE mine.tenant_id = awards.tenant_id AND mine.micro_credential_id = awards.micro_credential_id AND mine.learner_id = @Into AND mine.cycle = awards.cycle)
        """);

    private static readonly Sql MoveEvaluations = new("""
        UPDATE evaluations SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other
        AND NOT EXISTS (
            SELECT 1 FROM evaluations mine
            WHERE mine.tenant_id = evaluations.tenant_id AND mine.mapping_id = evaluations.mapping_id AND mine.learner_id = @Into)
        """);

    private static readonly Sql MoveConfirmations = new("""
        UPDATE confirmations SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other
        AND NOT EXISTS (
            SELECT 1 FROM confirmations mine
            WHERE mine.tenant_id = confirmations.tenant_id AND mine.mapping_id = confirmations.mapping_id AND mine.learner_id = @Into
            AND mine.criterion = confirmations.criterion AND mine.confirmed_by = confirmations.confirmed_by)
        """);

    private static readonly Sql MoveRecognitions = new("UPDATE recognitions SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other");

    // What was decided stays word for word; only whose it is becomes known.
    private static readonly Sql MoveDecisions = new("UPDATE decisions SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other");

    private static readonly Sql MoveOwned = new("UPDATE course_mappings SET owner_id = @Into WHERE tenant_id = @Tenant AND owner_id = @Other");

    private static readonly Sql MovePreferences = new("""
        UPDATE learner_preferences SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other
        AND NOT EXISTS (SELECT 1 FROM learner_preferences mine WHERE mine.tenant_id = learner_preferences.tenant_id AND mine.learner_id = @Into)
        """);

    // Whoever wanted no mails under one name wants none under the other.
    private static readonly Sql KeepMailsStopped = new("""
        UPDATE learner_preferences SET mails_stopped_at = (
            SELECT o.mails_stopped_at FROM learner_preferences o WHERE o.tenant_id = learner_preferences.tenant_id AND o.learner_id = @Other)
        WHERE tenant_id = @Tenant AND learner_id = @Into AND mails_stopped_at IS NULL
        AND EXISTS (SELECT 1 FROM learner_preferences o WHERE o.tenant_id = learner_preferences.tenant_id AND o.learner_id = @Other)
        """);

    private static readonly Sql MoveSessions = new("UPDATE launch_sessions SET learner_id = @Into WHERE tenant_id = @Tenant AND learner_id = @Other");

    private static readonly Sql NoteJoined = new("UPDATE learners SET joined_into = @Into WHERE tenant_id = @Tenant AND (id = @Other OR joined_into = @Other)");

    // Once joined into the other themselves.
    private static readonly Sql NotePresent = new("UPDATE learners SET joined_into = NULL WHERE tenant_id = @Tenant AND id = @Into");

    private static readonly Sql MakeDue = new("UPDATE evaluations SET due_at = @Now, due_version = due_version + 1 WHERE tenant_id = @Tenant AND learner_id = @Into");

    private static readonly Sql SelectOwner = new("SELECT learner_id FROM learner_identities WHERE tenant_id = @Tenant AND issuer = @Issuer AND sub = @Sub");
    private static readonly Sql SelectOthers = new("SELECT sub FROM learner_identities WHERE tenant_id = @Tenant AND learner_id = @Learner AND NOT (issuer = @Issuer AND sub = @Sub)");

    private static readonly Sql InsertLearner = new("""
        INSERT INTO learners (id, tenant_id, subject, name_agreed, created_at) VALUES (@Id, @Tenant, @Subject, {false}, @Now)
        """);

    private static readonly Sql MoveIdentity = new("UPDATE learner_identities SET learner_id = @Id WHERE tenant_id = @Tenant AND issuer = @Issuer AND sub = @Sub");

    // Of the platform's further keys nobody can tell to which of two accounts they belong; the next roster binds them anew.
    private static readonly Sql MoveSubKeys = new("""
        UPDATE learner_keys SET learner_id = @Id WHERE tenant_id = @Tenant AND learner_id = @Learner AND scheme = @Scheme AND value = @Sub
        AND platform_id IN (SELECT id FROM platforms WHERE issuer = @Issuer)
        """);

    private static readonly Sql ForgetOtherKeys = new("""
        DELETE FROM learner_keys WHERE tenant_id = @Tenant AND learner_id = @Learner AND scheme <> @Scheme
        AND platform_id IN (SELECT id FROM platforms WHERE issuer = @Issuer)
        """);

    public static async Task<bool> Join(Session session, TenantId tenant, LearnerId into, LearnerId other, DateTimeOffset now, CancellationToken ct)
    {
        var both = new { Tenant = tenant, Into = into, Other = other, Now = now };
        if ((await session.Query<LearnerId>(CountBoth, both, ct)).Count != 2) return false;

        Sql[] moves =
        [
            MoveIdentities, MoveKeys, MoveMemberships, LeaveCourses, MoveResults, MoveInbox, MoveAwards, MoveEvaluations, MoveConfirmations, MoveRecognitions, MoveDecisions, MoveOwned,
            MovePreferences, KeepMailsStopped, MoveSessions, NoteJoined, NotePresent, MakeDue,
        ];
        foreach (var move in moves) await session.Execute(move, both, ct);
        return true;
    }

    public static async Task<LearnerId?> Separate(Session session, TenantId tenant, string issuer, string sub, DateTimeOffset now, CancellationToken ct)
    {
        var account = new { Tenant = tenant, Issuer = issuer, Sub = sub };
        if (await session.Query<LearnerId>(SelectOwner, account, ct) is not [var learner]) return null;
        if ((await session.Query<string>(SelectOthers, new { account.Tenant, account.Issuer, account.Sub, Learner = learner }, ct)).Count == 0) return null;

        var own = new LearnerId(Guid.CreateVersion7(now));
        var move = new
        {
            Tenant = tenant, Issuer = issuer, Sub = sub, Learner = learner, Id = own, Subject = $"urn:uuid:{Guid.NewGuid():D}", Now = now,
            Scheme = Core.Learners.LearnerKey.Sub(sub).Scheme,
        };
        foreach (var step in new[] { InsertLearner, MoveIdentity, MoveSubKeys, ForgetOtherKeys }) await session.Execute(step, move, ct);
        return own;
    }
}
