using System.Text;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Nothing in a badge can be changed without the verifier noticing, and nothing can make it fail to answer.</summary>
public class VerifierTamperTests
{
    // In the ordinary run; a few seconds.
    private const int Mutations = 20_000;

    [Fact]
    public async Task Every_change_of_any_value_of_the_payload_is_noticed()
    {
        var token = await Tokens.Issue(ADossier.Full());
        var places = Places(Tokens.PayloadNode(token), []).ToList();
        Assert.True(places.Count > 150, $"only {places.Count} places");

        foreach (var place in places)
        {
            foreach (var removed in new[] { true, false })
            {
                var payload = Tokens.PayloadNode(token);
                Change(payload, place, removed);
                var report = await Web.OfIssuer().Verify(Tokens.WithPayload(token, payload));
                Assert.True(report.Verdict is Verdict.Invalid or Verdict.NotACredential, $"{string.Join('/', place)} removed {removed}: {report.Verdict}");
            }
        }
    }

    [Fact]
    public async Task Every_single_character_of_a_token_counts()
    {
        var web = Web.OfIssuer();
        var token = await Tokens.Issue(ADossier.Small());
        for (var index = 0; index < token.Length; index++)
        {
            var changed = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];
            Assert.NotEqual(Verdict.Valid, (await web.Verify(changed)).Verdict);
        }
    }

    [Fact]
    public async Task The_last_bits_of_the_signature_cannot_be_changed_unseen()
    {
        // 256 bytes leave two unused bits in the last character; a lenient decoder ignores them.
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = await Tokens.Issue(ADossier.Small());
        var last = Alphabet.IndexOf(token[^1], StringComparison.Ordinal);
        (await Web.OfIssuer().Verify(token[..^1] + Alphabet[last ^ 1])).Is(Verdict.Invalid, CheckNames.Structure, "token-malformed");
    }

    [Fact]
    public async Task Any_input_gives_a_verdict_and_no_mutation_is_valid()
    {
        var seeds = new List<byte[]>
        {
            Encoding.ASCII.GetBytes(await Tokens.Issue(ADossier.Small())),
            Encoding.ASCII.GetBytes(await Tokens.Issue(ADossier.Full())),
            Files.Bytes("Samples/ob3-jwk-png.jwt"),
            Files.Bytes("Samples/ob3-jwk-legacy-png.jwt"),
            Files.Bytes("Samples/ob3/1edtech-validator/complete.json"),
            Files.Bytes("Samples/ob3/1edtech-validator/simple.json"),
            Encoding.UTF8.GetBytes(Tokens.PayloadNode(await Tokens.Issue(ADossier.Full())).ToJsonString()),
        };
        var web = Web.OfIssuer();
        var random = new Random(20260401);
        var verdicts = new Dictionary<Verdict, int>();

        for (var round = 0; round < Mutations; round++)
        {
            var seed = seeds[round % seeds.Count];
            var input = round % 3 == 0 ? InsideTheToken(seed, random) : Mutated(seed, random);
            if (input.AsSpan().SequenceEqual(seed)) continue;
            var report = await new CredentialVerifier(web).Verify(input, new(ADossier.AwardedAt.AddDays(1), "a@example.com"), CancellationToken.None);
            if (report.Verdict == Verdict.Valid && SaysTheSame(input, seed)) continue;
            verdicts[report.Verdict] = verdicts.GetValueOrDefault(report.Verdict) + 1;
            Assert.All(report.Checks, check => Assert.Contains(check.Code, VerificationCodes.All));
        }

        Assert.DoesNotContain(Verdict.Valid, verdicts.Keys);
        Assert.True(verdicts.Count >= 4, string.Join(", ", verdicts));
    }

    // Blanks between the members of a JSON document are no part of what it says.
    private static bool SaysTheSame(byte[] input, byte[] seed) =>
        seed[0] == '{' && JsonCanonicalizer.Canonicalize(JsonText.Parse(input)).AsSpan().SequenceEqual(JsonCanonicalizer.Canonicalize(JsonText.Parse(seed)));

    [Fact]
    public async Task Hostile_documents_from_the_web_give_a_verdict_too()
    {
        var token = await Tokens.Issue(ADossier.Full());
        var random = new Random(20260402);
        var jwk = Encoding.UTF8.GetBytes(ADossier.Key.PublicJwk);
        for (var round = 0; round < 2000; round++)
        {
            var web = Web.OfIssuer().With(round % 2 == 0 ? ADossier.KeyId : Web.JwksUrl, Mutated(round % 2 == 0 ? jwk : [.. "{\"keys\":["u8, .. jwk, .. "]}"u8], random));
            await web.Verify(token);
        }
    }

    /// <summary>Damages the JSON inside a token's part and encodes it again, to get past the outer layers.</summary>
    private static byte[] InsideTheToken(byte[] seed, Random random)
    {
        var parts = Encoding.ASCII.GetString(seed).Split('.');
        if (seed[0] == '{' || parts.Length != 3) return Mutated(seed, random);
        var part = random.Next(2);
        parts[part] = System.Buffers.Text.Base64Url.EncodeToString(Mutated(System.Buffers.Text.Base64Url.DecodeFromChars(parts[part]), random));
        return Encoding.ASCII.GetBytes(string.Join('.', parts));
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 40)).ToList()); break;
                default: bytes.InsertRange(at, Tricks[random.Next(Tricks.Length)]); break;
            }
        }

        return [.. bytes];
    }

    private static readonly byte[][] Tricks =
    [
        "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "1e999"u8.ToArray(), "-0"u8.ToArray(), "\"\\ud800\""u8.ToArray(), "\\u0000"u8.ToArray(),
        [.. Enumerable.Repeat((byte)'[', 200)], "9999999999999999999999"u8.ToArray(), [0xff, 0xfe], "..."u8.ToArray(), "\"vc\":{},"u8.ToArray(), "~"u8.ToArray(),
    ];

    internal static IEnumerable<IReadOnlyList<object>> Places(JsonNode node, IReadOnlyList<object> path)
    {
        if (path.Count > 0) yield return path;
        var children = node switch
        {
            JsonObject members => members.Select(member => ((object)member.Key, member.Value)),
            JsonArray items => items.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (step, child) in children.ToList())
        {
            foreach (var place in Places(child!, [.. path, step])) yield return place;
        }
    }

    internal static void Change(JsonNode root, IReadOnlyList<object> place, bool remove)
    {
        var holder = place.Take(place.Count - 1).Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);
        switch (holder, place[^1])
        {
            case (JsonArray items, int index) when remove: items.RemoveAt(index); break;
            case (JsonArray items, int index): items[index] = "changed"; break;
            case (JsonObject members, string name) when remove: members.Remove(name); break;
            case (JsonObject members, string name): members[name] = "changed"; break;
        }
    }
}
