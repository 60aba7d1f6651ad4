using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Uploads;

/// <summary>What came of a picture that somebody handed in.</summary>
public abstract record PictureUpload
{
    private PictureUpload() { }

    /// <summary>Written anew by us: nothing of the file but what is seen.</summary>
    public sealed record Accepted(string MediaType, byte[] Content) : PictureUpload;

    /// <param name="Code">A code of the problem catalogue.</param>
    /// <param name="Sentence">What to do, with a hole for each of <paramref name="Holes"/>.</param>
    public sealed record Refused(string Code, Word Sentence, params IReadOnlyList<object> Holes) : PictureUpload;
}

/// <summary>What a picture is for.</summary>
public enum PictureUse
{
    /// <summary>Square: what is not gets transparent edges, so that nothing of it is cut off.</summary>
    Badge,

    /// <summary>Keeps its proportions.</summary>
    Logo,
}
