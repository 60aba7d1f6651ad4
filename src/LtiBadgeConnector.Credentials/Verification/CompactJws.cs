using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>A JWS in compact form, taken apart but not yet believed.</summary>
/// <param name="SigningInput">The bytes the signature covers.</param>
internal sealed record CompactJws(JsonElement Header, JsonElement Payload, byte[] SigningInput, byte[] Signature)
{
    /// <summary>True when the text has the three parts of a JWS, whatever they hold.</summary>
    public static bool HasShape(string text) =>
        text.Split('.') is [{ Length: > 0 } header, { Length: > 0 } payload, var signature]
        && (header + payload + signature).All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>Null when a part is not base64url, or header or payload is not a JSON object.</summary>
    public static CompactJws? Parse(string text)
    {
        if (text.Split('.') is not [var headerPart, var payloadPart, var signaturePart]) return null;
        if (Decode(headerPart) is not { } header || Decode(payloadPart) is not { } payload || Decode(signaturePart) is not { } signature) return null;
        if (StrictJson.ParseObject(header) is not { } headerJson || StrictJson.ParseObject(payload) is not { } payloadJson) return null;
        return new(headerJson, payloadJson, Encoding.ASCII.GetBytes($"{headerPart}.{payloadPart}"), signature);
    }

    /// <summary>True when one of the first two parts is a JSON object: a damaged token rather than some text with two dots.</summary>
    public static bool HasObjectPart(string text) =>
        text.Split('.').Take(2).Any(part => Decode(part) is { } bytes && StrictJson.ParseObject(bytes) is not null);

    /// <summary>Null unless the text is the one canonical encoding of its bytes: unused last bits could be changed unseen.</summary>
    public static byte[]? Decode(string base64Url)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(base64Url.Length)];
        if (Base64Url.DecodeFromChars(base64Url, bytes, out _, out var length) != OperationStatus.Done) return null;
        var decoded = bytes[..length];
        return string.Equals(Base64Url.EncodeToString(decoded), base64Url, StringComparison.Ordinal) ? decoded : null;
    }
}
