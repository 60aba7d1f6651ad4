using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>The default issuer as it is made at first start, and what protects keys at rest.</summary>
public sealed class IssuerOptions
{
    public const string Section = "Issuer";

    /// <summary>Name of the first issuer; administrators change it afterwards in the console.</summary>
    [Required]
    public string Name { get; set; } = "Our institution";

    /// <summary>The issuer's own web site.</summary>
    public string? Website { get; set; }

    /// <summary>ISO 3166-1, two letters.</summary>
    [StringLength(2, MinimumLength = 2)]
    public string? CountryCode { get; set; }

    public KeyEncryptionOptions KeyEncryption { get; set; } = new();
}

/// <summary>What encrypts the key ring in the database. Give one; without any a master key file is made in the data directory.</summary>
public sealed class KeyEncryptionOptions
{
    /// <summary>32 bytes, base64.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds the 32 bytes in base64.</summary>
    public string? SecretFile { get; set; }

    /// <summary>A PKCS#12 file.</summary>
    public string? CertificateFile { get; set; }

    public string? CertificatePassword { get; set; }
}
