namespace LtiBadgeConnector.IntegrationTests.Security;

/// <summary>Every route that answers without any sign-in, by its pattern. What is added here is a decision, not a formality.</summary>
internal static class PublicRoutes
{
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        // LTI: each message proves itself.
        "/lti/login",
        "/lti/login/{registration}",
        "/lti/login/resume",
        "/lti/launch",
        "/lti/launch/confirm",
        "/lti/jwks.json",
        "/lti/register",
        "/lti/notices/{registration}",

        // Configurations without secrets, which an LMS or its administrator fetches.
        "/lti/config/canvas.json",
        "/lti/config/tool.json",
        "/lti/config/moodle",
        "/lti/config/moodle/local_ltibadgeconnector.zip",

        // The key in the address is the right to judge one description.
        "/reviews/{key}",

        // The catalogue beside its page.
        "/catalogue/compare",
        "/catalogue.json",
        "/catalogue.jsonld",
        "/catalogue.atom",

        // Every delivery proves itself by its signature.
        "/webhooks/{connection}",
        "/webhooks/{connection}/statements",

        // Back from Canvas: a page that only goes on to the console.
        "/canvas/authorised",

        // What anybody may check.
        "/.well-known/jwks.json",
        "/.well-known/did.json",
        "/issuers/{id}/did.json",
        "/issuers/{id}/keys/{key}",
        "/images/{id:guid}",
        "/credentials/{id}.{suffix}",
        "/credentials/{id}",
        "/evidence/{id}",
        "/status/{list}",
        "/ob2/assertions/{id}",
        "/ob2/badges/{id}",
        "/ob2/badges/{id}/image",
        "/ob2/issuers/{id}",
        "/ob2/issuers/{id}/keys/{key}",
        "/ob2/revocations/{issuer}",
        "/awards/{id}/ob2.{suffix}",
        "/awards/{id}/offline.json",
        "/awards/{id}/ob3.jwt",

        // Pages for everybody; each award decides by itself who may see it.
        "/",
        "/awards/{id}",
        "/achievements/{id}/{language:length(2)?}",
        "/issuers/{id}",
        "/verify",
        "/catalogue",
        "/collections/{key}",
        "/mails/stop/{token}",
        "/problems/{code}",

        // The door of the console.
        "/admin/sign-in",

        // Says what the REST API offers, not what is in it; every route of the API itself asks for a token.
        "/api/v1/openapi.json",

        // Where the REST API has nothing.
        "/api/v1/{**rest}",

        // Operations.
        "/metrics",
        "/assets/{**path}",
        "/logo.svg",
        "/healthz",
        "/readyz",
    };
}
