namespace LtiBadgeConnector.JsonLd;

/// <summary>A document that cannot be read as JSON, processed as JSON-LD or canonicalised; never a fault of the program.</summary>
/// <param name="code">One of <see cref="JsonLdCodes"/>, or the kebab-case name of an error of JSON-LD 1.1 (API, section 9.4).</param>
/// <param name="detail">The value that led there, such as a term or URL; comes from the document.</param>
public sealed class JsonLdException(string code, string? detail = null) : Exception(detail is null ? code : $"{code}: {detail}")
{
    public string Code => code;

    public string? Detail => detail;
}
