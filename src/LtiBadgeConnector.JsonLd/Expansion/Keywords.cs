using System.Collections.Frozen;

namespace LtiBadgeConnector.JsonLd.Expansion;

internal static class Keywords
{
    public const string Base = "@base";
    public const string Container = "@container";
    public const string Context = "@context";
    public const string Direction = "@direction";
    public const string Graph = "@graph";
    public const string Id = "@id";
    public const string Import = "@import";
    public const string Included = "@included";
    public const string Index = "@index";
    public const string Json = "@json";
    public const string Language = "@language";
    public const string List = "@list";
    public const string Nest = "@nest";
    public const string None = "@none";
    public const string Prefix = "@prefix";
    public const string Propagate = "@propagate";
    public const string Protected = "@protected";
    public const string Reverse = "@reverse";
    public const string Set = "@set";
    public const string Type = "@type";
    public const string Value = "@value";
    public const string Version = "@version";
    public const string Vocab = "@vocab";

    private static readonly FrozenSet<string> All = FrozenSet.ToFrozenSet(
    [
        Base, Container, Context, "@default", Direction, Graph, Id, Import, Included, Index, Json, Language, List, Nest, None, Prefix, Propagate,
        Protected, Reverse, Set, Type, Value, Version, Vocab,
    ],
    StringComparer.Ordinal);

    public static bool IsKeyword(string? text) => text is ['@', ..] && All.Contains(text);

    /// <summary>Reserved for words of later versions; such terms and values are ignored.</summary>
    public static bool HasForm(string text) => text.Length > 1 && text[0] == '@' && text.AsSpan(1).IndexOfAnyExceptInRange('A', 'z') < 0 && text.Skip(1).All(char.IsAsciiLetter);
}
