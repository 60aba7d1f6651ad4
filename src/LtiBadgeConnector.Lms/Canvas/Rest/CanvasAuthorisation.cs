using System.Collections.Concurrent;
using System.Net;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>
/// OAuth 2 with Canvas: a person there authorises us once; an access token lives an hour and is kept in this process only.
/// One instance per process.
/// </summary>
public sealed class CanvasAuthorisation(CanvasHttp http, TimeProvider time)
{
    // Renewed before it ends, so that no call fails for it.
    private static readonly TimeSpan reserve = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<CanvasSite, Token> tokens = new();

    /// <summary>Where the browser goes to be asked.</summary>
    public static string AskAt(CanvasSite site, string redirectUri, string state) => site.At("login/oauth2/auth") + "?" + string.Join('&', new[]
    {
        ("client_id", site.ClientId), ("response_type", "code"), ("redirect_uri", redirectUri), ("state", state), ("scope", string.Join(' ', CanvasScopes.All)),
    }.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));

    /// <summary>Changes the code that came back into a refresh token, which lasts.</summary>
    /// <exception cref="Core.Reading.LmsException">Canvas refused or did not answer.</exception>
    public async Task<CanvasGrant> Exchange(CanvasSite site, string code, string redirectUri, CancellationToken ct)
    {
        var answer = await Ask(site, ct, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectUri));
        if (answer.Name("refresh_token") is not { } refresh) throw Refused("no refresh token was given");
        return new(refresh, answer.Object("user").Name("name"));
    }

    /// <summary>A token that is good for some minutes at least.</summary>
    /// <exception cref="Core.Reading.LmsException">Nobody has authorised us, or it was taken back.</exception>
    public async Task<string> AccessToken(CanvasSite site, CancellationToken ct)
    {
        if (tokens.TryGetValue(site, out var known) && time.GetUtcNow() < known.Until) return known.Value;
        if (site.RefreshToken is not { } refresh) throw CanvasProblems.Of(CanvasProblems.NotAuthorised, "nobody has authorised this connection yet");

        var answer = await Ask(site, ct, ("grant_type", "refresh_token"), ("refresh_token", refresh));
        if (answer.Name("access_token") is not { } fresh) throw Refused("no access token was given");
        var life = TimeSpan.FromSeconds((double)Math.Clamp(answer.Number("expires_in") ?? 3600, 60, 86_400));
        tokens[site] = new(fresh, time.GetUtcNow() + (life > 2 * reserve ? life - reserve : life / 2));
        return fresh;
    }

    /// <summary>The token was refused although it should be good: the next call gets another.</summary>
    public void Forget(CanvasSite site) => tokens.TryRemove(site, out _);

    private async Task<EventFields> Ask(CanvasSite site, CancellationToken ct, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, site.At("login/oauth2/token"));
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new FormUrlEncodedContent(
            [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("client_id", site.ClientId), new("client_secret", site.ClientSecret)]);
        var answer = await http.Send(request, ct);
        if (answer.Status == HttpStatusCode.OK) return new(CanvasHttp.Parse(answer, "login/oauth2/token"), "", []);
        throw (int)answer.Status is 400 or 401 or 403 ? Refused($"status {(int)answer.Status}") : CanvasHttp.Refusal(answer, "login/oauth2/token");
    }

    private static Core.Reading.LmsException Refused(string why) => CanvasProblems.Of(CanvasProblems.AuthorisationRefused, $"login/oauth2/token: {why}");

    private sealed record Token(string Value, DateTimeOffset Until);
}

/// <param name="Person">Who authorised us, as Canvas names them.</param>
public sealed record CanvasGrant(string RefreshToken, string? Person);
