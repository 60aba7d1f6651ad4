namespace LtiBadgeConnector.JsonLd.Canonicalization;

internal static class Permutations
{
    /// <summary>Every order of the items, one after another so that the caller can stop.</summary>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> items)
    {
        // By position, not by value: an item may stand twice.
        var order = Enumerable.Range(0, items.Count).ToArray();
        do yield return [.. order.Select(position => items[position])];
        while (Next(order));
    }

    private static bool Next(int[] order)
    {
        var pivot = order.Length - 2;
        while (pivot >= 0 && order[pivot] > order[pivot + 1]) pivot--;
        if (pivot < 0) return false;
        var successor = order.Length - 1;
        while (order[successor] < order[pivot]) successor--;
        (order[pivot], order[successor]) = (order[successor], order[pivot]);
        Array.Reverse(order, pivot + 1, order.Length - pivot - 1);
        return true;
    }
}
