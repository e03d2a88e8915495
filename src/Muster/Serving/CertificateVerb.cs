using System.CommandLine;
using Muster.Platform.Hosting;

namespace Muster.Cli.Serving;

/// <summary><c>muster certificate make</c>: HTTPS on a network that has no authority of its own.</summary>
internal static class CertificateVerb
{
    public static Command Make()
    {
        var names = new Option<string[]>("--name") { Description = "host name or network address under which devices reach the server", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [Environment.MachineName, "localhost", "127.0.0.1"] };
        var make = new Command("make", "make the server's certificate, and the local authority where there is none yet") { names, Verbs.Store, Verbs.Json };
        make.SetAction(parse =>
        {
            var authority = Installation.Choose(parse.GetValue(Verbs.Store), null).Authority;
            DateTimeOffset until;
            try
            {
                until = authority.Make(parse.GetValue(names)!, TimeProvider.System.GetUtcNow());
            }
            catch (ArgumentException unusable)
            {
                throw new VerbFailure(2, $"A name cannot be used in a certificate: {unusable.Message}");
            }
            Output.Show(parse, new { authority.AuthorityFile, authority.CertificateFile, Names = parse.GetValue(names), Until = until }, $"""
                The server's certificate for {string.Join(", ", parse.GetValue(names)!)} is made; it ends on {until:yyyy-MM-dd}.
                Put {authority.AuthorityFile} on every device as a trusted authority (it is no secret); keep the .key files where they are.
                Then: muster serve --urls https://0.0.0.0:8443
                """);
            return 0;
        });
        return new Command("certificate", "HTTPS from an authority of this installation alone") { make };
    }
}
