using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Web.Sharing;

public enum EvidenceKind
{
    Result,
    Text,
    Link,
    File,
}

/// <summary>One thing that a credential may say of the work behind it.</summary>
/// <param name="Key">Names it in the form and in what is stored of the choice; without blanks.</param>
/// <param name="Said">As it stands in the credential, in its language; null for a result of which there is no more to say than its name.</param>
public sealed record EvidencePiece(string Key, EvidenceKind Kind, string? Said, bool IsCarried = false)
{
    /// <summary>Of a file that the credential does not carry yet, where the LMS tells it.</summary>
    public long? Size { get; init; }

    /// <summary>Of a file of which there is a copy: how it stands in the credential.</summary>
    public Evidence? Copy { get; init; }
}

/// <summary>What belongs together: the pieces about one requirement, or what came with an award by hand. A credential says what is chosen of them in one place; each file stands by itself.</summary>
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
            if (pieces.Where(piece => !offered.Any(group => group.Pieces.Any(known => known.Key == piece.Key))).ToList() is { Count: > 0 } rest) others.Add(new(HeadOf(one), rest));
        }
        // The LMS was not asked, or no longer lists it: it stands where it was found.
        var files = others.Where(group => group.Pieces[0].Kind == EvidenceKind.File && offered.Any(known => known.Name == group.Name)).ToList();
        return
        [
            .. offered.Select(group => group with
            {
                Pieces = [.. group.Pieces.Select(piece => said.GetValueOrDefault(piece.Key, piece)), .. files.Where(file => file.Name == group.Name).SelectMany(file => file.Pieces)],
            }),
            .. others.Except(files),
        ];
    }

    /// <summary>The same groups, with a copy of a file that was only listed.</summary>
    public static IReadOnlyList<EvidenceGroup> With(IReadOnlyList<EvidenceGroup> groups, string key, string url, string digestSri) =>
    [
        .. groups.Select(group => group with
        {
            Pieces =
            [
                .. group.Pieces.Select(piece => piece.Key == key
                    ? piece with { Copy = new(url) { Name = piece.Said, Description = group.Name, DigestSri = digestSri, Pieces = key } }
                    : piece),
            ],
        }),
    ];

    /// <summary>The evidence that says what was chosen, and nothing else.</summary>
    public static IReadOnlyList<Evidence> Of(IReadOnlyList<EvidenceGroup> groups, IReadOnlySet<string> chosen) =>
        [.. groups.SelectMany(group => Of(group.Name, [.. group.Pieces.Where(piece => chosen.Contains(piece.Key))]))];

    private static IEnumerable<Evidence> Of(string name, IReadOnlyList<EvidencePiece> chosen)
    {
        var words = chosen.Where(piece => piece.Kind != EvidenceKind.File).ToList();
        if (words.Count > 0)
        {
            yield return new(words.Find(piece => piece.Kind == EvidenceKind.Link)?.Said)
            {
                Name = name,
                Narrative = words.Find(piece => piece.Kind is EvidenceKind.Result or EvidenceKind.Text)?.Said,
                Pieces = string.Join(' ', words.Select(piece => piece.Key)),
            };
        }
        foreach (var copy in chosen.Select(piece => piece.Copy).OfType<Evidence>()) yield return copy;
    }

    private static string HeadOf(Evidence one) => (one.IsFile ? one.Description : null) ?? one.Name ?? "";

    private static IEnumerable<EvidencePiece> PiecesOf(Evidence one, IReadOnlyList<EvidenceGroup> offered)
    {
        if (one.IsFile) return [new(one.Pieces ?? KeptKey(one, EvidenceKind.File), EvidenceKind.File, one.Name, IsCarried: true) { Copy = one }];
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
