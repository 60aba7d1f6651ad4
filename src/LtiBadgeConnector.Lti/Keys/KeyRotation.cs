namespace LtiBadgeConnector.Lti.Keys;

/// <summary>
/// When a key moves to its next state. Platforms cache our set, so a new key is published a day before it signs
/// and an old one stays two days after its last signature.
/// </summary>
public static class KeyRotation
{
    public static readonly TimeSpan PublishedBeforeActive = TimeSpan.FromHours(24);
    public static readonly TimeSpan RetiredBeforeRemoved = TimeSpan.FromHours(48);

    /// <summary>
    /// The keys of one set as they should be at <paramref name="now"/>. The newest published key that waited long
    /// enough becomes active; with <paramref name="emergency"/> it need not wait.
    /// </summary>
    public static IReadOnlyList<ToolKey> Advance(IReadOnlyList<ToolKey> keys, DateTimeOffset now, bool emergency = false)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var active = keys.SingleOrDefault(key => key.State == ToolKeyState.Active);
        var successor = keys
            .Where(key => key.State == ToolKeyState.Published)
            .Where(key => active is null || emergency || now >= key.CreatedAt + PublishedBeforeActive)
            .MaxBy(key => key.CreatedAt);

        return [.. keys.Select(key => Next(key, successor, now))];
    }

    private static ToolKey Next(ToolKey key, ToolKey? successor, DateTimeOffset now) => key switch
    {
        { State: ToolKeyState.Published } when key.Kid == successor?.Kid => key with { State = ToolKeyState.Active, ActivatedAt = now },
        { State: ToolKeyState.Active } when successor is not null => key with { State = ToolKeyState.Retired, RetiredAt = now },
        { State: ToolKeyState.Retired, RetiredAt: { } retired } when now >= retired + RetiredBeforeRemoved => key with { State = ToolKeyState.Removed },
        _ => key,
    };
}
