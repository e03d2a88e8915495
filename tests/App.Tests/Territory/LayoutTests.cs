using System.Buffers.Binary;
using System.Security.Cryptography;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class LayoutTests
{
    [Fact]
    public void The_layout_is_the_same_on_every_run_and_machine()
    {
        var bytes = new List<byte>();
        Span<byte> cell = stackalloc byte[4];
        foreach (var disc in Layout.Place(NationalRegister.Embedded.Load(13)))
        {
            foreach (var number in (int[])[disc.Centre.LatitudeE6, disc.Centre.LongitudeE6, disc.RadiusMetres])
            {
                BinaryPrimitives.WriteInt32LittleEndian(cell, number);
                bytes.AddRange(cell);
            }
        }

        Assert.Equal("e82b8f214e09d7da", Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..16]);
    }

    [Fact]
    public void Every_area_of_the_nation_gets_a_place_in_the_country_marked_approximate()
    {
        foreach (var province in NationalRegister.Embedded.Provinces)
        {
            foreach (var (centre, radius) in Layout.Place(NationalRegister.Embedded.Load(province)))
            {
                Assert.True(centre.IsApproximate && radius >= 1);
                Assert.InRange(centre.Latitude, 3, 54);
                Assert.InRange(centre.Longitude, 72, 136);
            }
        }
    }

    [Fact]
    public void Children_lie_in_the_disc_of_their_parent_and_no_two_communities_coincide()
    {
        var areas = NationalRegister.Embedded.Load(12);
        var discs = Layout.Place(areas);
        var plane = Plane.Around(discs.Select(disc => disc.Centre));
        for (var i = 0; i < areas.Length; i++)
        {
            if (areas[i].Level >= AreaLevel.Street)
            {
                var above = discs[areas[i].Parent];
                Assert.InRange(
                    plane.At(discs[i].Centre).DistanceTo(plane.At(above.Centre)), 0, above.RadiusMetres * 1.02 + 2);
            }
        }

        var communities = areas.Index().Where(at => at.Item.Level == AreaLevel.Community).ToArray();
        Assert.Equal(communities.Length, communities.Select(at => discs[at.Index].Centre).Distinct().Count());
    }

    [Fact]
    public void Room_is_in_proportion_to_the_communities_below()
    {
        var root = Location.FromDegrees(30, 110, isApproximate: false);
        var discs = Layout.Place(
        [
            new LayoutNode(-1, 1, 100, root, 10_000), new LayoutNode(0, 2, 80), new LayoutNode(0, 3, 20),
            new LayoutNode(1, 4, 1),
        ]);
        Assert.Equal(2.0, (double)discs[1].RadiusMetres / discs[2].RadiusMetres, 2);
        Assert.Equal(discs[1].Centre with { IsApproximate = true }, discs[3].Centre);
        Assert.False(discs[0].Centre.IsApproximate);
    }

    [Fact]
    public void A_known_centre_is_kept()
    {
        var areas = NationalRegister.Embedded.Load(31);
        var sanlin = Layout.Place(areas)[Array.FindIndex(areas, area => area.Code == 310115130000)];
        Assert.Equal((31.147, 121.505), (sanlin.Centre.Latitude, sanlin.Centre.Longitude));
    }

    [Fact]
    public void A_tree_without_a_place_to_start_from_is_refused()
    {
        var here = Location.FromDegrees(30, 110, isApproximate: true);
        Assert.Throws<ArgumentException>(() => Layout.Place([new LayoutNode(-1, 1, 1)]));
        Assert.Throws<ArgumentException>(() => Layout.Place([new LayoutNode(-1, 1, 0, here, 5)]));
        Assert.Throws<ArgumentException>(() => Layout.Place([new LayoutNode(0, 1, 1, here, 5)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Location.FromDegrees(double.NaN, 0, isApproximate: true));
    }
}
