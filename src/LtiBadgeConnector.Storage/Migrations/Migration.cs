using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Storage.Dialects;

namespace LtiBadgeConnector.Storage.Migrations;

/// <summary>One numbered script, the same for all engines until its tokens are replaced.</summary>
/// <param name="Name">File name without <c>.sql</c>: <c>0001_initial</c>. Names sort in the order of application.</param>
internal sealed record Migration(string Name, string Template)
{
    private const string Folder = "LtiBadgeConnector.Storage.Migrations.";

    /// <summary>All that this program knows, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Load()];

    /// <summary>Over the template, so that it is the same on every engine.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Template)));

    /// <summary>Plain SQL of one engine, comments included.</summary>
    public string Script(SqlDialect dialect) => dialect.Translate(Template);

    public IEnumerable<string> Statements(SqlDialect dialect) => Split(Script(dialect));

    public static IEnumerable<string> Split(string script)
    {
        var code = string.Join('\n', script.Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)));
        return code.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(statement => statement.TrimEnd(';'))
            .Where(statement => statement.Length > 0);
    }

    private static IEnumerable<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new(resource[Folder.Length..^".sql".Length], reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
    }
}
