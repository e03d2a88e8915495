using FsCheck;
using FsCheck.Fluent;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Sealing;



public sealed class SealingTests : IDisposable
{
    private static readonly Guid Record = Guid.CreateVersion7();

    private readonly Installation _installation = new(Directory.CreateTempSubdirectory("muster-seal-").FullName, null);

    public void Dispose() => Directory.Delete(_installation.Folder, recursive: true);

    [Fact]
    public void What_was_sealed_opens_and_lies_nowhere_readable()
    {
        var (sealing, secret) = (Make(), Sealer.NewSecret());
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
        {
            var value = "值" + new string([.. text.Get.Where(c => !char.IsSurrogate(c))]) + "13800001234";
            var hidden = sealing.Seal(secret, Record, "a.b", value);
            return sealing.Open(secret, Record, "a.b", hidden) == value && hidden.AsSpan().IndexOf("13800001234"u8) < 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ASVS_11_3_3_A_bit_changed_another_record_another_field_or_another_key_opens_nothing()
    {
        var (sealing, secret) = (Make(), Sealer.NewSecret());
        var value = sealing.Seal(secret, Record, "a.b", "110101199003074258");
        for (var bit = 8; bit < value.Length * 8; bit++)
        {
            var changed = value.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealBroken>(() => sealing.Open(secret, Record, "a.b", changed));
        }
        Assert.Throws<SealBroken>(() => sealing.Open(secret, Guid.CreateVersion7(), "a.b", value));
        Assert.Throws<SealBroken>(() => sealing.Open(secret, Record, "a.c", value));
        Assert.Throws<SealBroken>(() => sealing.Open(Sealer.NewSecret(), Record, "a.b", value));
        Assert.Throws<SealBroken>(() => sealing.Open(secret, Record, "a.b", value.AsSpan(0, 20)));
        File.Delete(Path.Combine(_installation.Folder, Sealer.KeyName));
        Assert.DoesNotContain("1101", Assert.Throws<SealBroken>(() => Make().Open(secret, Record, "a.b", value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_text_is_sealed_to_other_bytes_each_time_and_no_nonce_is_used_twice()
    {
        var (sealing, secret) = (Make(), Sealer.NewSecret());
        var nonces = Enumerable.Range(0, 5_000).AsParallel().Select(_ => System.Convert.ToHexString(sealing.Seal(secret, Record, "a.b", "13800001234")[1..13])).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(5_000, nonces.Count);
        Assert.Throws<ArgumentException>(() => sealing.Seal([], Record, "a.b", "13800001234"));
    }

    [Fact]
    public void ASVS_11_2_2_Another_algorithm_takes_over_while_values_of_the_first_still_open()
    {
        var (first, secret) = (Make(), Sealer.NewSecret());
        var old = first.Seal(secret, Record, "a.b", "13800001234");
        var second = Make(new Other());
        var value = second.Seal(secret, Record, "a.b", "13800001234");
        Assert.Equal((1, 9), (old[0], value[0]));
        Assert.Equal("13800001234", second.Open(secret, Record, "a.b", old));
        Assert.Equal("13800001234", second.Open(secret, Record, "a.b", value));
        Assert.Contains("algorithm 9", Assert.Throws<SealBroken>(() => first.Open(secret, Record, "a.b", value)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_key_destroyed_takes_its_subjects_data_along_and_no_other(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (sealing, one, other) = (test.Get<Sealer>(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (mine, theirs) = (await test.Do(new SealSomething(one)), await test.Do(new SealSomething(other)));
        await using var store = await test.Stores.Open();
        Assert.Equal("canary", sealing.Open(await DataKeys.Find(store.Sql, "test", one, default), one, "a.b", mine));
        Assert.True(await test.Do(new DestroySomething(one)));
        Assert.False(await test.Do(new DestroySomething(one)));
        Assert.Null(sealing.Open(await DataKeys.Find(store.Sql, "test", one, default), one, "a.b", mine));
        Assert.Equal("canary", sealing.Open(await DataKeys.Find(store.Sql, "test", other, default), other, "a.b", theirs));
        Assert.Equal("key-destroyed", (await Assert.ThrowsAsync<Refused>(() => test.Do(new SealSomething(one)))).Rules[0].Code);
        Assert.Equal(0, await store.Sql.Number("select count(*) from data_key where secret is not null and destroyed_at is not null", default));
    }

    private Sealer Make(params ICipher[] also) => new(_installation, [new AesGcmCipher(), .. also]);

    private sealed record SealSomething(Guid Id) : Act<byte[]>
    {
        protected internal override Permission Needs => Permission.None;

        protected internal override async Task<byte[]> Do(Work work, CancellationToken stop) =>
            work.Of<Sealer>().Seal(await DataKeys.Of(work, "test", Id, stop), Id, "a.b", "canary");
    }

    private sealed record DestroySomething(Guid Id) : Act<bool>
    {
        protected internal override Permission Needs => Permission.None;

        protected internal override Task<bool> Do(Work work, CancellationToken stop) => DataKeys.Destroy(work, "test", Id, stop);
    }

    /// <summary>Stands for SM4: another number over the same kind of algorithm.</summary>
    private sealed class Other : ICipher
    {
        private readonly AesGcmCipher _aes = new();

        public byte Number => 9;

        public string Name => "other";

        public int KeyBytes => 16;

        public int NonceBytes => 12;

        public int TagBytes => 16;

        public IKeyedCipher With(ReadOnlySpan<byte> key)
        {
            var longer = new byte[32];
            key.CopyTo(longer);
            return _aes.With(longer);
        }
    }
}
