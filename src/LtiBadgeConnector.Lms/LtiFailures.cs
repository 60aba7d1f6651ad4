using System.Runtime.CompilerServices;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lti.Http;

namespace LtiBadgeConnector.Lms;

/// <summary>Says a failed LTI service call in the words of the Core's ports; the codes stay the same.</summary>
internal static class LtiFailures
{
    public static LmsException AsLms(this LtiServiceException failure) =>
        new(failure.Code, failure.Detail, failure.IsTransient, failure.RetryAfter, failure);

    public static async Task<T> OrLmsException<T>(this Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (LtiServiceException failure)
        {
            throw failure.AsLms();
        }
    }

    public static async IAsyncEnumerable<T> OrLmsException<T>(this IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var items = source.GetAsyncEnumerator(ct);
        while (await Next(items)) yield return items.Current;
    }

    private static async Task<bool> Next<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (LtiServiceException failure)
        {
            throw failure.AsLms();
        }
    }
}
