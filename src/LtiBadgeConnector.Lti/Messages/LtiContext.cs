namespace LtiBadgeConnector.Lti.Messages;

/// <summary>A course or group; the id is unique within its deployment only.</summary>
/// <param name="Types">As sent: full URIs, short names (Moodle) or free names such as <c>Account</c> (Canvas).</param>
public sealed record LtiContext(string Id, string? Label, string? Title, IReadOnlyList<string> Types);

/// <summary>One placement. Canvas sends the context's id here for launches that no one placed, see <see cref="IsContextItself"/>.</summary>
public sealed record ResourceLink(string Id, string? Title, string? Description)
{
    public bool IsContextItself(LtiContext? context) => string.Equals(context?.Id, Id, StringComparison.Ordinal);
}

/// <summary>The LMS instance, for display and defaults; never a basis of trust.</summary>
public sealed record ToolPlatform(string? Guid, string? Name, string? ProductFamilyCode, string? Version, string? Url, string? Description, string? ContactEmail);

/// <param name="ReturnUrl">Acceptable as a link (https); anything else was ignored.</param>
public sealed record LaunchPresentation(string? DocumentTarget, decimal? Width, decimal? Height, string? ReturnUrl, string? Locale);
