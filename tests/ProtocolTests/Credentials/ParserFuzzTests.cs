using System.Diagnostics;
using System.Text;
using LtiBadgeConnector.Credentials.Baking;
using LtiBadgeConnector.Credentials.Verification;
using Xunit.Abstractions;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>
/// Whatever is handed to the check page, its parsers answer and never throw: a million inputs for each of them, made by
/// changing good ones. <c>FUZZ_INPUTS=10000000</c> asks for more.
/// </summary>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_INPUTS"), out var asked) ? asked : 1_000_000;

    // Texts that turn one kind of input into another, or end things early.
    private static readonly byte[][] Words =
    [
        .. new[] { "{", "}", "[", "]", "\"", "\\ud800", ":", ",", ".", "~", "e30", "<", ">", "/>", "<![CDATA[", "]]>", "&#0;", "xmlns=\"\"", "verify=\"", "iTXt", "IEND", "null", "-1e999", "\0\0\0\0", "type", "Assertion" }
            .Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80], [0xEF, 0xBB, 0xBF],
    ];

    private static readonly string Token = "eyJhbGciOiJSUzI1NiIsImtpZCI6Imh0dHBzOi8vYS5leGFtcGxlL2sifQ.eyJAY29udGV4dCI6WyJhIl0sInR5cGUiOlsiVmVyaWZpYWJsZUNyZWRlbnRpYWwiXX0.c2lnbmF0dXJl";
    private const string Credential = """{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":{"id":"https://a.example"},"credentialSubject":{"id":"urn:x:1"},"validFrom":"2026-04-01T09:00:00Z"}""";
    private const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g><!-- a --><circle r="1"/></g></svg>""";

    [Fact]
    public void Png() => Fuzz(1, [SmallPng(), PngBaking.Bake(SmallPng(), new(BadgeGeneration.OpenBadges3, Token)), PngBaking.Bake(SmallPng(), new(BadgeGeneration.OpenBadges2, Credential))], bytes => PngBaking.Unbake(bytes) is Unbaked.Found);

    [Fact]
    public void SvgXml() => Fuzz(2, [Encoding.UTF8.GetBytes(Svg), SvgBaking.Bake(Encoding.UTF8.GetBytes(Svg), new(BadgeGeneration.OpenBadges3, Token)), SvgBaking.Bake(Encoding.UTF8.GetBytes(Svg), new(BadgeGeneration.OpenBadges2, Credential))], bytes => SvgBaking.Unbake(bytes) is Unbaked.Found);

    [Fact]
    public void Json() => Fuzz(3, [Encoding.UTF8.GetBytes(Credential)], bytes => BadgeInput.Read(bytes) is BadgeInput.Plain or BadgeInput.Assertion);

    [Fact]
    public void Jwt() => Fuzz(4, [Encoding.ASCII.GetBytes(Token)], bytes => BadgeInput.Read(bytes) is BadgeInput.Token);

    private void Fuzz(int seed, byte[][] good, Func<byte[], bool> isRead)
    {
        Assert.Contains(good, bytes => isRead(bytes));
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var read = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var bytes = Changed(good[random.Next(good.Length)], random);
            try
            {
                if (isRead(bytes)) read++;
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"Input {input} of seed {seed}: {Convert.ToHexString(bytes)}", problem);
            }
        }
        output.WriteLine($"{Inputs} inputs in {clock.Elapsed.TotalSeconds:0.0} s; {read} were still read.");
    }

    private static byte[] Changed(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 16), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Words[random.Next(Words.Length)]); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 32), bytes.Count - at))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    // One pixel, so that most changes meet what is interesting.
    private static byte[] SmallPng() => Convert.FromHexString(
        "89504E470D0A1A0A0000000D49484452000000010000000108060000001F15C4890000000D49444154789C63D864A5F61F0004C6021283E6F9880000000049454E44AE426082");
}
