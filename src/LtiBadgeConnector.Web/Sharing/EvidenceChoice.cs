using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Web.Sharing;

public enum EvidenceKind
{
    Result,
    Text,
    Link,
}

/// <summary>One thing that a credential may say of the work behind it.</summary>
/// <param name="Key">Names it in the form and in what is stored of the choice; without blanks.</param>
/// <param name="Said">As it stands in the credential, in its language; null for a result of which there is no more to say than its name.</param>
public sealed record EvidencePiece(string Key, EvidenceKind Kind, string? Said, bool IsCarried = false);

/// <summary>What belongs together: the pieces about one requirement, or what came with an award by hand. A credential says what is chosen of them in one place.</summary>
public sealed record EvidenceGroup(string Name, IReadOnlyList<EvidencePiece> Pieces);

/// <summary>What the holder of a credential chose of what it could say.</summary>
public static class EvidenceChoice
{
    private const string Kept = "kept/";

    /// <summary>What is offered, worded as the credential says it where it does, and whatever else the credential says.</summary>
    public static IReadOnlyList<EvidenceGroup> Merge(IReadOnlyList<EvidenceGroup> offered, IReadOnlyList<Evidence> carried)
    {
        Dictionary<string, EvidencePiece> said = new(StringComparer.Ordinal);
        List<EvidenceGroup> others = [];
        foreach (var one in carried)
        {
            var pieces = PiecesOf(one, offered).Select(piece => said.ContainsKey(piece.Key) ? piece with { Key = KeptKey(one, piece.Kind) } : piece).ToList();
            foreach (var piece in pieces) said[piece.Key] = piece;
            if (pieces.Where(piece => !offered.Any(group => group.Pieces.Any(known => known.Key == piece.Key))).ToList() is { Count: > 0 } rest) others.Add(new(one.Name ?? "", rest));
        }
        return [.. offered.Select(group => group with { Pieces = [.. group.Pieces.Select(piece => said.GetValueOrDefault(piece.Key, piece))] }), .. others];
    }

    /// <summary>The evidence that says what was chosen, and nothing else.</summary>
    public static IReadOnlyList<Evidence> Of(IReadOnlyList<EvidenceGroup> groups, IReadOnlySet<string> chosen) =>
    [
        .. from @group in groups
           let pieces = @group.Pieces.Where(piece => chosen.Contains(piece.Key)).ToList()
           where pieces.Count > 0
           select new Evidence(pieces.Find(piece => piece.Kind == EvidenceKind.Link)?.Said)
           {
               Name = @group.Name,
               Narrative = pieces.Find(piece => piece.Kind is EvidenceKind.Result or EvidenceKind.Text)?.Said,
               Pieces = string.Join(' ', pieces.Select(piece => piece.Key)),
           },
    ];

    private static IEnumerable<EvidencePiece> PiecesOf(Evidence one, IReadOnlyList<EvidenceGroup> offered)
    {
        if (one.Pieces is { } keys) return keys.Split(' ').Select(key => Carried(one, key, KindOf(key)));

        // Chosen before pieces could be: all of a group, which its name tells.
        var all = offered.FirstOrDefault(group => group.Name == one.Name)?.Pieces ?? [];
        List<EvidencePiece> found = [];
        if (one.Id is not null) found.Add(Carried(one, all.FirstOrDefault(piece => piece.Kind == EvidenceKind.Link)?.Key, EvidenceKind.Link));
        if (one.Narrative is not null || one.Id is null) found.Add(Carried(one, all.FirstOrDefault(piece => piece.Kind != EvidenceKind.Link)?.Key, EvidenceKind.Result));
        return found;
    }

    private static EvidencePiece Carried(Evidence one, string? key, EvidenceKind kind) =>
        new(key ?? KeptKey(one, kind), kind, kind == EvidenceKind.Link ? one.Id : one.Narrative, IsCarried: true);

    private static EvidenceKind KindOf(string key) => key[(key.LastIndexOf('/') + 1)..] switch
    {
        "link" => EvidenceKind.Link,
        "text" => EvidenceKind.Text,
        _ => EvidenceKind.Result,
    };

    private static string KeptKey(Evidence one, EvidenceKind kind) =>
        $"{Kept}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{one.Id}\n{one.Name}\n{one.Narrative}")))[..16]}/{(kind == EvidenceKind.Link ? "link" : "result")}";
}
