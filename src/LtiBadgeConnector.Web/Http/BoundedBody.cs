using System.Buffers;

namespace LtiBadgeConnector.Web.Http;

/// <summary>Reads what a stranger sends, up to a limit.</summary>
internal static class BoundedBody
{
    /// <returns>Null when it is larger than allowed; the rest is not read.</returns>
    public static async Task<byte[]?> ReadBody(this HttpRequest request, int largest, CancellationToken ct)
    {
        if (request.ContentLength > largest) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            var isTooLarge = read.Buffer.Length > largest;
            var body = read.IsCompleted && !isTooLarge ? read.Buffer.ToArray() : null;
            request.BodyReader.AdvanceTo(read.IsCompleted ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || isTooLarge) return body;
        }
    }
}
