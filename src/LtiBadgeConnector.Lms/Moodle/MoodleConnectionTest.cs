using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>The administrator's "test" of a Moodle connection: named checks in the order in which they depend on each other.</summary>
public sealed class MoodleConnectionTest(Func<MoodleSite, MoodleWebServices> connect)
{
    public const string Settings = "settings";
    public const string Site = "site-reachable";
    public const string Rest = "rest-enabled";
    public const string Token = "token-valid";
    public const string Address = "site-address";
    public const string Downloads = "file-download";
    private const string FunctionPrefix = "function:";

    /// <param name="issuer">Of the platform the connection belongs to: user ids of another site would be other people's.</param>
    /// <param name="courseId">A course of the site, in which it is tried what the account may read; null before there is one.</param>
    public async Task<IReadOnlyList<ConnectionCheck>> Run(Connection connection, string? issuer, string? courseId, CancellationToken ct)
    {
        if (MoodleSite.Of(connection) is not { } site) return FailedAt(Settings, MoodleProblems.SettingsIncomplete, null);
        try
        {
            var moodle = connect(site);
            var info = await moodle.Call(MoodleFunctions.SiteInfo, [], ct);
            var offered = FunctionsOf(info);
            return
            [
                .. Order.TakeWhile(name => name != Address).Select(Passed),
                SameSite(info, issuer),
                .. Functions(offered),
                .. offered.Contains(MoodleFunctions.SubmissionStatus) ? [Welcome(Downloads, null, MoodleJson.Flag(info, "downloadfiles"))] : Array.Empty<ConnectionCheck>(),
                .. courseId is null ? [] : await new MoodlePermissionTest(moodle, courseId).Run(offered, ct),
            ];
        }
        catch (LmsException e)
        {
            return FailedAt(CheckOf(e.Problem), e.Problem, e.Message);
        }
    }

    internal static IReadOnlySet<string> FunctionsOf(JsonElement info) =>
        MoodleJson.List(info, "functions", MoodleFunctions.SiteInfo)
            .Select(function => MoodleJson.Text(function, "name")).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<string> Order { get; } = [Settings, Site, Rest, Token, Address, .. MoodleFunctions.Needed.Select(name => FunctionPrefix + name)];

    private static ConnectionCheck Passed(string name) => new(name, CheckResult.Pass, null, null);

    private static ConnectionCheck SameSite(JsonElement info, string? issuer)
    {
        var told = MoodleJson.Text(info, "siteurl");
        if (issuer is null) return new(Address, CheckResult.Skipped, null, told);
        return string.Equals(told?.TrimEnd('/'), issuer.TrimEnd('/'), StringComparison.Ordinal)
            ? new(Address, CheckResult.Pass, null, told)
            : new(Address, CheckResult.Fail, MoodleProblems.OtherSite, told);
    }

    private static IEnumerable<ConnectionCheck> Functions(IReadOnlySet<string> offered) =>
    [
        .. MoodleFunctions.Needed.Select(name => offered.Contains(name)
            ? Passed(FunctionPrefix + name)
            : new(FunctionPrefix + name, CheckResult.Fail, MoodleProblems.FunctionMissing, name)),
        .. MoodleFunctions.Welcome.Select(name => Welcome(FunctionPrefix + name, name, offered.Contains(name))),
    ];

    private static ConnectionCheck Welcome(string name, string? detail, bool isThere) => new(name, isThere ? CheckResult.Pass : CheckResult.Skipped, null, detail) { IsLacking = !isThere };

    private static string CheckOf(string problem) => problem switch
    {
        MoodleProblems.RestDisabled => Rest,
        MoodleProblems.TokenRefused or MoodleProblems.FunctionMissing or MoodleProblems.PermissionMissing or MoodleProblems.Refused => Token,
        _ => Site,
    };

    private static IReadOnlyList<ConnectionCheck> FailedAt(string failed, string code, string? detail) =>
    [
        .. Order.TakeWhile(name => name != failed).Select(Passed),
        new(failed, CheckResult.Fail, code, detail),
        .. Order.SkipWhile(name => name != failed).Skip(1).Select(name => new ConnectionCheck(name, CheckResult.Skipped, null, null)),
    ];
}
