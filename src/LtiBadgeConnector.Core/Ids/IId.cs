namespace LtiBadgeConnector.Core.Ids;

/// <summary>An identifier of one of our rows: a UUIDv7 made from the injected clock, never shown to the public.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}
