using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Replay;

namespace LtiBadgeConnector.ProtocolTests.Lti.Support;

/// <summary>The ports in memory, each change one conditional step under a lock, as a database does it by a statement.</summary>
internal sealed class Stores : ILoginStore, IRegistrations, IDeployments, IUsedOnce, IToolKeys
{
    private readonly Lock gate = new();
    private readonly HashSet<(string, string)> used = [];

    public Dictionary<string, PendingLogin> Logins { get; } = [];

    public List<Registration> Registrations { get; } = [];

    public List<Deployment> Deployments { get; } = [];

    public static ToolKeyPair SharedKey { get; } = ToolKeyPair.Generate(World.Now);

    public ToolKeyPair Key => SharedKey;

    public Task Issue(PendingLogin login, CancellationToken ct)
    {
        lock (gate) Logins.Add(login.StateHash, login);
        return Task.CompletedTask;
    }

    public async Task<PendingLogin?> Find(string stateHash, CancellationToken ct)
    {
        // Lets parallel launches overtake each other between look and use.
        await Task.Yield();
        lock (gate) return Logins.GetValueOrDefault(stateHash);
    }

    public Task<bool> Hold(string stateHash, string claims, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult(Change(stateHash, login => login is { HeldClaims: null, ConsumedAt: null } && now < login.ExpiresAt, login => login with { HeldClaims = claims }));

    public Task<bool> Consume(string stateHash, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult(Change(stateHash, login => login.ConsumedAt is null && now < login.ExpiresAt, login => login with { ConsumedAt = now, HeldClaims = null }));

    public Task<int> Purge(DateTimeOffset expiredBefore, CancellationToken ct)
    {
        lock (gate)
        {
            var expired = Logins.Values.Where(login => login.ExpiresAt < expiredBefore).Select(login => login.StateHash).ToList();
            expired.ForEach(hash => Logins.Remove(hash));
            return Task.FromResult(expired.Count);
        }
    }

    public Task<Registration?> Find(RegistrationId id, CancellationToken ct) => Task.FromResult(Registrations.SingleOrDefault(registration => registration.Id == id));

    // As loose as a case-insensitive collation: the product must compare again.
    public Task<Registration?> Find(string issuer, string clientId, CancellationToken ct) =>
        Task.FromResult(Registrations.SingleOrDefault(registration =>
            registration.Issuer.Equals(issuer, StringComparison.OrdinalIgnoreCase) && registration.ClientId.Equals(clientId, StringComparison.OrdinalIgnoreCase)));

    public Task<IReadOnlyList<Registration>> ActiveOf(string issuer, int atMost, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Registration>>(
            [.. Registrations.Where(registration => registration.State == RegistrationState.Active && registration.Issuer.Equals(issuer, StringComparison.OrdinalIgnoreCase)).Take(atMost)]);

    public Task<Deployment?> Find(RegistrationId registration, string deploymentId, CancellationToken ct)
    {
        lock (gate) return Task.FromResult(Deployments.SingleOrDefault(deployment => deployment.Registration == registration && deployment.DeploymentId == deploymentId));
    }

    public async Task<Deployment> Remember(Deployment deployment, CancellationToken ct)
    {
        if (await Find(deployment.Registration, deployment.DeploymentId, ct) is { } known) return known;
        lock (gate) Deployments.Add(deployment);
        return deployment;
    }

    public Task<bool> TryUse(string kind, string key, DateTimeOffset until, CancellationToken ct)
    {
        Assert.InRange(key.Length, 1, 64);
        lock (gate) return Task.FromResult(used.Add((kind, key)));
    }

    public Task<ToolKeyPair> Active(Guid tenantId, CancellationToken ct) => Task.FromResult(Key);

    public Task<IReadOnlyList<ToolKey>> Published(CancellationToken ct) => Task.FromResult<IReadOnlyList<ToolKey>>([Key.Public]);

    private bool Change(string stateHash, Func<PendingLogin, bool> condition, Func<PendingLogin, PendingLogin> change)
    {
        lock (gate)
        {
            if (!Logins.TryGetValue(stateHash, out var login) || !condition(login)) return false;
            Logins[stateHash] = change(login);
            return true;
        }
    }
}
