using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// The style sheets and scripts of <c>wwwroot</c>, carried inside the assembly and addressed by a
/// name that holds a hash of the content, so a browser may keep them for a year.
/// </summary>
public sealed class Assets
{
    private const string Folder = "wwwroot/";
    private const string Root = "/assets/";

    private readonly FrozenDictionary<string, string> urls;
    private readonly FrozenDictionary<string, Asset> byPath;

    private Assets(IReadOnlyCollection<Asset> assets)
    {
        urls = assets.ToFrozenDictionary(asset => asset.Name, asset => Root + asset.Path, StringComparer.Ordinal);
        byPath = assets.ToFrozenDictionary(asset => asset.Path, StringComparer.Ordinal);
    }

    /// <summary>The files this program was built with.</summary>
    public static Assets Embedded { get; } = new([.. EmbeddedFiles()]);

    /// <summary>The address of <c>css/app.css</c> and its like; a name that does not exist throws.</summary>
    public string Url(string name) => urls[name];

    internal Asset? Find(string path) => byPath.GetValueOrDefault(path);

    private static IEnumerable<Asset> EmbeddedFiles()
    {
        var assembly = typeof(Assets).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            yield return new Asset(resource[Folder.Length..], copy.ToArray());
        }
    }
}

internal sealed class Asset
{
    private readonly Lazy<byte[]> brotli;

    public Asset(string name, byte[] content)
    {
        Name = name;
        Content = content;
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        var extension = System.IO.Path.GetExtension(name);
        Path = $"{name[..^extension.Length]}.{hash}{extension}";
        ContentType = extension == ".css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
        brotli = new(Compress);
    }

    public string Name { get; }
    public string Path { get; }
    public string ContentType { get; }
    public byte[] Content { get; }
    public byte[] Brotli => brotli.Value;

    private byte[] Compress()
    {
        using var compressed = new MemoryStream();
        using (var stream = new BrotliStream(compressed, CompressionLevel.Optimal)) stream.Write(Content);
        return compressed.ToArray();
    }
}

/// <summary>Serves <see cref="Assets"/>; public, no cookie, no sign-in.</summary>
public static class AssetEndpoints
{
    /// <summary>Adds <c>GET /assets/…</c>.</summary>
    public static IEndpointConventionBuilder MapAssets(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/assets/{**path}", Serve).WithDisplayName("Style sheets and scripts");

    private static IResult Serve(string path, HttpContext context)
    {
        if (Assets.Embedded.Find(path) is not { } asset) return Results.NotFound();

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!AcceptsBrotli(context.Request)) return Results.Bytes(asset.Content, asset.ContentType);

        context.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(asset.Brotli, asset.ContentType);
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding is { Value.Value: "br", Quality: not 0 });
}
