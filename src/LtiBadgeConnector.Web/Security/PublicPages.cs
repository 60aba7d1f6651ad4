namespace LtiBadgeConnector.Web.Security;

/// <summary>Every page that answers without any sign-in, by name. All others ask for a launch or an administrator.</summary>
internal static class PublicPages
{
    public static IReadOnlyList<string> All { get; } =
    [
        "/Index",
        "/Compare",
        "/Judge",
        "/Problem",
        "/Award",
        "/Achievement",
        "/Issuer",
        "/Verify",
        "/Catalogue",
        "/Collection",
        "/StopMails",
        "/Register",
        "/MoodleForm",
        "/CanvasAuthorised",
        "/Admin/SignIn",
    ];
}
