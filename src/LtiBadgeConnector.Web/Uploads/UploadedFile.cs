using System.Text;

namespace LtiBadgeConnector.Web.Uploads;

/// <summary>What somebody chose in a form. The limits of the page hold for its length.</summary>
internal static class UploadedFile
{
    public static async Task<byte[]> Bytes(this IFormFile file, CancellationToken ct)
    {
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, ct);
        return content.ToArray();
    }

    public static async Task<string> Text(this IFormFile file, CancellationToken ct)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }
}
