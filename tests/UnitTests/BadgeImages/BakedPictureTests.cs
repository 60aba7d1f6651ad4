using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Xml.Linq;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Baking;
using LtiBadgeConnector.Web.BadgeImages;
using LtiBadgeConnector.Web.Uploads;
using SkiaSharp;

namespace LtiBadgeConnector.UnitTests.BadgeImages;

/// <summary>Designed and uploaded pictures with a badge of either generation in them: right keyword, right check sums, once, and nothing else changed.</summary>
public sealed class BakedPictureTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJ0eXBlIjpbIlZlcmlmaWFibGVDcmVkZW50aWFsIl19.c2ln";

    private static readonly BadgeDesign design = BadgeDesign.Default with { Shape = BadgeShape.Shield, Words = "データ" };

    public static TheoryData<string, BadgeGeneration> Pictures()
    {
        var data = new TheoryData<string, BadgeGeneration>();
        foreach (var picture in (string[])["designed", "uploaded-png", "uploaded-jpeg", "uploaded-svg"])
            foreach (var generation in Enum.GetValues<BadgeGeneration>())
                data.Add(picture, generation);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_png_holds_one_chunk_more(string picture, BadgeGeneration generation)
    {
        var plain = Png(picture);
        var baked = PngBaking.Bake(PngBaking.Bake(plain, new(generation, "first")), new(generation, Token));

        var chunks = Chunks(baked);
        var badge = Assert.Single(chunks, chunk => chunk.Type == "iTXt");
        Assert.StartsWith(generation == BadgeGeneration.OpenBadges3 ? "openbadgecredential\0" : "openbadges\0", Encoding.Latin1.GetString(badge.Data), StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.Equal(Crc32.HashToUInt32([.. Encoding.ASCII.GetBytes(chunk.Type), .. chunk.Data]), chunk.CheckSum));
        Assert.Equal(Chunks(plain).Select(chunk => (chunk.Type, Convert.ToHexString(chunk.Data))), chunks.Where(chunk => chunk.Type != "iTXt").Select(chunk => (chunk.Type, Convert.ToHexString(chunk.Data))));
        Assert.Equal(new Unbaked.Found(generation, Token), PngBaking.Unbake(baked));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void An_svg_holds_one_element_more(string picture, BadgeGeneration generation)
    {
        var plain = Svg(picture);
        var baked = SvgBaking.Bake(SvgBaking.Bake(plain, new(generation, "e30.e30.b2xk")), new(generation, Token));

        Assert.Equal(new Unbaked.Found(generation, Token), SvgBaking.Unbake(baked));
        var (before, after) = (XElement.Parse(Encoding.UTF8.GetString(plain)), XElement.Parse(Encoding.UTF8.GetString(baked)));
        Assert.Equal(generation == BadgeGeneration.OpenBadges3 ? "credential" : "assertion", after.Elements().First().Name.LocalName);
        after.Elements().First().Remove();
        Assert.Equal(before.Elements().Select(element => element.ToString(SaveOptions.DisableFormatting)), after.Elements().Select(element => element.ToString(SaveOptions.DisableFormatting)));
    }

    private static byte[] Png(string picture) => picture switch
    {
        "designed" => new BadgeDrawing(design, "id", "Data").ToPng(),
        "uploaded-svg" => SvgRaster.Png(Svg(picture))!,
        _ => Uploaded(picture == "uploaded-png" ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg),
    };

    private static byte[] Svg(string picture) => picture switch
    {
        "designed" => Encoding.UTF8.GetBytes(new BadgeDrawing(design, "id", "Data").ToSvg()),
        "uploaded-svg" => Taken("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><circle cx='5' cy='5' r='4'/></svg>"u8.ToArray()),
        _ => BadgePictures.Framed(new("image/png", Png(picture), "")),
    };

    private static byte[] Uploaded(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(200, 160);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(format, 90);
        return Taken(data.ToArray());
    }

    private static byte[] Taken(byte[] content) => Assert.IsType<PictureUpload.Accepted>(PictureUploads.Take(content, PictureUse.Badge)).Content;

    // Without any code of the product.
    private static List<(string Type, byte[] Data, uint CheckSum)> Chunks(byte[] png)
    {
        List<(string, byte[], uint)> chunks = [];
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)], BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length))));
            at += length + 12;
        }
        return chunks;
    }
}
