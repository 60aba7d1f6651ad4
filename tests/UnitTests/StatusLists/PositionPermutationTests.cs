using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.UnitTests.StatusLists;

public class PositionPermutationTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(131_072)]
    public void Every_position_comes_once(int size)
    {
        var permutation = new PositionPermutation(Secret, size);

        Assert.Equal(Enumerable.Range(0, size), Enumerable.Range(0, size).Select(permutation.PositionOf).Order());
    }

    [Fact]
    public void Neighbours_in_time_are_no_neighbours_in_the_list()
    {
        var permutation = new PositionPermutation(Secret, 131_072);
        var steps = Enumerable.Range(0, 1000).Select(n => Math.Abs(permutation.PositionOf(n + 1) - permutation.PositionOf(n))).ToList();

        // Of random positions two in a hundred thousand or so lie side by side, and the mean distance is a third of the list.
        Assert.True(steps.Count(step => step < 10) < 5);
        Assert.InRange(steps.Average(), 38_000, 49_000);
    }

    [Fact]
    public void Another_secret_is_another_order()
    {
        var one = new PositionPermutation(Secret, 131_072);
        var other = new PositionPermutation([.. Secret.Reverse()], 131_072);

        Assert.True(Enumerable.Range(0, 100).Count(n => one.PositionOf(n) == other.PositionOf(n)) < 3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void A_count_outside_the_list_has_no_position(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PositionPermutation(Secret, 100).PositionOf(count));
}
