namespace LtiBadgeConnector.Lti.Login;

/// <summary>The browser's half of a login: <c>Secure; HttpOnly; SameSite=None; Partitioned; Path=/</c>, max-age = the login's life.</summary>
public static class LoginCookie
{
    /// <summary>How the names of all logins' cookies begin.</summary>
    public const string Prefix = "__Host-lti-";

    /// <summary>The cookie's name for a state; null for text that cannot be a state of ours.</summary>
    public static string? NameFor(string? state) =>
        LoginSecret.LooksLikeOne(state) ? Prefix + LoginSecret.IdOf(state!) : null;

    /// <summary>The key for LTI platform storage; null for text that cannot be a state of ours.</summary>
    public static string? StorageKeyFor(string? state) =>
        LoginSecret.LooksLikeOne(state) ? "lti_" + LoginSecret.IdOf(state!) : null;
}
