using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lms.Rosters;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Web.Notices;
using LtiBadgeConnector.Web.Problems;
using ResourceLink = LtiBadgeConnector.Storage.Courses.ResourceLink;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>What follows an accepted launch: course, person and link are noted, a session opens, and the person stands on the right page.</summary>
public sealed class LaunchArrival(
    LaunchNotes note, ILearners learners, PreferenceRepository preferences, LaunchSessions sessions, LaunchDestinations destinations, NoticeHandlers notices,
    IWakeUp wakeUp, TimeProvider time)
{
    internal async Task<IResult> Arrive(HttpContext context, LaunchResult.Accepted launch, bool isCookieless, CancellationToken ct)
    {
        var message = launch.Message;
        if (message.Subject is null) return ProblemResults.ToPage("launch-anonymous");
        if (message.Context is null) return ProblemResults.ToPage("launch-without-course");
        if (RefuseViewer(message) is { } refusal) return ProblemResults.ToPage(refusal.Code);

        var (course, shown) = await NoteCourse(launch, ct);
        var column = message is SubmissionReviewRequest review ? await destinations.ColumnOf(review, course, ct) : null;
        if (column is not null && column.Course != course.Id) return ProblemResults.ToPage(LtiProblem.ReviewForeignLineItem.Code);
        var learner = await NotePerson(launch, course, ct);
        await note.Platform(course.Platform, message.ToolPlatform?.Version, AccountOf(launch), ct);
        notices.Offer(launch);

        var language = (await preferences.Of(course.Tenant, learner, ct)).Language;
        var session = Session(launch, course, learner, language, column?.Mapping, isCookieless);
        var secret = await sessions.Open(session, ct);
        return GoTo(context, session, secret, LaunchDestinations.PathOf(session, message, shown), (message as DeepLinkingRequest)?.Settings.ReturnUrl);
    }

    private static Refusal? RefuseViewer(LtiMessage message) => message switch
    {
        DeepLinkingRequest request when !request.Roles.Has(ProductRole.Instructor) => LtiProblem.DeepLinkingNotAllowed,
        SubmissionReviewRequest review => review.RefuseViewer(),
        _ => null,
    };

    private async Task<(Course Course, CourseMapping? Shown)> NoteCourse(LaunchResult.Accepted launch, CancellationToken ct)
    {
        var message = launch.Message;
        var link = message.ResourceLink is { } given && !given.IsContextItself(message.Context) ? given : null;
        var seen = new Course(
            CourseId.New(time), new TenantId(launch.Deployment.TenantId!.Value), new PlatformId(launch.Registration.Id.Value),
            launch.Deployment.DeploymentId, message.Context!.Id, message.Custom.Value("lms_course_id") ?? message.Context.Id,
            message.Context.Title ?? message.Context.Label ?? "", message.Context.Label, message.Custom.Value("tz"),
            message.Nrps is { OffersVersion2: true } nrps ? nrps.ContextMembershipsUrl : null,
            message.Ags?.LineItems, message.Ags is { } ags ? string.Join(' ', ags.Scopes) : null,
            link is not null && message.Custom.Values.ContainsKey(LtiRosterReader.UserIdParameter) ? link.Id : null);
        var course = await note.Course(seen, message.Custom.Value("context_history"), message.Custom.Value("lms_course_uuid"), ct);
        var shown = await destinations.ShownBy(message, course, ct);
        if (link is not null) await note.Link(course.Tenant, new ResourceLink(course.Id, link.Id, link.Title, message.Ags?.LineItem, shown?.Id, time.Now()), ct);
        return (course, shown);
    }

    private async Task<LearnerId> NotePerson(LaunchResult.Accepted launch, Course course, CancellationToken ct)
    {
        var message = launch.Message;
        List<LearnerKey> keys = [.. PlatformProfiles.For(launch.Registration.ProductFamilyCode).KeysOfSub(message.Subject!)];
        if (message.Custom.Value(LtiRosterReader.UserIdParameter) is { } userId && !keys.Contains(LearnerKey.LmsUser(userId))) keys.Add(LearnerKey.LmsUser(userId));
        if (message.Custom.Value(LtiRosterReader.UserUuidParameter) is { } uuid) keys.Add(LearnerKey.LmsUserUuid(uuid));

        var person = message.Person;
        var member = new RosterMember(
            message.Subject!, keys, person.Name, person.GivenName, person.FamilyName, person.Email, person.Locale,
            message.Roles.Raw, Earners.CanEarn(message.Roles));
        var change = await learners.Apply(course, [member], isWhole: false, time.Now(), ct);
        if (change.Due.Count > 0) wakeUp.Wake();
        return change.Learners[0];
    }

    private static (string, string)? AccountOf(LaunchResult.Accepted launch) =>
        launch.Message.Custom.Value("lms_account_uuid") is { Length: <= 255 } account ? (launch.Deployment.DeploymentId, account) : null;

    // An administrator who acts as somebody else must neither issue nor claim (platform quirks, Canvas); who they act as goes on earning.
    private static bool IsMasquerade(LtiMessage message) => message.Custom.Value("masquerading_user_id") is not null;

    private LaunchSession Session(LaunchResult.Accepted launch, Course course, LearnerId learner, string? language, MappingId? reviewed, bool isCookieless)
    {
        var message = launch.Message;
        var origin = Urls.OriginOf(launch.Registration.AuthorizationEndpoint);
        var now = time.Now();
        return new(
            PublicId.New().Value, course.Tenant, course.Platform, course.Id, learner, message.Roles.ProductRoles,
            new LaunchContent
            {
                Subject = message.Subject!,
                Name = message.Person.Name,
                Locale = message.LaunchPresentation?.Locale ?? message.Person.Locale,
                ChosenLanguage = language,
                TimeZone = course.TimeZone,
                PlatformOrigin = origin,
                // The page that frames us may stand at a third address, which the signed return address tells.
                FrameAncestors = [.. OriginsOf([origin, launch.Registration.Issuer, message.LaunchPresentation?.ReturnUrl ?? origin, .. launch.Registration.FrameAncestors])],
                ResourceLinkId = message.ResourceLink?.Id,
                ReturnUrl = message.LaunchPresentation?.ReturnUrl,
                DeploymentId = launch.Deployment.DeploymentId,
                DeepLinkingClaims = message is DeepLinkingRequest ? message.Claims.GetRawText() : null,
                ReviewOf = (message as SubmissionReviewRequest)?.ForUser.UserId,
                ReviewedMapping = reviewed?.Value,
                IsMasquerade = IsMasquerade(message),
                IsCookieless = isCookieless,
            },
            now, now + LaunchSessions.Lifetime);
    }

    private static IEnumerable<string> OriginsOf(IEnumerable<string> urls) =>
        urls.Where(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)).Select(Urls.OriginOf).Distinct();

    private static IResult GoTo(HttpContext context, LaunchSession session, string secret, string destination, string? answersTo)
    {
        if (session.Content.IsCookieless) return new CookielessFirstPage(session, secret, destination, answersTo);
        context.Response.Cookies.Append(LaunchAuthentication.CookieName, secret, LaunchCookies.Framed(session.Root, LaunchSessions.Lifetime));
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(destination);
    }
}
