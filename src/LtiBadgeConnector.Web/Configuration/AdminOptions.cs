using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>Sign-in to the console.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>How long a sign-in lasts without use.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Wrong passwords until the account is locked.</summary>
    [Range(3, 100)]
    public int AttemptsUntilLockOut { get; set; } = 5;

    /// <summary>How long it stays locked.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockOut { get; set; } = TimeSpan.FromMinutes(15);
}
