namespace LtiBadgeConnector.Web.Registering;

/// <summary>An LMS as an administrator types it in: the console's form, or the arguments of <c>platform add</c>.</summary>
public sealed record ManualPlatform
{
    private const int LongestName = 200;

    // As long as an index of SQL Server may be.
    private const int LongestId = 255;
    private const int LongestUrl = 2000;

    public string? Name { get; set; }

    public string? Issuer { get; set; }

    public string? ClientId { get; set; }

    public string? AuthUrl { get; set; }

    public string? TokenUrl { get; set; }

    public string? JwksUrl { get; set; }

    public string? Deployment { get; set; }

    /// <summary>What the LMS wants as audience of our client assertion; empty for its token URL.</summary>
    public string? TokenAudience { get; set; }

    /// <summary><c>moodle</c>, <c>canvas</c>, …: chooses defaults and help texts.</summary>
    public string? Family { get; set; }

    /// <summary>Each answer that cannot be taken, in the order of the form. Spaces around an answer do not count.</summary>
    public IReadOnlyList<FaultyAnswer> Faults =>
    [
        .. Check(nameof(Name), Name, LongestName, isAddress: false),
        .. Check(nameof(Issuer), Issuer, LongestId, isAddress: true),
        .. Check(nameof(ClientId), ClientId, LongestId, isAddress: false),
        .. Check(nameof(AuthUrl), AuthUrl, LongestUrl, isAddress: true),
        .. Check(nameof(TokenUrl), TokenUrl, LongestUrl, isAddress: true),
        .. Check(nameof(JwksUrl), JwksUrl, LongestUrl, isAddress: true),
        .. Check(nameof(Deployment), Deployment, LongestId, isAddress: false),
        .. CheckOptional(nameof(TokenAudience), TokenAudience, LongestUrl),
        .. CheckOptional(nameof(Family), Family, LongestName / 2),
    ];

    private static IEnumerable<FaultyAnswer> Check(string field, string? answer, int longest, bool isAddress) => answer?.Trim() switch
    {
        null or "" => [new(field, "platform-answer-missing")],
        { Length: var length } when length > longest => [new(field, "platform-answer-too-long")],
        var text when isAddress && !IsAddress(text) => [new(field, "platform-address-malformed")],
        _ => [],
    };

    private static IEnumerable<FaultyAnswer> CheckOptional(string field, string? answer, int longest) =>
        string.IsNullOrWhiteSpace(answer) ? [] : Check(field, answer, longest, isAddress: false);

    // Whether plain HTTP may be spoken there is for Network:AllowPlainHttpFor to say, at each call.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.UserInfo.Length == 0 && !text.Contains('#', StringComparison.Ordinal);
}

/// <param name="Field">The property of <see cref="ManualPlatform"/>.</param>
/// <param name="Code">Of the problem catalogue.</param>
public sealed record FaultyAnswer(string Field, string Code);
