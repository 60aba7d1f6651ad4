using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Nrps;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lms.Rosters;

/// <summary>
/// Reads who is in a course by NRPS, and joins to each <c>sub</c> the LMS's internal user id where a source vouches for it:
/// the product itself, the link's custom parameter <c>lms_user_id</c>, or the institution's own id at a connected Moodle.
/// </summary>
/// <param name="resourceLinkId">A link with that custom parameter, when there is one.</param>
/// <param name="enrolled">Moodle's list of the same course, when it is connected.</param>
public sealed class LtiRosterReader(
    NrpsClient nrps, Registration registration, NrpsEndpoint endpoint, string? resourceLinkId, PlatformProfile profile, MoodleRoster? enrolled) : IRosterReader
{
    /// <summary>The custom parameter that carries the internal user id; a registration asks for it.</summary>
    public const string UserIdParameter = "lms_user_id";

    /// <summary>The custom parameter that carries the uuid of an account, where an LMS has one.</summary>
    public const string UserUuidParameter = "lms_user_uuid";

    public async Task<RosterReading> Read(string? since, CancellationToken ct)
    {
        if (since is not null && await Changes(since, ct) is { } changes) return await Tell(changes, isWhole: false, ct);
        return await Tell(await nrps.Roster(registration, endpoint, new MembershipQuery(), ct).OrLmsException(), isWhole: true, ct);
    }

    // A platform may forget what a cursor meant: then everybody is read.
    private async Task<Roster?> Changes(string since, CancellationToken ct)
    {
        try
        {
            var members = new Dictionary<string, Member>(StringComparer.Ordinal);
            string? next = null;
            await foreach (var page in nrps.Differences(registration, endpoint, since, ct))
            {
                foreach (var member in page.Members) members[member.UserId] = member;
                next = page.DifferencesUrl;
            }
            return new Roster(members, next);
        }
        catch (LtiServiceException e) when (!e.IsTransient)
        {
            return null;
        }
        catch (LtiServiceException e)
        {
            throw e.AsLms();
        }
    }

    private async Task<RosterReading> Tell(Roster roster, bool isWhole, CancellationToken ct)
    {
        Member[] present = [.. roster.Members.Values.Where(member => member.Status == MemberStatus.Active)];
        var seen = present.Length == 0 ? [] : await SeenByLink(ct);
        var userIds = new UserIds(present, Values(seen, UserIdParameter), present.Length == 0 ? [] : await EnrolledIds(ct));
        var uuids = Values(seen, UserUuidParameter);
        List<RosterMember> told = [.. present.Select(member => Describe(member, userIds.Of(member), uuids.GetValueOrDefault(member.UserId)))];
        // Everybody who is not named in a whole roster has left anyway.
        if (!isWhole) told.AddRange(roster.Members.Values.Where(member => member.Status != MemberStatus.Active).Select(member => Describe(member, userId: null, uuid: null) with { HasLeft = true }));
        return new(told, isWhole, roster.DifferencesUrl);
    }

    // A query by link shows only who can see that link, so it adds ids and never decides who is in the course.
    private async Task<IReadOnlyCollection<Member>> SeenByLink(CancellationToken ct)
    {
        if (resourceLinkId is null) return [];
        try
        {
            return [.. (await nrps.Roster(registration, endpoint, new MembershipQuery(ResourceLinkId: resourceLinkId), ct)).Members.Values];
        }
        catch (LtiServiceException)
        {
            // The link may be gone by now. Ids that were bound before stay bound.
            return [];
        }
    }

    private static Dictionary<string, string> Values(IReadOnlyCollection<Member> seen, string parameter) => seen
        .Select(member => (member.UserId, Value: member.Custom.Value(parameter)))
        .Where(member => member.Value is { Length: <= 200 })
        .ToDictionary(member => member.UserId, member => member.Value!, StringComparer.Ordinal);

    private async Task<IReadOnlyList<MoodleUser>> EnrolledIds(CancellationToken ct)
    {
        if (enrolled is null) return [];
        try
        {
            return await enrolled.Read(ct);
        }
        catch (LmsException)
        {
            // The course reader meets the same failure and reports it; a roster without these ids is still the whole roster.
            return [];
        }
    }

    private RosterMember Describe(Member member, string? userId, string? uuid)
    {
        List<LearnerKey> keys = [.. profile.KeysOfSub(member.UserId)];
        if (userId is not null && !keys.Contains(LearnerKey.LmsUser(userId))) keys.Add(LearnerKey.LmsUser(userId));
        if (uuid is not null) keys.Add(LearnerKey.LmsUserUuid(uuid));
        return new(
            member.UserId, keys, member.Person.Name, member.Person.GivenName, member.Person.FamilyName, member.Person.Email, member.Person.Locale,
            member.Roles.Raw, Earners.CanEarn(member.Roles));
    }

    /// <summary>Internal ids by <c>sub</c>. A value that two people share tells nothing about either, so it is dropped.</summary>
    private sealed class UserIds
    {
        private readonly Dictionary<string, string> custom;
        private readonly Dictionary<string, string> byInstitutionId;

        public UserIds(IReadOnlyList<Member> members, IReadOnlyDictionary<string, string> customIds, IReadOnlyList<MoodleUser> enrolled)
        {
            custom = Unambiguous(customIds.Select(pair => (pair.Key, pair.Value)));
            var users = Unambiguous(enrolled.Where(user => user.IdNumber is not null).Select(user => (user.Id, user.IdNumber!)))
                .ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
            var taken = custom.Values.ToHashSet(StringComparer.Ordinal);
            byInstitutionId = Unambiguous(members.Where(member => !string.IsNullOrEmpty(member.PersonSourcedId)).Select(member => (member.UserId, member.PersonSourcedId!)))
                .Where(pair => users.TryGetValue(pair.Value, out var userId) && !taken.Contains(userId))
                .ToDictionary(pair => pair.Key, pair => users[pair.Value], StringComparer.Ordinal);
        }

        public string? Of(Member member) => custom.GetValueOrDefault(member.UserId) ?? byInstitutionId.GetValueOrDefault(member.UserId);

        private static Dictionary<string, string> Unambiguous(IEnumerable<(string Person, string Value)> pairs) => pairs
            .GroupBy(pair => pair.Value, StringComparer.Ordinal)
            .Where(same => same.Count() == 1)
            .ToDictionary(same => same.Single().Person, same => same.Key, StringComparer.Ordinal);
    }
}
