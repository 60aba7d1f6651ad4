namespace LtiBadgeConnector.Storage;

/// <summary>One number of a query, selected <c>AS value</c>: engines disagree about the width of a count.</summary>
internal sealed record Number(int Value);
