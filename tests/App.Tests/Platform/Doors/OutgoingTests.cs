using System.Net;
using System.Net.Sockets;
using Muster.Platform.Doors;

namespace Muster.App.Tests.Platform.Doors;

public sealed class OutgoingTests
{
    /// <summary>Address, whether it is called at all, and only where a private network was allowed.</summary>
    public static TheoryData<string, bool, bool> Addresses => new()
    {
        { "8.8.8.8", true, true }, { "223.5.5.5", true, true }, { "2400:3200::1", true, true },
        { "10.1.2.3", false, true }, { "172.16.0.1", false, true }, { "172.31.255.255", false, true }, { "192.168.1.1", false, true }, { "127.0.0.1", false, true }, { "127.8.8.8", false, true },
        { "100.64.0.1", false, true }, { "::1", false, true }, { "fd00::1", false, true }, { "::ffff:10.0.0.1", false, true }, { "172.32.0.1", true, true }, { "100.128.0.1", true, true },
        { "169.254.169.254", false, false }, { "::ffff:169.254.169.254", false, false }, { "100.100.100.200", false, false }, { "0.0.0.0", false, false }, { "0.1.2.3", false, false },
        { "224.0.0.1", false, false }, { "255.255.255.255", false, false }, { "198.18.0.1", false, false }, { "192.0.0.192", false, false },
        { "fe80::1", false, false }, { "ff02::1", false, false }, { "::", false, false }, { "fec0::1", false, false }, { "64:ff9b::a9fe:a9fe", false, false }, { "2002:7f00:1::", false, false }, { "2001:0:7f00:1::", false, false },
    };

    [Theory, MemberData(nameof(Addresses))]
    public void ASVS_1_3_6_What_stands_behind_this_machine_is_not_called(string address, bool anywhere, bool inside)
    {
        Assert.Equal(anywhere, Outgoing.IsAllowed(IPAddress.Parse(address), privateNetwork: false));
        Assert.Equal(inside, Outgoing.IsAllowed(IPAddress.Parse(address), privateNetwork: true));
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://0x7f.1:{0}/")]
    public async Task ASVS_1_3_6_No_way_of_writing_an_inner_address_reaches_a_listener(string address)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var to = new Uri(string.Format(global::System.Globalization.CultureInfo.InvariantCulture, address, ((IPEndPoint)listener.LocalEndpoint).Port));
        using var client = Outgoing.Client(to, privateNetwork: false, null);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(to));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Another_host_another_port_and_a_plain_address_are_not_called()
    {
        using var client = Outgoing.Client(new Uri("https://127.0.0.1:4443/"), privateNetwork: true, null);
        foreach (var other in (string[])["https://127.0.0.1:4444/", "https://localhost:4443/", "http://127.0.0.1:4443/"])
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(other));
            Assert.Contains("Only the server that was set", refused.Message, StringComparison.Ordinal);
        }
    }
}
