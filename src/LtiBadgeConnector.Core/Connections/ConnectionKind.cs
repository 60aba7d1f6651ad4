namespace LtiBadgeConnector.Core.Connections;

/// <summary>A kind of connection as an administrator makes one; the console's forms and <c>connection add</c> follow this.</summary>
/// <param name="Name">Stable: scripts name it.</param>
/// <param name="Title">What a connection is called that was given no name.</param>
public sealed record ConnectionKind(string Name, string Title, ConnectionDoor Door, IReadOnlyList<ConnectionField> Fields);

/// <summary>How an LMS comes in by a connection.</summary>
public enum ConnectionDoor
{
    /// <summary>Not at all: we read.</summary>
    Closed,

    /// <summary>It leaves its events where we fetch them.</summary>
    Queue,

    /// <summary>By an unguessable address; what proves a delivery is not a secret of ours.</summary>
    Address,

    /// <summary>By an unguessable address and a secret.</summary>
    AddressAndSecret,
}

/// <summary>One setting of a kind.</summary>
/// <param name="Setting">Its name in <see cref="Connection.Settings"/>.</param>
public sealed record ConnectionField(string Setting, FieldForm Form, bool IsNeeded)
{
    /// <summary>Its name on the command line: <c>siteUrl</c> is <c>--site-url</c>.</summary>
    public string Option => string.Concat(Setting.Select(letter => char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : letter.ToString()));
}

public enum FieldForm
{
    Text,
    Url,

    /// <summary>Never shown again.</summary>
    Secret,

    /// <summary>Stored as <c>true</c>, or not at all.</summary>
    Choice,
}
