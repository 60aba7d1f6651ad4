namespace LtiBadgeConnector.Core.Steps;

/// <summary>Tells the worker that there is work. It may be forgotten: the sweep finds what it forgot.</summary>
public interface IWakeUp
{
    void Wake();
}
