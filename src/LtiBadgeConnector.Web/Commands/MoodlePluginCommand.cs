using LtiBadgeConnector.Web.Registering;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>Writes our Moodle plugin as a zip. Needs no server and no database.</summary>
internal static class MoodlePluginCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var file = arguments.Word("FILE");
        await File.WriteAllBytesAsync(file, MoodlePlugin.Zip());
        return Host.Print(arguments, ("file", Path.GetFullPath(file)));
    }
}
