namespace Muster.Optimiser.Checking;

/// <summary>A pair of the certificate: added part by part, compared high first.</summary>
internal readonly record struct Price(long High, long Low) : IComparable<Price>
{
    /// <summary>Sums of a few prices below this cannot overflow; no honest certificate comes near it.</summary>
    public const long Largest = 1L << 56;

    public static readonly Price Unreachable = new(long.MaxValue, long.MaxValue);

    public static Price operator +(Price a, Price b) => new(a.High + b.High, a.Low + b.Low);

    public static Price operator -(Price a, Price b) => new(a.High - b.High, a.Low - b.Low);

    public static bool operator <(Price a, Price b) => a.High < b.High || (a.High == b.High && a.Low < b.Low);

    public static bool operator >(Price a, Price b) => b < a;

    public int CompareTo(Price other) => this < other ? -1 : other < this ? 1 : 0;

    public static Price Least(Price a, Price b) => b < a ? b : a;
}

/// <summary>A sum of very many prices.</summary>
internal struct PriceSum
{
    public Int128 High { get; private set; }

    public Int128 Low { get; private set; }

    public void Add(Price price, long times = 1)
    {
        High += (Int128)price.High * times;
        Low += (Int128)price.Low * times;
    }

    public void Add(PriceSum other)
    {
        High += other.High;
        Low += other.Low;
    }
}
