using System.Globalization;
using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Importing;

/// <summary>A value of a file from a stranger that knows its place.</summary>
internal readonly record struct ImportedJson(JsonElement Element, string Path)
{
    private static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static ImportedJson Parse(byte[] file)
    {
        try
        {
            using var document = JsonDocument.Parse(file.AsMemory(file.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), strict);
            return new(document.RootElement.Clone(), "");
        }
        catch (JsonException e)
        {
            throw new WrongFileException(
                ImportProblems.NotReadable, string.Create(CultureInfo.InvariantCulture, $"{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}"));
        }
    }

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public ImportedJson? Member(string name) =>
        IsObject && Element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new(member, Path.Length == 0 ? name : $"{Path}.{name}") : null;

    /// <summary>The items of an array, or the one value that stands for an array of one; nothing when absent.</summary>
    public IEnumerable<ImportedJson> Items(string name)
    {
        if (Member(name) is not { } member) yield break;
        if (member.Element.ValueKind != JsonValueKind.Array)
        {
            yield return member;
            yield break;
        }

        var at = 0;
        foreach (var item in member.Element.EnumerateArray()) yield return new(item, $"{member.Path}[{at++}]");
    }

    /// <summary>Null when it is absent; anything but a text of at most so many letters is refused.</summary>
    public string? Text(string name, int longest) => Member(name)?.AsText(longest);

    public string Needed(string name, int longest) =>
        Text(name, longest) is { Length: > 0 } text ? text : throw new WrongFileException(ImportProblems.MemberWrong, Path.Length == 0 ? name : $"{Path}.{name}");

    public string AsText(int longest)
    {
        if (Element.ValueKind != JsonValueKind.String) throw Wrong();
        try
        {
            var text = Element.GetString()!.Trim();
            return text.Length <= longest && !text.Any(letter => char.IsControl(letter) && letter is not '\n' and not '\r' and not '\t') ? text : throw Wrong();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            throw Wrong();
        }
    }

    public string? Address(string name, int longest) => Text(name, longest) switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" => text,
        _ => throw new WrongFileException(ImportProblems.MemberWrong, Path.Length == 0 ? name : $"{Path}.{name}"),
    };

    public WrongFileException Wrong() => new(ImportProblems.MemberWrong, Path.Length == 0 ? "$" : Path);
}
