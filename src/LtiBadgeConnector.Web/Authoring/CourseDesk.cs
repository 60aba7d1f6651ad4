using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>A mapping with its micro-credential and course, as the pages of one definition need them.</summary>
public sealed record OpenMapping(CourseMapping Mapping, MicroCredential MicroCredential, Course Course)
{
    public string Title => MicroCredential.Draft.Title;
}

/// <summary>What is tried when a course is read.</summary>
/// <param name="Problem">Why the LMS could not be read to the end; what is known stays. Null when all went well.</param>
public sealed record CourseRead(string? Problem);

/// <summary>What an instructor works with: the mappings of their own course and nothing else.</summary>
public sealed class CourseDesk(
    MappingRepository mappings, MicroCredentialRepository microCredentials, CourseRepository courses, ICourseReaders readers, IConnections connections, ReadCourseStep readCourse,
    RuleNames ruleNames, TimeProvider time)
{
    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(14);
    private const int MostOthers = 100;

    /// <summary>Null unless the mapping belongs to the launch's tenant and course.</summary>
    public async Task<OpenMapping?> Find(LaunchSession launch, Guid id, CancellationToken ct)
    {
        if (launch.Course is not { } course || await mappings.Find(launch.Tenant, new MappingId(id), ct) is not { } mapping || mapping.Course != course) return null;
        if (await microCredentials.Find(launch.Tenant, mapping.MicroCredential, ct) is not { } microCredential) return null;
        return await courses.Find(launch.Tenant, course, ct) is { } found ? new(mapping, microCredential, found) : null;
    }

    public async Task<Course?> Course(LaunchSession launch, CancellationToken ct) =>
        launch.Course is { } course ? await courses.Find(launch.Tenant, course, ct) : null;

    public async Task<IReadOnlyList<OpenMapping>> All(LaunchSession launch, CancellationToken ct)
    {
        if (await Course(launch, ct) is not { } course) return [];
        var known = (await microCredentials.OfCourse(launch.Tenant, course.Id, ct)).ToDictionary(microCredential => microCredential.Id);
        return
        [
            .. from mapping in await mappings.OfCourse(launch.Tenant, course.Id, ct)
               where known.ContainsKey(mapping.MicroCredential)
               select new OpenMapping(mapping, known[mapping.MicroCredential], course),
        ];
    }

    public Task<ItemNames> Names(OpenMapping open, CancellationToken ct) =>
        Names(open.Course, open.Mapping.DraftRule is { } draft ? [open.Mapping.Rule, draft] : [open.Mapping.Rule], ct);

    public Task<ItemNames> Names(Course course, IEnumerable<Criterion> rules, CancellationToken ct) => ruleNames.Of(course.Tenant, course.Id, rules, ct);

    /// <summary>What lately became different in the items that a rule looks at; one that is gone, as long as it is.</summary>
    public async Task<IReadOnlyList<ItemChange>> ItemChanges(OpenMapping open, CancellationToken ct)
    {
        var looksAt = open.Mapping.Rule.Inputs.Select(input => input.Item).OfType<ItemKey>().ToHashSet();
        if (looksAt.Count == 0) return [];
        var items = (await courses.Items(open.Course.Tenant, open.Course.Id, ct)).Where(item => looksAt.Contains(item.Key) || (item.Activity is { } activity && looksAt.Contains(activity))).ToDictionary(item => item.Key);
        return
        [
            .. (await courses.ItemChanges(open.Course.Tenant, open.Course.Id, DateTimeOffset.UnixEpoch, ct)).Where(change => items.TryGetValue(change.Key, out var item) && (
                change.What == ItemChangeKind.Gone ? item.IsGone : !item.IsGone && change.At > time.Now() - ShownFor)),
        ];
    }

    /// <summary>What rules of the course can be made of, by whoever teaches in it: also other courses of theirs, and other micro-credentials.</summary>
    /// <param name="except">The micro-credential whose rule it is: it cannot ask for itself.</param>
    public async Task<RuleChoices> Choices(LaunchSession launch, Course course, MicroCredentialId? except, CancellationToken ct)
    {
        List<CourseChoice> others = [];
        if (launch.Learner is { } author)
            foreach (var other in await courses.TaughtBy(course.Tenant, author, course.Id, MostOthers, ct)) others.Add(new(other.Id, other.Title, await ChoicesOf(other, [], [], ct)));
        return await ChoicesOf(course, await Credentials(course.Tenant, except, ct), [.. others.Where(other => !other.Choices.IsEmpty)], ct);
    }

    /// <summary>What the institution awards.</summary>
    public async Task<IReadOnlyList<CredentialChoice>> Credentials(TenantId tenant, MicroCredentialId? except, CancellationToken ct) =>
        [.. (await microCredentials.List(tenant, MostOthers, ct)).Where(one => one.Published is not null && one.Id != except).Select(one => new CredentialChoice(one.Id, one.Draft.Title, one.Draft))];

    private async Task<RuleChoices> ChoicesOf(Course course, IReadOnlyList<CredentialChoice> credentials, IReadOnlyList<CourseChoice> others, CancellationToken ct)
    {
        var can = (await readers.For(course, ct)).Aggregate(ReaderAbilities.None, (all, reader) => all | reader.Can);
        // Who pushes events may tell everything the format can say.
        var isTold = (await connections.OfPlatform(course.Tenant, course.Platform, ct)).Any(connection => connection.IsEnabled && ConnectionKinds.TellsEvents(connection.Kind));
        return new(await courses.Items(course.Tenant, course.Id, ct), isTold || can.HasFlag(ReaderAbilities.CourseCompletion))
        {
            Attempts = isTold || can.HasFlag(ReaderAbilities.Attempts),
            Letters = isTold,
            Enrolments = isTold || can.HasFlag(ReaderAbilities.Enrolments),
            Credentials = credentials,
            Courses = others,
        };
    }

    /// <summary>Whether anything but launches tells us of this course.</summary>
    public async Task<bool> IsConnected(Course course, CancellationToken ct) => (await connections.OfPlatform(course.Tenant, course.Platform, ct)).Any(connection => connection.IsEnabled);

    public async Task<DateTimeOffset?> LastReadAt(Course course, CancellationToken ct) =>
        (await courses.Readings(course.Tenant, course.Id, ct)).Max(reading => reading.CompletedAt);

    /// <summary>
    /// Learns what the course assesses when nothing is known of it yet, so that a first rule has something to be made of.
    /// Items only: the results of a large course take longer than a page may.
    /// </summary>
    public async Task LearnItems(Course course, CancellationToken ct)
    {
        if ((await courses.Items(course.Tenant, course.Id, ct)).Count > 0) return;
        try
        {
            List<CourseItem> items = [];
            foreach (var reader in await readers.For(course, ct)) items.AddRange(await reader.Items(ct));
            await courses.SaveItems(course.Tenant, course.Id, items, time.Now(), ct);
        }
        catch (LmsException)
        {
            // The requirements page offers the reading again and then says what the LMS answered.
        }
    }

    /// <summary>Reads everything; an LMS that refuses or is silent costs nothing that is known.</summary>
    public async Task<CourseRead> Read(Course course, CancellationToken ct)
    {
        try
        {
            await readCourse.Run(course, whole: true, ct);
            return new(Problem: null);
        }
        catch (LmsException e)
        {
            return new(e.Problem);
        }
    }
}
