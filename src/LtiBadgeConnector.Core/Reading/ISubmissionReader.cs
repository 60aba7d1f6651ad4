using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Reading;

/// <summary>Reads what a learner handed in, where an LMS lets us.</summary>
public interface ISubmissionReader
{
    /// <summary>The files of the learner's own submissions for these items. Not those of a group, which are other people's as well.</summary>
    /// <exception cref="LmsException">The LMS refused or did not answer.</exception>
    Task<IReadOnlyList<SubmittedFile>> Files(IReadOnlyList<LearnerKey> learner, IReadOnlyCollection<ItemKey> items, CancellationToken ct);

    /// <param name="most">How many bytes it may have.</param>
    /// <exception cref="LmsException">The LMS refused or did not answer; or one of <see cref="SubmissionProblems"/>.</exception>
    Task<byte[]> Fetch(SubmittedFile file, int most, CancellationToken ct);
}

/// <summary>A file that a learner handed in, as the LMS lists it.</summary>
/// <param name="Version">Another one when the file was changed, or handed in anew.</param>
/// <param name="Address">Where the reader that listed it fetches it.</param>
public sealed record SubmittedFile(ItemKey Item, string Name, string? MediaType, long? Size, string Version, string Address);

/// <summary>Why one file cannot be had: codes of the problem catalogue.</summary>
public static class SubmissionProblems
{
    public const string Gone = "evidence-file-gone";
    public const string TooLarge = "evidence-file-too-large";
}
