using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Xml.Linq;
using LtiBadgeConnector.Web.BadgeImages;
using LtiBadgeConnector.Web.Uploads;
using SkiaSharp;

namespace LtiBadgeConnector.UnitTests.Uploads;

/// <summary>Pictures that people hand in, and what hostile ones come to.</summary>
public sealed class PictureUploadTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_picture_becomes_a_new_square_png_with_transparent_edges(SKEncodedImageFormat format)
    {
        var taken = Accepted(Encoded(300, 150, SKColors.Red, format));
        using var picture = SKBitmap.Decode(taken.Content);

        Assert.Equal("image/png", taken.MediaType);
        Assert.Equal((300, 300), (picture.Width, picture.Height));
        Assert.Equal(0, picture.GetPixel(150, 10).Alpha);
        Assert.True(picture.GetPixel(150, 150) is { Alpha: 255, Red: > 240, Green: < 15, Blue: < 15 });
    }

    [Fact]
    public void A_large_picture_becomes_smaller_and_a_logo_keeps_its_proportions()
    {
        using var badge = SKBitmap.Decode(Accepted(Encoded(2000, 1000, SKColors.Blue, SKEncodedImageFormat.Png)).Content);
        using var logo = SKBitmap.Decode(Accepted(Encoded(2000, 1000, SKColors.Blue, SKEncodedImageFormat.Png), PictureUse.Logo).Content);

        Assert.Equal((512, 512, 512, 256), (badge.Width, badge.Height, logo.Width, logo.Height));
    }

    [Fact]
    public void Nothing_hidden_in_a_file_goes_along()
    {
        byte[] secret = [.. "GPS 35.6895 N <script>alert(1)</script> PK\u0003\u0004"u8];
        var png = Encoded(200, 200, SKColors.Green, SKEncodedImageFormat.Png);
        byte[] polyglot = [.. png[..33], .. Chunk("tEXt", [.. "Comment\0"u8, .. secret]), .. png[33..], .. secret];

        var taken = Accepted(polyglot);

        Assert.Equal(-1, taken.Content.AsSpan().IndexOf("GPS"u8));
        Assert.Equal(-1, taken.Content.AsSpan().IndexOf("script"u8));
    }

    [Fact]
    public void A_photo_is_turned_as_the_camera_was_held()
    {
        // Left half red, right half blue, and the mark that it has to be turned by a quarter to the right.
        using var bitmap = new SKBitmap(200, 200);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            using var paint = new SKPaint { Color = SKColors.Red };
            canvas.DrawRect(0, 0, 100, 200, paint);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        var jpeg = data.ToArray();
        byte[] exif = [0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        using var picture = SKBitmap.Decode(Accepted([.. jpeg[..2], .. exif, .. jpeg[2..]]).Content);

        Assert.True(picture.GetPixel(100, 20).Red > 200, "The red half is on top.");
        Assert.True(picture.GetPixel(100, 180).Blue > 200, "The blue half is below.");
    }

    [Fact]
    public void A_bomb_is_refused_by_its_head_before_it_is_unpacked()
    {
        // 60000 × 60000 pixels in a few bytes: unpacked they would take 14 GB.
        Assert.Equal("picture-dimensions", Refused(Png(60_000, 60_000, [])));
        Assert.Equal("picture-dimensions", Refused(Png(5000, 200, [])));
        Assert.Equal("picture-dimensions", Refused(Encoded(100, 300, SKColors.Red, SKEncodedImageFormat.Png)));
    }

    [Fact]
    public void What_is_damaged_is_refused()
    {
        var png = Encoded(300, 300, SKColors.Red, SKEncodedImageFormat.Png, isNoisy: true);
        var jpeg = Encoded(300, 300, SKColors.Red, SKEncodedImageFormat.Jpeg, isNoisy: true);

        Assert.Equal("picture-damaged", Refused(png[..(png.Length / 2)]));
        Assert.Equal("picture-damaged", Refused(jpeg[..(jpeg.Length / 2)]));
        Assert.Equal("picture-damaged", Refused(png[..20]));
        Assert.Equal("picture-damaged", Refused([0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.Equal("picture-damaged", Refused(Png(200, 200, [1, 2, 3, 4, 5])));
    }

    [Fact]
    public void What_is_too_large_or_no_picture_is_refused()
    {
        Assert.Equal("picture-too-large", Refused(new byte[PictureUploads.MostBytes + 1]));
        Assert.Equal("picture-type-unknown", Refused("GIF89a and more"u8.ToArray()));
        Assert.Equal("picture-type-unknown", Refused("%PDF-1.7"u8.ToArray()));
        Assert.Equal("picture-type-unknown", Refused([]));
        Assert.Equal("picture-type-unknown", Refused("<html xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></html>"u8.ToArray()));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<g onclick='alert(1)'/>")]
    [InlineData("<circle r='1' ONLOAD='alert(1)'/>")]
    [InlineData("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='https://evil.example'/></body></foreignObject>")]
    [InlineData("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>")]
    [InlineData("<a href='javascript:alert(1)'><circle r='1'/></a>")]
    [InlineData("<image href='https://tracker.example/x.png' width='1' height='1'/>")]
    [InlineData("<use href='https://evil.example/x.svg#a'/>")]
    [InlineData("<use xmlns:x='http://www.w3.org/1999/xlink' x:href='#a'/>")]
    [InlineData("<set attributeName='href' to='javascript:alert(1)'/>")]
    [InlineData("<animate attributeName='x' values='0;1'/>")]
    [InlineData("<path fill='url(https://tracker.example/x)' d='M0 0h1'/>")]
    [InlineData("<path style='fill:url(//tracker.example/x)' d='M0 0h1'/>")]
    [InlineData("<path style='background:expression(alert(1))' d='M0 0h1'/>")]
    [InlineData("<linearGradient href='https://evil.example/g.svg#a'/>")]
    [InlineData("<linearGradient href='data:image/svg+xml,x'/>")]
    public void An_svg_that_runs_or_loads_anything_is_refused(string part) => Assert.Equal("picture-svg-active", Refused(Svg(part)));

    [Theory]
    [InlineData("<text>Data</text>")]
    [InlineData("<style>.a{fill:red}</style>")]
    [InlineData("<filter id='f'/>")]
    [InlineData("<mask id='m'/>")]
    [InlineData("<clipPath id='a'><path clip-path='url(#a)' d='M0 0h1'/></clipPath>")]
    public void An_svg_that_would_look_different_elsewhere_is_refused(string part) => Assert.Equal("picture-svg-unsupported", Refused(Svg(part)));

    [Fact]
    public void Entities_and_unsound_xml_are_refused()
    {
        Assert.Equal("picture-damaged", Refused("<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><title>&a;</title></svg>"u8.ToArray()));
        Assert.Equal("picture-damaged", Refused("<!DOCTYPE lol [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>"u8.ToArray()));
        Assert.Equal("picture-damaged", Refused("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>"u8.ToArray()));
        Assert.Equal("picture-damaged", Refused("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()));
        Assert.Equal("picture-damaged", Refused("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 -1 NaN'/>"u8.ToArray()));
    }

    [Fact]
    public void Many_parts_deep_parts_and_circles_are_refused()
    {
        Assert.Equal("picture-svg-complex", Refused(Svg(string.Concat(Enumerable.Repeat("<g/>", 6000)))));
        Assert.Equal("picture-svg-complex", Refused(Svg(string.Concat(Enumerable.Repeat("<g>", 50_000)) + string.Concat(Enumerable.Repeat("</g>", 50_000)))));
        Assert.Equal("picture-svg-complex", Refused(Svg("<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/>")));
    }

    [Fact]
    public void A_plain_svg_is_written_anew_with_what_is_seen_and_nothing_else()
    {
        const string drawn = """
            <?xml version="1.0"?><!-- made by hand --><?xml-stylesheet href="https://evil.example/a.css"?>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="20mm" height="10mm" inkscape:version="1.3" data-x="y">
            <metadata><rdf xmlns="urn:x">GPS</rdf></metadata><inkscape:grid units="px"/>
            <defs><linearGradient id="g"><stop offset="0" style="stop-color:#ff0000;-inkscape-x:1"/></linearGradient></defs>
            <path id="p" style="fill:url(#g);stroke:none;font-family:Arial" d="M0 0h20v10h-20z" inkscape:label="a" class="b"/></svg>
            """;
        var taken = Accepted(Encoding.UTF8.GetBytes(drawn));
        var svg = XElement.Parse(Encoding.UTF8.GetString(taken.Content));

        Assert.Equal("image/svg+xml", taken.MediaType);
        Assert.Equal("0 0 20 10", svg.Attribute("viewBox")!.Value);
        Assert.Equal(("512", "512"), (svg.Attribute("width")!.Value, svg.Attribute("height")!.Value));
        Assert.Equal(["clean"], svg.DescendantsAndSelf().Any(element => element.Name.LocalName is "metadata" or "grid") ? ["dirty"] : new[] { "clean" });
        var path = svg.Descendants().Single(element => element.Name.LocalName == "path");
        Assert.Equal(["d", "fill", "id", "stroke"], path.Attributes().Select(attribute => attribute.Name.ToString()).Order());
        Assert.Equal("#ff0000", svg.Descendants().Single(element => element.Name.LocalName == "stop").Attribute("stop-color")!.Value);
    }

    [Fact]
    public void What_was_taken_can_be_taken_again_and_be_drawn_as_png()
    {
        var taken = Accepted(Svg("<circle cx='5' cy='5' r='5' fill='#00ff00'/>"));
        Assert.Equal(taken.Content, Accepted(taken.Content).Content);

        using var picture = SKBitmap.Decode(SvgRaster.Png(taken.Content));
        Assert.Equal((512, 512), (picture.Width, picture.Height));
        Assert.Equal(SKColor.Parse("#00ff00"), picture.GetPixel(256, 256));
        Assert.Equal(0, picture.GetPixel(2, 2).Alpha);
    }

    [Fact]
    public void Nothing_that_is_handed_in_brings_the_reader_down()
    {
        var random = new Random(7);
        byte[][] good = [Encoded(160, 160, SKColors.Red, SKEncodedImageFormat.Png), Encoded(160, 160, SKColors.Red, SKEncodedImageFormat.Jpeg), Encoded(160, 160, SKColors.Red, SKEncodedImageFormat.Webp), Svg("<g style='fill:red'><path d='M0 0L10 10z'/></g>")];
        for (var round = 0; round < 4000; round++)
        {
            var bytes = (byte[])good[round % good.Length].Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.NotNull(PictureUploads.Take(bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)], PictureUse.Badge));
        }
    }

    private static PictureUpload.Accepted Accepted(byte[] content, PictureUse use = PictureUse.Badge) => Assert.IsType<PictureUpload.Accepted>(PictureUploads.Take(content, use));

    private static string Refused(byte[] content) => Assert.IsType<PictureUpload.Refused>(PictureUploads.Take(content, PictureUse.Badge)).Code;

    private static byte[] Svg(string part) => Encoding.UTF8.GetBytes($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>{part}</svg>");

    private static byte[] Encoded(int width, int height, SKColor colour, SKEncodedImageFormat format, bool isNoisy = false)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        var random = new Random(1);
        for (var dot = 0; isNoisy && dot < width * height; dot++) bitmap.SetPixel(random.Next(width), random.Next(height), new SKColor((uint)random.Next() | 0xFF000000));
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    private static byte[] Png(int width, int height, byte[] pixels)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 6);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(pixels);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", head), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var frame = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(frame, 4);
        data.CopyTo(frame, 8);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8 + data.Length), Crc32.HashToUInt32(frame.AsSpan(4, 4 + data.Length)));
        return frame;
    }
}
