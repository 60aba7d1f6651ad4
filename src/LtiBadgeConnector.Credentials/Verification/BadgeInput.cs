using System.Text;
using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>What somebody handed in, recognised by its content and never by its name or media type.</summary>
internal abstract record BadgeInput
{
    // Badges with images inside reach some hundred kilobytes; more is no badge.
    private const int MostBytes = 4 * 1024 * 1024;

    private const string EnvelopePrefix = "data:application/vc+jwt,";

    public sealed record Token(CompactJws Jws, CredentialView Credential) : BadgeInput;

    public sealed record Plain(CredentialView Credential) : BadgeInput;

    /// <summary>Open Badges 2.0.</summary>
    /// <param name="Jws">Null for an assertion that came as JSON.</param>
    public sealed record Assertion(JsonElement Json, CompactJws? Jws) : BadgeInput;

    public sealed record Refused(Finding Finding) : BadgeInput;

    public static BadgeInput Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes) return Refuse(Verdict.Unsupported, VerificationCodes.InputTooLarge);
        if (IsPdf(bytes.Span)) return Refuse(Verdict.Unsupported, VerificationCodes.BakedImageUnsupported);

        var text = Encoding.UTF8.GetString(bytes.Span).Trim().Trim('\uFEFF');
        if (text.Length == 0) return Refuse(Verdict.NotACredential, VerificationCodes.InputEmpty);
        if (text.StartsWith('{')) return ReadJson(Encoding.UTF8.GetBytes(text));
        if (text.Contains('~', StringComparison.Ordinal) && CompactJws.HasShape(text[..text.IndexOf('~', StringComparison.Ordinal)])) return Refuse(Verdict.Unsupported, VerificationCodes.SelectiveDisclosureUnsupported);
        return ReadToken(text);
    }

    private static bool IsPdf(ReadOnlySpan<byte> bytes) => bytes.StartsWith("%PDF-"u8);

    private static BadgeInput ReadToken(string text)
    {
        if (!CompactJws.HasShape(text) || !CompactJws.HasObjectPart(text)) return Refuse(Verdict.NotACredential, VerificationCodes.InputUnreadable);
        if (CompactJws.Parse(text) is not { } jws) return Refuse(Verdict.Invalid, VerificationCodes.TokenMalformed);
        if (jws.Payload.Member("vc") is { } wrapped)
        {
            // Two credentials in one token: a reader of the other one would be deceived.
            if (jws.Payload.Member("@context") is not null) return Refuse(Verdict.Invalid, VerificationCodes.PayloadAmbiguous);
            return Kind(wrapped) is { } refusedWrapped ? new Refused(refusedWrapped) : new Token(jws, new(wrapped, jws.Payload));
        }

        if (IsAssertion(jws.Payload)) return new Assertion(jws.Payload, jws);
        return Kind(jws.Payload) is { } refused ? new Refused(refused) : new Token(jws, new(jws.Payload, jws.Payload));
    }

    private static BadgeInput ReadJson(byte[] utf8)
    {
        if (StrictJson.ParseObject(utf8) is not { } json) return Refuse(Verdict.NotACredential, VerificationCodes.JsonMalformed);
        if (json.Texts("type").Contains("EnvelopedVerifiableCredential") && json.Text("id") is { } id && id.StartsWith(EnvelopePrefix, StringComparison.Ordinal)) return ReadToken(id[EnvelopePrefix.Length..]);
        if (IsAssertion(json)) return new Assertion(json, Jws: null);
        return Kind(json) is { } refused ? new Refused(refused) : new Plain(new(json, claims: null));
    }

    private static bool IsAssertion(JsonElement json) => json.Texts("type").Contains("Assertion");

    private static Finding? Kind(JsonElement json)
    {
        var types = json.Texts("type");
        if (types.Contains("VerifiableCredential")) return null;
        if (types.Contains("VerifiablePresentation")) return Structure(Verdict.Unsupported, VerificationCodes.PresentationUnsupported);
        return Structure(Verdict.NotACredential, VerificationCodes.NotACredential);
    }

    private static Refused Refuse(Verdict verdict, string code) => new(Structure(verdict, code));

    private static Finding Structure(Verdict verdict, string code) => Finding.Fail(CheckNames.Structure, verdict, code);
}
