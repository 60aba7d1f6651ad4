using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using LtiBadgeConnector.Credentials.Baking;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Badges in pictures (Open Badges 3.0, 5.3; Open Badges 2.0, baking).</summary>
public class BakingTests
{
    private static readonly byte[] Png = Files.Bytes("Samples/ob2/mozilla-bakery/unbaked.png");
    private static readonly byte[] Svg = Files.Bytes("Samples/ob2/mozilla-bakery/unbaked.svg");

    public static TheoryData<BadgeGeneration, string> Kinds => new()
    {
        { BadgeGeneration.OpenBadges3, "e30.e30.c2ln" },
        { BadgeGeneration.OpenBadges3, """{"name":"統計 ]]> & <b>"}""" },
        { BadgeGeneration.OpenBadges2, "e30.e30.c2ln" },
        { BadgeGeneration.OpenBadges2, """{"id":"https://badges.example/1"}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_baked_into_a_png_comes_out_again(BadgeGeneration generation, string text) =>
        Assert.Equal(new Unbaked.Found(generation, text), PngBaking.Unbake(PngBaking.Bake(Png, new(generation, text))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_baked_into_an_svg_comes_out_again(BadgeGeneration generation, string text)
    {
        var found = Assert.IsType<Unbaked.Found>(SvgBaking.Unbake(SvgBaking.Bake(Svg, new(generation, text))));

        Assert.Equal(generation, found.Generation);
        // JSON escapes what would end the section; read as JSON it is the same.
        Assert.Equal(text, found.Text.Replace("]]\\u003e", "]]>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BadgeGeneration.OpenBadges3, "openbadgecredential")]
    [InlineData(BadgeGeneration.OpenBadges2, "openbadges")]
    public void The_chunk_is_one_uncompressed_itxt_before_the_end_and_every_other_byte_stays(BadgeGeneration generation, string keyword)
    {
        var baked = PngBaking.Bake(Png, new(generation, "e30.e30.c2ln"));
        var chunks = Chunks(baked);

        Assert.Equal("IEND", chunks[^1].Type);
        Assert.Equal("iTXt", chunks[^2].Type);
        Assert.Equal(keyword + "\0\0\0\0\0e30.e30.c2ln", Encoding.Latin1.GetString(chunks[^2].Data));
        Assert.Equal(chunks[^2].CheckSum, CheckSum("iTXt", chunks[^2].Data));
        var original = Chunks(Png).Where(chunk => !Encoding.Latin1.GetString(chunk.Data).StartsWith(keyword + "\0", StringComparison.Ordinal)).ToList();
        Assert.Equal(original.Select(chunk => chunk.Whole), chunks.Where(chunk => chunk != chunks[^2]).Select(chunk => chunk.Whole));
    }

    [Fact]
    public void Baking_again_replaces_and_generations_stand_side_by_side()
    {
        var twice = PngBaking.Bake(PngBaking.Bake(Png, new(BadgeGeneration.OpenBadges3, "first")), new(BadgeGeneration.OpenBadges3, "second"));
        var both = PngBaking.Bake(twice, new(BadgeGeneration.OpenBadges2, "old"));

        Assert.Equal(new Unbaked.Found(BadgeGeneration.OpenBadges3, "second"), PngBaking.Unbake(twice));
        Assert.Equal(new Unbaked.Found(BadgeGeneration.OpenBadges3, "second"), PngBaking.Unbake(both));
        Assert.Equal(2, Chunks(both).Count(chunk => chunk.Type == "iTXt" && Encoding.Latin1.GetString(chunk.Data).StartsWith("openbadge", StringComparison.Ordinal)));
        var svg = SvgBaking.Bake(SvgBaking.Bake(Svg, new(BadgeGeneration.OpenBadges2, "e30.e30.b2xk")), new(BadgeGeneration.OpenBadges3, "e30.e30.bmV3"));
        Assert.Equal(new Unbaked.Found(BadgeGeneration.OpenBadges3, "e30.e30.bmV3"), SvgBaking.Unbake(svg));
    }

    [Fact]
    public void The_svg_keeps_its_text_and_gets_one_element_after_its_tag()
    {
        var baked = Encoding.UTF8.GetString(SvgBaking.Bake(Svg, new(BadgeGeneration.OpenBadges3, "e30.e30.c2ln")));
        const string element = """<openbadges:credential verify="e30.e30.c2ln"></openbadges:credential>""";
        const string declaration = " xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"";

        Assert.Equal(Encoding.UTF8.GetString(Svg), baked.Replace(element, "", StringComparison.Ordinal).Replace(declaration, "", StringComparison.Ordinal));
        Assert.Equal("credential", XDocument.Parse(baked).Root!.Elements().First().Name.LocalName);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("<?xml version=\"1.0\"?><!-- > --><svg a=\"x>y\" xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>")]
    [InlineData("\uFEFF<s:svg xmlns:s='http://www.w3.org/2000/svg' />")]
    public void Any_sound_svg_can_hold_a_badge(string svg) =>
        Assert.Equal(new Unbaked.Found(BadgeGeneration.OpenBadges3, "e30.e30.c2ln"), SvgBaking.Unbake(SvgBaking.Bake(Encoding.UTF8.GetBytes(svg), new(BadgeGeneration.OpenBadges3, "e30.e30.c2ln"))));

    [Fact]
    public void What_is_no_picture_is_not_baked()
    {
        Assert.Throws<InvalidDataException>(() => PngBaking.Bake([1, 2, 3], new(BadgeGeneration.OpenBadges3, "x")));
        Assert.Throws<InvalidDataException>(() => PngBaking.Bake(Png[..^4], new(BadgeGeneration.OpenBadges3, "x")));
        Assert.Throws<InvalidDataException>(() => SvgBaking.Bake("<html/>"u8.ToArray(), new(BadgeGeneration.OpenBadges3, "x")));
        Assert.Throws<InvalidDataException>(() => SvgBaking.Bake("<svg>"u8.ToArray(), new(BadgeGeneration.OpenBadges3, "x")));
    }

    [Theory]
    [InlineData("ob3/1edtech-validator/simple-json.png", BadgeGeneration.OpenBadges3)]
    [InlineData("ob3/1edtech-validator/simple-jwt.png", BadgeGeneration.OpenBadges3)]
    [InlineData("ob3/1edtech-validator/simple-jwt_v1.png", BadgeGeneration.OpenBadges3)]
    [InlineData("ob3/1edtech-validator/simple-jwt.svg", BadgeGeneration.OpenBadges3)]
    [InlineData("ob2/1edtech-validator/simple-badge.png", BadgeGeneration.OpenBadges2)]
    [InlineData("ob2/mozilla-bakery/baked.svg", BadgeGeneration.OpenBadges2)]
    public void Pictures_that_others_baked_are_read(string file, BadgeGeneration generation)
    {
        var bytes = Files.Bytes($"Samples/{file}");
        var found = Assert.IsType<Unbaked.Found>(file.EndsWith(".png", StringComparison.Ordinal) ? PngBaking.Unbake(bytes) : SvgBaking.Unbake(bytes));
        Assert.Equal(generation, found.Generation);
    }

    [Fact]
    public async Task A_baked_credential_is_checked_like_any_other()
    {
        var token = await Tokens.Issue(ADossier.Full());
        foreach (var picture in new[] { PngBaking.Bake(Png, new(BadgeGeneration.OpenBadges3, token)), SvgBaking.Bake(Svg, new(BadgeGeneration.OpenBadges3, token)) })
            (await Web.OfIssuer().Verify(picture)).Is(Verdict.Valid, CheckNames.Image, "image-good");
    }

    [Fact]
    public async Task A_picture_changed_anywhere_is_invalid()
    {
        var baked = PngBaking.Bake(Png, new(BadgeGeneration.OpenBadges3, await Tokens.Issue(ADossier.Full())));
        for (var at = 8; at < baked.Length; at += 37)
        {
            var changed = baked.ToArray();
            changed[at] ^= 1;
            Assert.Equal(Verdict.Invalid, (await Web.OfIssuer().Verify(changed)).Verdict);
        }
        (await Web.OfIssuer().Verify(baked[..^20])).Is(Verdict.Invalid, CheckNames.Image, "image-damaged");
    }

    [Fact]
    public async Task A_picture_with_two_badges_or_none_is_refused()
    {
        var baked = PngBaking.Bake(Png, new(BadgeGeneration.OpenBadges3, "e30.e30.c2ln"));
        var chunk = Chunks(baked)[^2].Whole;
        (await new Web().Verify([.. baked[..^12], .. Convert.FromHexString(chunk), .. baked[^12..]])).Is(Verdict.Invalid, CheckNames.Image, "image-ambiguous");
        (await new Web().Verify(Files.Bytes("Samples/ob2/validator-core/public_domain_heart.png"))).Is(Verdict.NotACredential, CheckNames.Image, "image-empty");
        (await new Web().Verify("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")).Is(Verdict.NotACredential, CheckNames.Image, "image-empty");
        (await new Web().Verify("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><svg>&b;</svg>")).Is(Verdict.Invalid, CheckNames.Image, "image-damaged");
    }

    // Without any code of the product.
    private static List<(string Type, byte[] Data, uint CheckSum, string Whole)> Chunks(byte[] png)
    {
        List<(string, byte[], uint, string)> chunks = [];
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)], BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)), Convert.ToHexString(png, at, length + 12)));
            at += length + 12;
        }
        return chunks;
    }

    private static uint CheckSum(string type, byte[] data)
    {
        var sum = uint.MaxValue;
        foreach (var value in Encoding.ASCII.GetBytes(type).Concat(data))
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }
        return ~sum;
    }
}
