using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Unknown deployments: digest section 4.3.</summary>
public sealed class DeploymentTests
{
    private readonly World world = new();

    [Fact]
    public async Task Lets_an_unknown_deployment_wait_for_approval()
    {
        var pending = Assert.IsType<LaunchResult.DeploymentPending>(await LaunchFrom("dep-new"));

        Assert.Equal((DeploymentState.Pending, (Guid?)null), (pending.Deployment.State, pending.Deployment.TenantId));
        Assert.Equal("launch-deployment-pending", pending.Problem.Code);
        Assert.Contains(pending.Deployment, world.Stores.Deployments);
        Assert.IsType<LaunchResult.DeploymentPending>(await LaunchFrom("dep-new"));
        Assert.Single(world.Stores.Deployments, deployment => deployment.DeploymentId == "dep-new");
    }

    [Fact]
    public async Task Accepts_the_deployment_once_it_was_approved_into_another_tenant()
    {
        await LaunchFrom("dep-new");
        var tenant = Guid.CreateVersion7();
        world.Stores.Deployments[^1] = world.Stores.Deployments[^1] with { State = DeploymentState.Active, TenantId = tenant };

        Assert.Equal(tenant, Assert.IsType<LaunchResult.Accepted>(await LaunchFrom("dep-new")).TenantId);
    }

    [Fact]
    public async Task Refuses_an_unknown_deployment_where_the_policy_says_so()
    {
        world.Change(registration => registration with { DeploymentPolicy = DeploymentPolicy.Reject });

        Assert.Equal("launch-deployment-refused", Assert.IsType<LaunchResult.Refused>(await LaunchFrom("dep-new")).Code);
        Assert.Single(world.Stores.Deployments);
    }

    [Fact]
    public async Task Accepts_an_unknown_deployment_where_the_policy_says_so()
    {
        world.Change(registration => registration with { DeploymentPolicy = DeploymentPolicy.AutoAccept });

        Assert.Equal(World.TenantId, Assert.IsType<LaunchResult.Accepted>(await LaunchFrom("dep-new")).TenantId);
    }

    [Fact]
    public async Task Refuses_a_deployment_that_an_administrator_refused()
    {
        world.Change(registration => registration with { DeploymentPolicy = DeploymentPolicy.AutoAccept });
        world.Stores.Deployments.Add(new Deployment(world.Registration.Id, "dep-new", null, DeploymentState.Refused));

        Assert.Equal("launch-deployment-refused", Assert.IsType<LaunchResult.Refused>(await LaunchFrom("dep-new")).Code);
    }

    [Fact]
    public async Task Tells_deployments_apart_by_case() => Assert.IsType<LaunchResult.DeploymentPending>(await LaunchFrom("DEP-3"));

    [Fact]
    public async Task Remembers_no_deployment_of_a_refused_token()
    {
        var login = await world.Login(("lti_deployment_id", null));
        var claims = world.Claims(login);
        claims[LtiClaims.DeploymentId] = "dep-new";

        Assert.IsType<LaunchResult.Refused>(await world.Post(login, World.Sign(claims, SigningKey.Another)));
        Assert.Single(world.Stores.Deployments);
    }

    private async Task<LaunchResult> LaunchFrom(string deploymentId)
    {
        var login = await world.Login(("lti_deployment_id", deploymentId));
        var claims = world.Claims(login);
        claims[LtiClaims.DeploymentId] = deploymentId;
        return await world.Post(login, World.Sign(claims));
    }
}
