namespace LtiBadgeConnector.Core.Steps;

/// <summary>Something that a request began and that the sweep finishes when the request did not.</summary>
public interface IChore
{
    Task RunAll(CancellationToken ct);
}
