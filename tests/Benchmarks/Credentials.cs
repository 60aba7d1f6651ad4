using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;
using LtiBadgeConnector.Credentials.StatusLists;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.ProtocolTests.Credentials;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>
/// One credential signed and verified on one core, in CPU time; beside it the hash and the signature alone, and Digital Bazaar's
/// libraries under Node with the same document. All by turns, so that they share whatever else the machine does.
/// </summary>
internal static class Credentials
{
    private const int Rounds = 7;
    private const int Entries = 1_000_000;

    public static async Task Sign()
    {
        var key = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);
        var format = new OpenBadge3DataIntegrityFormat();
        var signer = new IssuerSigner();
        var document = (await format.Issue(Dossier(key, 0), CancellationToken.None)).Bytes;
        var (unsigned, proof) = Taken(document);
        var (canonical, options) = (ProofHash.Canonical(unsigned), ProofHash.Canonical(proof.Without("proofValue").With("@context", unsigned["@context"]!)));

        using var peers = Peers.SkipReason is null ? new Peers() : null;
        var theirs = peers is null ? document : await SignedByPeers(peers, document);
        var verifier = new CredentialVerifier(new NoDocuments());

        var shapes = new DataIntegritySigner();
        byte[][] unsignedOnes = [.. Enumerable.Range(0, 1_000).Select(at => Unsigned(format.Issue(Dossier(key, at), CancellationToken.None).GetAwaiter().GetResult().Bytes))];

        List<double> general = [], prepared = [], whole = [], floor = [], verified = [], peerSigns = [], peerVerifies = [];
        for (var round = 0; round < Rounds; round++)
        {
            general.Add(Each(400, _ =>
            {
                var (some, its) = Taken(document);
                signer.Sign(key, ProofHash.Of(some, its, ProofSuite.EddsaRdfc2022, HashKind.Sha256));
            }));
            prepared.Add(Each(6_000, at => shapes.Sign(unsignedOnes[at % unsignedOnes.Length], [key], ADossier.AwardedAt.AddSeconds(at))));
            whole.Add(Each(3_000, at => format.Issue(Dossier(key, at), CancellationToken.None).GetAwaiter().GetResult()));
            floor.Add(Each(6_000, _ => signer.Sign(key, [.. SHA256.HashData(options), .. SHA256.HashData(canonical)])));
            if (peers is null) continue;

            verified.Add(Each(400, _ =>
            {
                var report = verifier.Verify(theirs, new(ADossier.AwardedAt.AddDays(1)), CancellationToken.None).GetAwaiter().GetResult();
                if (report.Verdict != Verdict.Valid) throw new InvalidOperationException(string.Join("; ", report.Checks));
            }));
            var said = await peers.Ask("measure", new { credential = JsonSerializer.Deserialize<JsonElement>(theirs), documents = new Dictionary<string, string>(), count = 60 });
            peerSigns.Add(said.GetProperty("sign").GetDouble());
            peerVerifies.Add(said.GetProperty("verify").GetDouble());
        }

        // What the compiler still spends in the first rounds is not what it costs.
        var alone = Middle(floor);
        Print($"sign {document.Length} bytes: SHA-256, Ed25519 alone", alone, null);
        Print("sign: prepared shape", Middle(prepared), $"{Figures.Ratio(Middle(prepared), alone)} of that alone");
        Print("sign: prepared shape, from dossier to bytes", Middle(whole), $"{Figures.Ratio(Middle(whole), alone)} of that alone");
        Print("sign: general algorithm", Middle(general), $"{Figures.Ratio(Middle(general), alone)} of that alone");
        if (peers is null)
        {
            Console.WriteLine($"not measured beside others: {Peers.SkipReason}");
            return;
        }
        Print("sign: Digital Bazaar under Node", Middle(peerSigns), $"{Figures.Ratio(Middle(peerSigns), Middle(general))} of our general, {Figures.Ratio(Middle(peerSigns), Middle(prepared))} of our prepared");
        Print("verify theirs: every check of ours", Middle(verified), null);
        Print("verify theirs: Digital Bazaar, proof alone", Middle(peerVerifies), $"{Figures.Ratio(Middle(peerVerifies), Middle(verified))} of ours");
    }

    public static Task StatusList()
    {
        var random = new Random(1);
        int[] set = [.. Enumerable.Range(0, Entries).Where(_ => random.Next(100) == 0)];
        IssuerKey[] keys = [ADossier.Key, IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System)];
        var list = new StatusListToSign(TenantId.New(TimeProvider.System), new(Guid.NewGuid()), $"{ADossier.Origin}/status/q4", StatusPurpose.Revocation, Entries, 1, set, ADossier.Issuer, keys);
        var times = new StatusListTimes(ADossier.AwardedAt, ADossier.AwardedAt.AddDays(7), StatusListTimes.Fresh);
        var bits = new byte[Entries / 8];
        foreach (var position in set) bits[position >> 3] |= (byte)(0x80 >> (position & 7));

        List<double> floor = [];
        var built = StatusListFormats.All.ToDictionary(format => format.Name, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            floor.Add(Each(10, _ => Gzip(bits)));
            foreach (var format in StatusListFormats.All) built[format.Name].Add(Each(10, _ => format.Sign(list, times, CancellationToken.None).GetAwaiter().GetResult()));
        }

        Print($"status list of {Entries} entries: gzip of the bits", Middle(floor), null);
        foreach (var (name, taken) in built) Print($"status list: {name}, built and signed", Middle(taken), $"{Figures.Ratio(Middle(taken), Middle(floor))} of gzip alone");
        return Task.CompletedTask;
    }

    private static void Gzip(byte[] bits)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bits);
    }

    // Everybody's credential differs where learners differ.
    private static AwardDossier Dossier(IssuerKey key, int at) => ADossier.Full() with
    {
        CredentialUrl = $"{ADossier.Origin}/credentials/{PublicId.New()}",
        AwardedAt = ADossier.AwardedAt.AddSeconds(at),
        ValidFrom = ADossier.AwardedAt.AddSeconds(at),
        Keys = [key],
        Recipient = new($"urn:uuid:{Guid.NewGuid()}") { Email = RecipientIdentifier.OfEmail($"learner-{at}@example.org"), Name = "山田 花子" },
    };

    // As it was before its proof was put in.
    private static byte[] Unsigned(byte[] document) => [.. document.AsSpan(0, document.AsSpan().LastIndexOf(",\"proof\":["u8)), (byte)'}'];

    private static (ObjectNode Unsigned, ObjectNode Proof) Taken(byte[] document)
    {
        var whole = JsonText.ParseObject(document);
        return (whole.Without("proof"), (ObjectNode)((ArrayNode)whole["proof"]!)[0]);
    }

    private static async Task<byte[]> SignedByPeers(Peers peers, byte[] document)
    {
        var unsigned = System.Text.Json.Nodes.JsonNode.Parse(document)!.AsObject();
        unsigned.Remove("proof");
        return Encoding.UTF8.GetBytes((await peers.Ask("sign", new { credential = unsigned, cryptosuite = "eddsa-rdfc-2022" })).GetRawText());
    }

    /// <returns>Microseconds of CPU time of this process for each, on one thread.</returns>
    private static double Each(int count, Action<int> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var at = 0; at < count; at++) work(at);
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / count;
    }

    private static double Middle(List<double> taken) => taken.Order().ElementAt(taken.Count / 2);

    // The key of a did:key stands in its name.
    private sealed class NoDocuments : IDocumentLoader
    {
        public Task<LoadedDocument> Load(string url, CancellationToken ct) => Task.FromResult<LoadedDocument>(new LoadedDocument.Failed("document-not-found"));
    }

    private static void Print(string what, double microseconds, string? beside) =>
        Figures.Print(what, "one core", FormattableString.Invariant($"{microseconds:0.0} us CPU ({1_000_000 / microseconds:0}/s)"), beside);
}
