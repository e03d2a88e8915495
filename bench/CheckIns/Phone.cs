using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Muster.Bench.CheckIns;

/// <summary>A member's phone: signed in through the real door, with the key it signs by. Makes the bytes of a request.</summary>
internal sealed class Phone
{
    private readonly byte[] _key;
    private readonly string _device, _head;
    private bool _in;

    private Phone(byte[] key, string device, string head) => (_key, _device, _head) = (key, device, head);

    public static async Task<Phone> SignIn(Uri address, int person)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address };
        const string mark = "name=\"__RequestVerificationToken\" value=\"";
        var page = await http.GetStringAsync("/sign-in");
        var at = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        using var form = new FormUrlEncodedContent([new("Name", CheckInGround.Name(person)), new("Password", CheckInGround.Password), new("__RequestVerificationToken", page[at..page.IndexOf('"', at)])]);
        using var entered = await http.PostAsync("/sign-in", form);
        if (entered.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"Signing in answered {(int)entered.StatusCode}.");
        var keys = await http.GetFromJsonAsync<JsonElement>("/api/field/keys");
        var head = $"POST /api/check-ins HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {cookies.GetCookieHeader(address)}\r\nMuster-Antiforgery: {keys.GetProperty("token").GetString()}\r\nContent-Type: application/json\r\nContent-Length: ";
        return new Phone(Base64Url.DecodeFromChars(keys.GetProperty("key").GetString()), keys.GetProperty("device").GetString()!, head);
    }

    /// <summary>A new check-in or check-out, in turn.</summary>
    public (Guid Id, byte[] Request) Next()
    {
        var (id, at, kind) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), (_in = !_in) ? "In" : "Out");
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}|{kind}|Button|{at.ToUnixTimeMilliseconds()}||");
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed)));
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","kind":"{{kind}}","how":"Button","deviceAt":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","device":"{{_device}}","signature":"{{signature}}"}""");
        return (id, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_head}{body.Length}\r\n\r\n{body}")));
    }
}
