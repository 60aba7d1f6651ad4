using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>Who is looking, and in which language. There are no passwords: a demo lets anybody be anybody.</summary>
internal sealed record Visitor(Person? Person, string Language)
{
    public bool IsJapanese => Language == "ja";
}

/// <summary>The sign-in and language cookies.</summary>
internal sealed class Visitors(CampusStore store)
{
    public const string SessionCookie = "HokutoCampusSession";
    public const string LanguageCookie = "HokutoCampusLanguage";

    // Lax is enough: the campus is always the top page, and an answer that comes from a tool carries its own proof.
    private static readonly CookieOptions Options = new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" };

    public Visitor Of(HttpContext context)
    {
        var state = store.Current;
        var parts = (context.Request.Cookies[SessionCookie] ?? "").Split('.', 2);
        var person = parts.Length == 2 && IsOurs(state, parts[0], parts[1]) ? state.PersonNamed(parts[0]) : null;
        return new(person, LanguageOf(context.Request));
    }

    public void SignIn(HttpContext context, Person person) =>
        context.Response.Cookies.Append(SessionCookie, $"{person.Username}.{Mark(store.Current, person.Username)}", Options);

    public static void SignOut(HttpContext context) => context.Response.Cookies.Delete(SessionCookie);

    public static void Choose(HttpContext context, string language) =>
        context.Response.Cookies.Append(LanguageCookie, language == "ja" ? "ja" : "en", Options);

    private static string LanguageOf(HttpRequest request) => request.Cookies[LanguageCookie] switch
    {
        "ja" => "ja",
        "en" => "en",
        _ => request.Headers.AcceptLanguage.ToString().StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? "ja" : "en",
    };

    private static bool IsOurs(CampusState state, string username, string mark) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mark(state, username)), Encoding.ASCII.GetBytes(mark));

    private static string Mark(CampusState state, string username) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(state.SessionSecret), Encoding.UTF8.GetBytes(username)));
}
