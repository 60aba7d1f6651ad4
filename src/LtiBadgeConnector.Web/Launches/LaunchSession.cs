using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>
/// One launch that was accepted: who came, from which course, with which role. Each launch has its own, so that tabs of two
/// courses, or of two people, never mix.
/// </summary>
/// <param name="Handle">Stands in the path of every page of the launch; not a secret.</param>
public sealed record LaunchSession(
    string Handle,
    TenantId Tenant,
    PlatformId Platform,
    CourseId? Course,
    LearnerId? Learner,
    ProductRole Role,
    LaunchContent Content,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt)
{
    public string Root => $"/course/{Handle}";

    public bool MayEdit => Teaches && !Content.IsMasquerade;

    /// <summary>Staff of the course: may see its learners.</summary>
    public bool MaySee => Teaches || Role.HasFlag(ProductRole.Assistant);

    private bool Teaches => Role.HasFlag(ProductRole.Instructor);
}

/// <summary>What the pages of a launch need to know of it.</summary>
public sealed record LaunchContent
{
    public required string Subject { get; init; }

    public string? Name { get; init; }

    public string? Locale { get; init; }

    /// <summary>What the person chose with the language switch in this launch.</summary>
    public string? ChosenLanguage { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>Where height messages go.</summary>
    public string? PlatformOrigin { get; init; }

    /// <summary>Origins that may frame the pages.</summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = [];

    public string? ResourceLinkId { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>The validated Deep Linking request, as claims, when the launch asks to place something.</summary>
    public string? DeepLinkingClaims { get; init; }

    public string? DeploymentId { get; init; }

    /// <summary>Whose work a submission review opens, as the platform names people (<c>sub</c>).</summary>
    public string? ReviewOf { get; init; }

    /// <summary>The mapping whose column was opened; null when the column is none that we know.</summary>
    public Guid? ReviewedMapping { get; init; }

    /// <summary>Somebody else acts as this person: sees what the person sees, and changes nothing.</summary>
    public bool IsMasquerade { get; init; }

    /// <summary>True when the browser keeps no cookie: links and forms then go through htmx with a header.</summary>
    public bool IsCookieless { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LaunchContent))]
internal sealed partial class LaunchContentJson : JsonSerializerContext;

/// <summary>The secret half of a launch session, which only the browser has.</summary>
public static class LaunchSecret
{
    /// <summary>The session's own anti-forgery token, computed, so that a browser without cookies needs no second one.</summary>
    public static string RequestTokenOf(string secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "request-token"u8));
}

/// <summary>The launch session of the present request.</summary>
public static class LaunchOfRequest
{
    public static LaunchSession? FindLaunch(this HttpContext context) => context.Features.Get<OpenLaunch>()?.Session;

    /// <exception cref="InvalidOperationException">The page is not one of a launch.</exception>
    public static LaunchSession Launch(this HttpContext context) =>
        context.FindLaunch() ?? throw new InvalidOperationException("This page needs a launch session.");
}

/// <summary>A session with the secret that opened it, for this request only.</summary>
internal sealed record OpenLaunch(LaunchSession Session, string Secret);
