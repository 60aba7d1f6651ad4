using System.Diagnostics;

namespace LtiBadgeConnector.TestKit;

/// <summary>Where PostgreSQL's server programs are, and as whom they may run: they refuse root.</summary>
internal sealed class PostgresInstallation
{
    private const string ServerUser = "postgres";

    // Standard input is a pipe that only the test process holds: its end is the sign to stop and clean up.
    private const string KeeperScript = """
        trap '' INT TERM HUP
        programs=$1 folder=$2 user=$3
        as_user=
        mkdir -m 700 "$folder" || exit 1
        if [ -n "$user" ]; then
          chown "$user" "$folder"
          as_user="setpriv --reuid=$user --regid=$user --init-groups --"
        fi
        exec >"$folder/log" 2>&1
        cd "$folder"
        if $as_user "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync; then
          $as_user "$programs/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" \
            -c fsync=on -c synchronous_commit=on -c max_connections=300 -c timezone=UTC &
          server=$!
          read line
          kill -INT $server
          wait $server
          cd /
          rm -rf "$folder" "$folder.lock"
        else
          exit 1
        fi
        """;

    private readonly string? programs;

    private PostgresInstallation(string? programs) => this.programs = programs;

    /// <summary>What is missing to run a server here; null when nothing is.</summary>
    public string? Lack => this switch
    {
        _ when OperatingSystem.IsWindows() => "PostgreSQL: not started on Windows",
        { programs: null } => "PostgreSQL: not installed (no initdb in /usr/lib/postgresql/*/bin or on the PATH)",
        _ when Environment.IsPrivilegedProcess && !UserExists(ServerUser) => $"PostgreSQL: root may not run it and there is no user {ServerUser}",
        _ => null,
    };

    public static PostgresInstallation Find() => new(DebianPrograms() ?? Path.GetDirectoryName(Programs.Find("initdb")));

    /// <summary>The shell that makes, runs and removes a server for as long as its standard input is open.</summary>
    public ProcessStartInfo Keeper(PostgresFolder folder)
        => new("/bin/sh", ["-c", KeeperScript, "postgres-keeper", programs!, folder.Path, Environment.IsPrivilegedProcess ? ServerUser : ""])
        {
            RedirectStandardInput = true,
        };

    public void StopServerIn(PostgresFolder folder)
    {
        var data = Path.Combine(folder.Path, "data");
        if (!File.Exists(Path.Combine(data, "postmaster.pid")))
            return;

        string[] stop = [Path.Combine(programs!, "pg_ctl"), "stop", "-m", "immediate", "-D", data];
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={ServerUser}", $"--regid={ServerUser}", "--init-groups", "--", .. stop]
            : stop;
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
    }

    private static string? DebianPrograms()
        => Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderByDescending(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var version) ? version : 0)
                .FirstOrDefault()
            : null;

    private static bool UserExists(string name)
        => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
