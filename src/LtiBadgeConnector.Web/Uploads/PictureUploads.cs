using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Uploads;

/// <summary>Takes in pictures: judged by what they hold and never by their name, and written anew before anybody sees them.</summary>
public sealed class PictureUploads : IDisposable
{
    public const int MostBytes = 1024 * 1024;

    // A picture of 1 MB may stand for 64 MB of pixels: few are opened at once.
    private readonly SemaphoreSlim openAtOnce = new(2);

    public async Task<PictureUpload> Take(IFormFile file, PictureUse use, CancellationToken ct)
    {
        if (file.Length > MostBytes) return TooLarge;
        var content = await file.Bytes(ct);
        await openAtOnce.WaitAsync(ct);
        try
        {
            return Take(content, use);
        }
        finally
        {
            openAtOnce.Release();
        }
    }

    public void Dispose() => openAtOnce.Dispose();

    internal static PictureUpload Take(byte[] content, PictureUse use)
    {
        if (content.Length > MostBytes) return TooLarge;
        if (RasterPicture.IsOne(content)) return RasterPicture.Take(content, use);
        return SvgPicture.LooksLikeOne(content)
            ? SvgPicture.Take(content, use)
            : new PictureUpload.Refused("picture-type-unknown", Word.Of("This is no PNG, JPEG, WebP or SVG picture. Save it as one of these and choose it again."));
    }

    private static PictureUpload.Refused TooLarge => new("picture-too-large", Word.Of("This file is larger than 1 MB. Make the picture smaller, or save it with less detail, and choose it again."));
}
