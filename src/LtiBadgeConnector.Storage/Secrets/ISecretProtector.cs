namespace LtiBadgeConnector.Storage.Secrets;

/// <summary>Encrypts what must not lie readable in the database: private keys, secrets of connections, raw deliveries.</summary>
public interface ISecretProtector
{
    /// <param name="purpose">One of <see cref="SecretPurposes"/>; what was protected for one purpose opens for no other.</param>
    byte[] Protect(byte[] plain, string purpose);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Made for another purpose, changed, or the key is gone.</exception>
    byte[] Unprotect(byte[] sealedBytes, string purpose);
}

/// <summary>Bound into what is stored: never change one.</summary>
public static class SecretPurposes
{
    public const string InboxBody = "inbox-body";
    public const string ConnectionSecrets = "connection-secrets";
    public const string ConnectionSettings = "connection-settings";
    public const string IssuerKey = "issuer-key";
    public const string StatusList = "status-list";
    public const string LtiKey = "lti-key";
    public const string LtiLogin = "lti-login";
}
