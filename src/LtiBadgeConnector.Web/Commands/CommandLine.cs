using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Storage;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>The commands of the executable, in the order in which <c>help</c> shows them. Without one the server runs.</summary>
public static class CommandLine
{
    private static readonly IReadOnlyList<Command> all =
    [
        new("serve", "Runs the server (the default).", ServeCommand.Run),
        new("migrate", "Brings the database to this version. --script prints the SQL instead.", MigrateCommand.Run),
        new("platform add", "Registers an LMS: --name --issuer --client-id --auth-url --token-url --jwks-url --deployment [--token-audience] [--family] [--tenant].", PlatformCommands.Add),
        new("platform list", "Lists the registered LMSs.", PlatformCommands.List),
        new("platform test", "Asks an LMS for its keys and for tokens: ID or NAME.", PlatformCommands.Test),
        new("platform remove", "Removes a platform without courses: ID or NAME. --disable keeps its data and refuses its launches.", PlatformCommands.Remove),
        new("connection add", "Adds a way to hear from or read an LMS: --platform --kind [--name] and what the kind needs.", ConnectionCommands.Add),
        new("connection list", "Lists the connections.", ConnectionCommands.List),
        new("connection test", "Tries a connection: ID.", ConnectionCommands.Test),
        new("key list", "Lists the issuers' keys.", KeyCommands.List),
        new("key rotate", "Makes new signing keys for the default issuer; the old ones stay published. --algorithm RS256, EdDSA or ES256 makes one.", KeyCommands.Rotate),
        new("key revoke", "Declares a stolen key void and signs what is in force anew: URL.", KeyCommands.Revoke),
        new("admin link", "Prints a one-time sign-in link for the console.", AdminCommands.Link),
        new("admin token", "Prints an API token: --scope NAME [--scope NAME] [--name] [--days].", AdminCommands.Token),
        new("verify", "Checks a credential: FILE or URL [--at INSTANT] [--documents MAP.json].", VerifyCommand.Run),
        new("canonicalize", "Prints the RDFC-1.0 N-Quads of a document without its proof: FILE [--documents MAP.json].", CanonicalizeCommand.Run),
        new("moodle-plugin", "Writes the plugin for Moodle, to be installed there: FILE.", MoodlePluginCommand.Run),
        new("export", "Writes an institution's data, or one person's, into a ZIP: --to FILE.zip [--tenant] [--learner ID].", ExportCommand.Run),
        new("backup", "Copies a server's data, running or not, into a new folder: --to FOLDER [--without-key].", BackupCommands.Backup),
        new("restore", "Puts a backup into an empty data directory: --from FOLDER.", BackupCommands.Restore),
        new("doctor", "Checks configuration, database, keys and exceptions of the outgoing guard.", DoctorCommand.Run),
    ];

    internal static IReadOnlyList<string> Names => [.. all.Select(command => command.Name)];

    /// <returns>The exit status: 0 when the command did what it says.</returns>
    public static async Task<int> Run(string[] args)
    {
        if (args is ["help" or "--help" or "-h", ..]) return Help(Console.Out, 0);
        if (all.FirstOrDefault(candidate => candidate.Matches(args)) is { } command) return await Guarded(command.Run, args[command.Words..]);
        return args is [] or [['-', ..], ..] ? await Guarded(ServeCommand.Run, args) : Help(Console.Error, 2);
    }

    private static async Task<int> Guarded(Func<Arguments, Task<int>> run, string[] args)
    {
        try
        {
            return await run(new Arguments(args));
        }
        catch (CommandException e)
        {
            return Refuse(e.Code, e.Message, 2);
        }
        catch (StartRefusedException e)
        {
            return Refuse(e.Code, e.Message, 1);
        }
        catch (StorageException e)
        {
            return Refuse(e.Code, e.Message, 1);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException e)
        {
            return Refuse("configuration-invalid", e.Message, 1);
        }
    }

    private static int Refuse(string code, string message, int status)
    {
        Console.Error.WriteLine($"{code}: {message}");
        return status;
    }

    private static int Help(TextWriter to, int status)
    {
        to.WriteLine("Commands (add --json for machine output; settings as --Section:Key=value):");
        foreach (var command in all) to.WriteLine($"  {command.Name,-16} {command.About}");
        return status;
    }

    private sealed record Command(string Name, string About, Func<Arguments, Task<int>> Run)
    {
        public int Words => Name.Split(' ').Length;

        public bool Matches(string[] args) => args.Length >= Words && string.Join(' ', args[..Words]) == Name;
    }
}

/// <summary>A command cannot be carried out as given. The message says what to change.</summary>
public sealed class CommandException(string code, string message) : Exception(message)
{
    public string Code => code;
}
