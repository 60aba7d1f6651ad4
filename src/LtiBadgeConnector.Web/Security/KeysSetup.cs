using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using LtiBadgeConnector.Storage.Secrets;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Configuration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LtiBadgeConnector.Web.Security;

/// <summary>The Data Protection ring: kept in the database, encrypted with a certificate or with the master key.</summary>
internal static class KeysSetup
{
    public static void AddConnectorKeys(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var encryption = builder.Configuration.Get<IssuerOptions>(IssuerOptions.Section).KeyEncryption;
        var protection = services.AddDataProtection().SetApplicationName("LtiBadgeConnector");
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<IXmlRepository, DatabaseXmlRepository>();
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((options, repository) => options.XmlRepository = repository);

        if (encryption.CertificateFile is { Length: > 0 } file)
        {
            protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, encryption.CertificatePassword));
            return;
        }
        services.AddSingleton(provider => MasterKey.Load(encryption, provider.GetRequiredService<ConnectorOptions>().DataDirectory));
        services.AddOptions<KeyManagementOptions>().Configure<MasterKey>((options, key) => options.XmlEncryptor = new MasterKeyEncryptor(key));
    }

    // The framework's port is synchronous; it is asked at start and when a key is made, every ninety days.
    private sealed class DatabaseXmlRepository(DataProtectionKeyRepository keys, TimeProvider time) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() =>
            [.. keys.All(CancellationToken.None).GetAwaiter().GetResult().Select(xml => XElement.Parse(xml))];

        public void StoreElement(XElement element, string friendlyName) =>
            keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting), time.GetUtcNow(), CancellationToken.None).GetAwaiter().GetResult();
    }
}
