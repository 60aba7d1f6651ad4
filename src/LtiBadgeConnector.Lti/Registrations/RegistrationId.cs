namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>Our id of a registration; also the <c>{registration}</c> in <c>/lti/login/{registration}</c>. Not a secret.</summary>
public readonly record struct RegistrationId(Guid Value)
{
    public static RegistrationId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static RegistrationId? Parse(string? text) => Guid.TryParse(text, out var value) ? new RegistrationId(value) : null;

    public override string ToString() => Value.ToString("D");
}
