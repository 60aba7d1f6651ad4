using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Lms.StandardWebhooks;
using LtiBadgeConnector.Lti.Keys;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>A Live Event as it is delivered: its JSON, or one JWT whose claims are that JSON. The content type says nothing.</summary>
internal static class CanvasBody
{
    /// <summary>The JWT, when the body is one.</summary>
    public static string? Jwt(ReadOnlyMemory<byte> body)
    {
        var text = Trimmed(body).Span;
        return text.Length > 0 && text[0] != (byte)'{' && text.Count((byte)'.') == 2 && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? Encoding.ASCII.GetString(text)
            : null;
    }

    /// <summary>The event of a body that was proven when it came.</summary>
    public static (JsonElement? Root, bool IsSigned) Read(ReadOnlyMemory<byte> body) => Jwt(body) is { } jwt
        ? (SignedJwts.PayloadOf(jwt) is { } claims ? Parse(claims).Root : null, true)
        : (Parse(body).Root, false);

    public static (JsonElement? Root, string? Fault) Parse(ReadOnlyMemory<byte> json) => StrictBody.Parse(Trimmed(json));

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> body)
    {
        var whiteSpace = " \t\r\n"u8;
        var start = body.Span.IndexOfAnyExcept(whiteSpace);
        return start < 0 ? default : body[start..(body.Span.LastIndexOfAnyExcept(whiteSpace) + 1)];
    }
}
