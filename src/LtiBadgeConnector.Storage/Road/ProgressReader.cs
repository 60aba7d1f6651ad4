using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Somebody in a course, and the rules that will be asked about them.</summary>
internal sealed record AskedPerson(TenantId Tenant, CourseId Course, MappingId Mapping, LearnerId Learner, IReadOnlyList<CriterionInput> Inputs);

/// <summary>Loads all that rules look at: results here and in other courses, what is held, what was confirmed, what is gone. Only what is asked for is read.</summary>
internal static class ProgressReader
{
    private static readonly Sql SelectResults = new($"""
        SELECT {StoredResult.Columns} FROM results WHERE tenant_id = @Tenant AND course_id = @Course AND learner_id = @Learner
        """);

    private static readonly Sql SelectCourse = new("""
        SELECT c.tenant_id AS tenant, c.id AS course, c.time_zone FROM courses c WHERE c.tenant_id = @Tenant AND c.id = @Course
        """);

    private static readonly Sql SelectGone = new("""
        SELECT tenant_id AS tenant, course_id AS course, item_key, activity_key FROM course_items WHERE tenant_id = @Tenant AND course_id = @Course AND is_gone = {true}
        """);

    private static readonly Sql SelectHeld = new("""
        SELECT a.tenant_id AS tenant, a.learner_id AS learner, a.micro_credential_id AS micro_credential, a.awarded_at AS at, a.valid_until AS until
        FROM awards a
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = @Suspended
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner AND w.award_id IS NULL AND s.award_id IS NULL
        """);

    private static readonly Sql SelectConfirmations = new("""
        SELECT tenant_id AS tenant, mapping_id AS mapping, learner_id AS learner, criterion, confirmed_by AS by_learner, confirmed_at AS at
        FROM confirmations WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner
        """);

    // Few rules have any; those that have none cost no look at each person.
    private static readonly Sql SelectRecognising = new("SELECT DISTINCT mapping_id FROM recognitions WHERE state = @Accepted AND mapping_id IN @Ids");

    private static readonly Sql SelectRecognised = new("""
        SELECT tenant_id AS tenant, mapping_id AS mapping, learner_id AS learner, criterion, decided_at AS at, valid_until AS until, asked
        FROM recognitions WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner AND state = @Accepted AND (standing IS NULL OR standing = @InForce)
        """);

    /// <returns>One for each person asked about, in their order.</returns>
    public static async Task<IReadOnlyList<Progress>> Of(Session session, IReadOnlyList<AskedPerson> people, CancellationToken ct)
    {
        if (people.Count == 0) return [];

        Place[] places = [.. people.SelectMany(PlacesOf).Distinct()];
        var results = (await session.QuerySet<StoredResult, Place>(SelectResults, places, ct)).ToLookup(row => new Place(row.Tenant, row.Course, row.Learner), row => row.Result);
        var courses = await Courses(session, [.. places.Select(place => new CourseKey(place.Tenant, place.Course)).Distinct()], ct);
        var held = await Held(session, people, ct);
        var confirmed = await Confirmed(session, people, ct);
        var recognised = await Recognised(session, people, ct);
        return [.. people.Select(person => Make(person))];

        Progress Make(AskedPerson person)
        {
            var course = courses[new(person.Tenant, person.Course)];
            return new(results[new(person.Tenant, person.Course, person.Learner)])
            {
                Zone = course.Zone,
                Gone = course.Gone,
                Held = held[new(person.Tenant, person.Learner)].Select(row => new Holding(row.MicroCredential, row.At, row.Until)).ToLookup(one => one.MicroCredential),
                Confirmations = confirmed[new(person.Tenant, person.Mapping, person.Learner)].ToLookup(row => row.Criterion, row => new Confirmation(row.Criterion, row.ByLearner, row.At)),
                Recognised = recognised[new(person.Tenant, person.Mapping, person.Learner)].ToLookup(row => row.Criterion, row => new Recognition(row.Criterion, row.At, row.Until, row.Asked)),
                Elsewhere = Others(person).ToDictionary(other => other, other => There(person, other)),
            };
        }

        Progress There(AskedPerson person, CourseId other)
        {
            var course = courses[new(person.Tenant, other)];
            return new(results[new(person.Tenant, other, person.Learner)]) { Zone = course.Zone, Gone = course.Gone };
        }
    }

    private static IEnumerable<CourseId> Others(AskedPerson person) => person.Inputs.Select(input => input.Course).OfType<CourseId>().Where(course => course != person.Course).Distinct();

    private static IEnumerable<Place> PlacesOf(AskedPerson person) => Others(person).Prepend(person.Course).Select(course => new Place(person.Tenant, course, person.Learner));

    private static async Task<IReadOnlyDictionary<CourseKey, CourseFacts>> Courses(Session session, IReadOnlyList<CourseKey> keys, CancellationToken ct)
    {
        var zones = (await session.QuerySet<CourseRow, CourseKey>(SelectCourse, keys, ct)).ToDictionary(row => new CourseKey(row.Tenant, row.Course), row => DecisionInputs.ZoneOf(row.TimeZone));
        var gone = (await session.QuerySet<GoneRow, CourseKey>(SelectGone, keys, ct)).ToLookup(row => new CourseKey(row.Tenant, row.Course));
        return keys.ToDictionary(key => key, key => new CourseFacts(zones.GetValueOrDefault(key, TimeZoneInfo.Utc), gone[key].SelectMany(row => row.Keys).ToHashSet()));
    }

    private static async Task<ILookup<Person, HeldRow>> Held(Session session, IReadOnlyList<AskedPerson> people, CancellationToken ct)
    {
        Person[] asking = [.. people.Where(person => person.Inputs.Any(input => input.Kind == ResultKind.Award)).Select(person => new Person(person.Tenant, person.Learner)).Distinct()];
        return (await session.QuerySet<HeldRow, Person>(SelectHeld, asking, ct)).ToLookup(row => new Person(row.Tenant, row.Learner));
    }

    private static async Task<ILookup<Asked, ConfirmationRow>> Confirmed(Session session, IReadOnlyList<AskedPerson> people, CancellationToken ct)
    {
        Asked[] asking = [.. people.Where(person => person.Inputs.Any(input => input.Kind == ResultKind.Confirmation)).Select(person => new Asked(person.Tenant, person.Mapping, person.Learner)).Distinct()];
        return (await session.QuerySet<ConfirmationRow, Asked>(SelectConfirmations, asking, ct)).ToLookup(row => new Asked(row.Tenant, row.Mapping, row.Learner));
    }

    private static async Task<ILookup<Asked, RecognisedRow>> Recognised(Session session, IReadOnlyList<AskedPerson> people, CancellationToken ct)
    {
        HashSet<MappingId> recognising = [];
        foreach (var some in people.Select(person => person.Mapping).Distinct().Chunk(Lists.Most))
            recognising.UnionWith(await session.Query<MappingId>(SelectRecognising, new { Ids = some, ClaimState.Accepted }, ct));
        RecognisedAsked[] asking = [.. people.Where(person => recognising.Contains(person.Mapping)).Select(person => new RecognisedAsked(person.Tenant, person.Mapping, person.Learner)).Distinct()];
        return (await session.QuerySet<RecognisedRow, RecognisedAsked>(SelectRecognised, asking, ct)).ToLookup(row => new Asked(row.Tenant, row.Mapping, row.Learner));
    }

    private sealed record RecognisedAsked(TenantId Tenant, MappingId Mapping, LearnerId Learner, ClaimState Accepted = ClaimState.Accepted, BadgeStanding InForce = BadgeStanding.InForce);

    private sealed record RecognisedRow(TenantId Tenant, MappingId Mapping, LearnerId Learner, string Criterion, DateTimeOffset At, DateTimeOffset? Until, string? Asked);

    private sealed record Place(TenantId Tenant, CourseId Course, LearnerId Learner);

    private sealed record CourseKey(TenantId Tenant, CourseId Course);

    private sealed record CourseFacts(TimeZoneInfo Zone, IReadOnlySet<ItemKey> Gone);

    private sealed record CourseRow(TenantId Tenant, CourseId Course, string? TimeZone);

    private sealed record GoneRow(TenantId Tenant, CourseId Course, string ItemKey, string? ActivityKey)
    {
        public IEnumerable<ItemKey> Keys => ActivityKey is { } activity ? [new(ItemKey), new(activity)] : [new(ItemKey)];
    }

    private sealed record Person(TenantId Tenant, LearnerId Learner, SuspensionState Suspended = SuspensionState.Suspended);

    private sealed record HeldRow(TenantId Tenant, LearnerId Learner, MicroCredentialId MicroCredential, DateTimeOffset At, DateTimeOffset? Until);

    private sealed record Asked(TenantId Tenant, MappingId Mapping, LearnerId Learner);

    private sealed record ConfirmationRow(TenantId Tenant, MappingId Mapping, LearnerId Learner, string Criterion, LearnerId ByLearner, DateTimeOffset At);
}
