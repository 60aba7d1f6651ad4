namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>
/// How the campus behaves towards tools: as itself, or with what was measured at a product. Differences are data here; whoever
/// answers a tool asks this record and never for a name.
/// </summary>
public sealed record Personality
{
    public required string Name { get; init; }

    /// <summary>The <c>product_family_code</c> of launches and of the configuration.</summary>
    public required string Family { get; init; }

    /// <summary>One issuer for every institution of the vendor; null is the campus's own address.</summary>
    public string? Issuer { get; init; }

    /// <summary>What the audience of a client assertion must be; null is the address of the token endpoint.</summary>
    public string? TokenAudience { get; init; }

    /// <summary>Whether an administrator's link to a tool's registration carries a token.</summary>
    public bool SendsRegistrationToken { get; init; } = true;

    /// <summary>Whether the answer to a registration tells the deployment.</summary>
    public bool TellsDeployment { get; init; } = true;

    /// <summary>Whether people are told by their account's number, rather than by something opaque.</summary>
    public bool SubIsNumber { get; init; }

    /// <summary>Whether a course is told by a hash, its number only by a vendor's variable.</summary>
    public bool ContextIsHash { get; init; }

    /// <summary>Whether an administrator may open a tool as somebody else, which a vendor's variable tells.</summary>
    public bool HasActingAs { get; init; }

    /// <summary>Deep linking settings with <c>"true"</c> where the standard has <c>true</c>.</summary>
    public bool BooleansAreText { get; init; }

    /// <summary>Around the relation in Link headers: <c>rel=“next”</c> at Moodle.</summary>
    public (string Open, string Close) LinkQuotes { get; init; } = ("\"", "\"");

    /// <summary>Largest page of members, whatever a tool asks for.</summary>
    public int? MembersPerPage { get; init; }

    /// <summary>Roles in the roster as whole URIs rather than short names.</summary>
    public bool RolesAreUris { get; init; }

    /// <summary>Whether the roster names its course.</summary>
    public bool RosterTellsContext { get; init; } = true;

    /// <summary>The answer to a score that is not newer, in whole seconds.</summary>
    public int ScoreNotNewer { get; init; } = 409;

    /// <summary>The answer when a tool deletes the column of an activity.</summary>
    public int DeleteOfActivity { get; init; } = 403;

    /// <summary>Whether the key set says for which algorithm its keys are.</summary>
    public bool KeysTellAlgorithm { get; init; } = true;

    /// <summary>How long an id_token is good.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What stands in the addresses of services in the place of a plain part.</summary>
    public (string Plain, string Dressed)? Addresses { get; init; }

    /// <summary>What follows the number in a deployment's id.</summary>
    public string DeploymentSuffix { get; init; } = "";

    public static Personality Hokuto { get; } = new() { Name = "hokuto", Family = "hokuto-campus" };

    public static Personality Moodle { get; } = new() { Name = "moodle", Family = "moodle", SubIsNumber = true, LinkQuotes = ("\u201c", "\u201d") };

    public static Personality Canvas { get; } = new()
    {
        Name = "canvas", Family = "canvas", Issuer = "https://canvas.instructure.com", TellsDeployment = false, ContextIsHash = true, HasActingAs = true, RolesAreUris = true, MembersPerPage = 10,
        ScoreNotNewer = 400, DeleteOfActivity = 401, TokenLife = TimeSpan.FromHours(1), DeploymentSuffix = ":8865aa05b4b79b64a91a86042e43af5ea8ae79eb",
    };

    public static Personality Blackboard { get; } = new()
    {
        Name = "blackboard", Family = "BlackboardLearn", Issuer = "https://blackboard.com", BooleansAreText = true, RolesAreUris = true,
        Addresses = ("/lti/services/", "/learn/api/v1/lti/courses/_"),
    };

    public static Personality Brightspace { get; } = new()
    {
        Name = "brightspace", Family = "desire2learn", TokenAudience = "https://api.brightspace.com/auth/token", SendsRegistrationToken = false, KeysTellAlgorithm = false, RolesAreUris = true,
    };

    public static Personality Sakai { get; } = new() { Name = "sakai", Family = "sakai", RosterTellsContext = false, Addresses = ("/lineitems/", "/lineitems/1a2b:::site-2:::content:17/") };

    public static IReadOnlyList<Personality> All { get; } = [Hokuto, Moodle, Canvas, Blackboard, Brightspace, Sakai];

    /// <exception cref="ArgumentException">There is no such personality.</exception>
    public static Personality Named(string name) => All.FirstOrDefault(one => one.Name == name)
        ?? throw new ArgumentException($"There is no personality {name}; there are {string.Join(", ", All.Select(one => one.Name))}.", nameof(name));

    internal string Dress(string path) => Addresses is var (plain, dressed) ? path.Replace(plain, dressed, StringComparison.Ordinal) : path;

    internal string Undress(string path) => Addresses is var (plain, dressed) ? path.Replace(dressed, plain, StringComparison.Ordinal) : path;
}
