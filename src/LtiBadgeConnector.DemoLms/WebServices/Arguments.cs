using System.Globalization;

namespace LtiBadgeConnector.DemoLms.WebServices;

/// <summary>The form fields of one call, read the way Moodle's REST server reads them.</summary>
internal sealed class Arguments(IFormCollection form)
{
    public string this[string name] => form[name].ToString();

    /// <summary>A number; null when it is absent or not one.</summary>
    public int? Number(string name) => int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The value of <c>options[n][name]=…, options[n][value]=…</c>.</summary>
    public int? Option(string name)
    {
        var key = form.Keys.FirstOrDefault(k => k.StartsWith("options[", StringComparison.Ordinal) && k.EndsWith("][name]", StringComparison.Ordinal) && form[k] == name);
        return key is null ? null : Number(key[..^"[name]".Length] + "[value]");
    }
}
