namespace LtiBadgeConnector.Lms;

/// <summary>Reads what an LMS answers, up to a limit.</summary>
internal static class BoundedContent
{
    /// <returns>Null when it is larger; the rest is not read.</returns>
    public static async Task<byte[]?> ReadUpTo(this HttpContent content, int most, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > most) return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }
}
