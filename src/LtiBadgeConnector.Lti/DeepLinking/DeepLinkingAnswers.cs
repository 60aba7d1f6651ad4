using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Replay;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Lti.DeepLinking;

/// <summary>Signs the answer to a Deep Linking request: what was chosen, once for each request.</summary>
public sealed class DeepLinkingAnswers(IToolKeys keys, IUsedOnce used, TimeProvider time)
{
    private static readonly TimeSpan life = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan rememberedFor = TimeSpan.FromDays(1);

    /// <summary>Whether this person may choose here at all, and whether this place takes LTI links; null means yes.</summary>
    public static Refusal? RefuseSelection(DeepLinkingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Roles.Has(ProductRole.Instructor)) return LtiProblem.DeepLinkingNotAllowed;
        return request.Settings.Accepts("ltiResourceLink") ? null : LtiProblem.DeepLinkingTypeRefused;
    }

    /// <param name="items">Empty when the person cancelled; only types and numbers that the place accepts.</param>
    public async Task<DeepLinkingAnswer> Answer(
        Registration registration, DeepLinkingRequest request, IReadOnlyList<ContentItem> items, DeepLinkingTexts texts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (!request.Roles.Has(ProductRole.Instructor)) return new DeepLinkingAnswer.Refused(LtiProblem.DeepLinkingNotAllowed);
        if (items.Any(item => !request.Settings.Accepts(item.Type))) return new DeepLinkingAnswer.Refused(LtiProblem.DeepLinkingTypeRefused);
        if (items.Count > 1 && request.Settings.AcceptMultiple != true) return new DeepLinkingAnswer.Refused(LtiProblem.DeepLinkingMultipleRefused);

        var now = time.GetUtcNow();
        if (!await used.TryUse("deep-linking", KeyOf(registration, request), now + rememberedFor, ct)) return new DeepLinkingAnswer.Refused(LtiProblem.DeepLinkingAnswered);

        var key = await keys.Active(registration.TenantId, ct);
        return new DeepLinkingAnswer.Form(request.Settings.ReturnUrl, key.Sign(Claims(registration, request, items, texts, now)));
    }

    // The nonce was issued by us for this one request.
    private static string KeyOf(Registration registration, DeepLinkingRequest request) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{registration.Id} {request.Claims.Text("nonce")}")));

    private static string Claims(
        Registration registration, DeepLinkingRequest request, IReadOnlyList<ContentItem> items, DeepLinkingTexts texts, DateTimeOffset now) =>
        JsonText.Object(writer =>
        {
            writer.WriteString("iss", registration.ClientId);
            writer.WriteString("aud", registration.Issuer);
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteNumber("exp", (now + life).ToUnixTimeSeconds());
            writer.WriteString("nonce", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
            writer.WriteString(LtiClaims.DeploymentId, request.DeploymentId);
            writer.WriteString(LtiClaims.MessageType, LtiMessageTypes.DeepLinkingResponse);
            writer.WriteString(LtiClaims.Version, "1.3.0");
            writer.Optional(LtiClaims.DeepLinkingData, request.Settings.Data);
            writer.Optional(LtiClaims.DeepLinkingMessage, texts.Message);
            writer.Optional(LtiClaims.DeepLinkingErrorMessage, texts.ErrorMessage);
            writer.Optional(LtiClaims.DeepLinkingLog, texts.Log);
            writer.Optional(LtiClaims.DeepLinkingErrorLog, texts.ErrorLog);
            writer.WriteStartArray(LtiClaims.ContentItems);
            foreach (var item in items) item.Write(writer, request.Settings);
            writer.WriteEndArray();
        });
}

/// <summary>Texts for the person and for the platform's log.</summary>
public sealed record DeepLinkingTexts(string? Message = null, string? ErrorMessage = null, string? Log = null, string? ErrorLog = null)
{
    public static DeepLinkingTexts None { get; } = new();
}

public abstract record DeepLinkingAnswer
{
    /// <summary>The form field's name, upper case: <c>id_token</c> fails everywhere.</summary>
    public const string FieldName = "JWT";

    private DeepLinkingAnswer()
    {
    }

    /// <summary>Post <see cref="Jwt"/> as <see cref="FieldName"/> to <see cref="Action"/> by a form in the browser.</summary>
    public sealed record Form(string Action, string Jwt) : DeepLinkingAnswer;

    public sealed record Refused(Refusal Refusal) : DeepLinkingAnswer;
}
