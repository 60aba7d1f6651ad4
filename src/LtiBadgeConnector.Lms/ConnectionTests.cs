using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Moodle;

namespace LtiBadgeConnector.Lms;

/// <summary>The administrator's "test" of a connection by which we go out; one by which an LMS comes in shows what it does in its log.</summary>
public sealed class ConnectionTests(Func<MoodleSite, MoodleWebServices> connect, CanvasConnectionTest canvas, CanvasQueue queue)
{
    public static bool CanTest(string kind) => kind is ConnectionKinds.MoodleWebServices or ConnectionKinds.Canvas or ConnectionKinds.CanvasQueue;

    /// <param name="issuer">Of the registration: a site that is another one is a mistake.</param>
    /// <param name="courseId">A course to try permissions in, if one is known.</param>
    public async Task<IReadOnlyList<ConnectionCheck>> Run(Connection connection, string issuer, string? courseId, CancellationToken ct) => connection.Kind switch
    {
        ConnectionKinds.MoodleWebServices => await new MoodleConnectionTest(connect).Run(connection, issuer, courseId, ct),
        ConnectionKinds.Canvas => await canvas.Run(connection, courseId, ct),
        ConnectionKinds.CanvasQueue => await queue.Test(connection, ct),
        _ => [],
    };
}
