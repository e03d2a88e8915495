namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Every person in a slot (a place, perhaps with a seat or a want, or reserve). The flow has fixed how many slots there
/// are of each kind; who is in which changes by swapping two people, which leaves every count as it is.
/// </summary>
internal sealed class Slots
{
    private readonly ProblemIndex index;
    private readonly int[] reserveOf;
    private Lists? ofPlace;

    public Slots(ProblemIndex index, int[] reserveOf)
    {
        this.index = index;
        this.reserveOf = reserveOf;
        var people = index.Problem.People.Length;
        Place = new int[people];
        Seat = new int[people];
        Want = new int[people];
        Holder = new int[people];
        SlotOf = new int[people];
        Array.Fill(Place, -1);
        Array.Fill(Seat, -1);
        Array.Fill(Want, -1);
        for (var i = 0; i < people; i++) Holder[i] = SlotOf[i] = i;
        Soft = new Together(index);
    }

    /// <summary>Place, seat and want of each slot (slots number as many as people).</summary>
    public int[] Place { get; }
    public int[] Seat { get; }
    public int[] Want { get; }

    /// <summary>Who is in a slot, and where somebody is.</summary>
    public int[] Holder { get; }
    public int[] SlotOf { get; }
    public Together Soft { get; }

    public int PlaceOf(int person) => Place[SlotOf[person]];

    /// <summary>Slots at exactly a place, as they stood when <see cref="Freeze"/> was called.</summary>
    public ReadOnlySpan<int> At(int place) => ofPlace![place];

    public void Freeze()
    {
        ofPlace = Lists.ByKey(index.Problem.Places.Length, Place);
        for (var s = 0; s < Place.Length; s++) Soft.Add(Holder[s], Place[s]);
    }

    /// <summary>Whether rules about one person and one slot allow the person into it (apart is another question).</summary>
    public bool Fits(int person, int slot)
    {
        var place = Place[slot];
        var pin = index.PinOf[person];
        if (pin >= 0) return SlotOf[person] == slot;
        if (place < 0) return true;
        return index.MayServe(person, place)
            && (Seat[slot] < 0 || index.MayHold(person, Seat[slot]))
            && (Want[slot] < 0 || index.HasSkill(index.Problem.People[person].Skills, index.Problem.Wants[Want[slot]].Skill));
    }

    public bool MeetsNobodyApart(int person, int place, int except)
    {
        if (place < 0) return true;
        foreach (var other in index.Aparts[person])
        {
            if (other == except) continue;
            var there = PlaceOf(other);
            if (there >= 0 && index.Unit[there] == index.Unit[place]) return false;
        }

        return true;
    }

    /// <summary>Whether two people may exchange slots without breaking a rule they do not break already.</summary>
    public bool MaySwap(int a, int b)
    {
        var (slotA, slotB) = (SlotOf[a], SlotOf[b]);
        if (index.PinOf[a] >= 0 || index.PinOf[b] >= 0) return false;
        if (Place[slotA] < 0 != Place[slotB] < 0 && ReserveKey(a) != ReserveKey(b)) return false;
        // Two people who change places within one unit still meet each other there.
        var stays = Place[slotA] >= 0 && Place[slotB] >= 0 && index.Unit[Place[slotA]] == index.Unit[Place[slotB]];
        return Fits(a, slotB) && Fits(b, slotA)
            && MeetsNobodyApart(a, Place[slotB], stays ? -1 : b) && MeetsNobodyApart(b, Place[slotA], stays ? -1 : a);
    }

    /// <summary>Exchanges two people and returns the change of the last tier.</summary>
    public long Swap(int a, int b)
    {
        var (slotA, slotB) = (SlotOf[a], SlotOf[b]);
        var (placeA, placeB) = (Place[slotA], Place[slotB]);
        var before = Soft.Cost;
        Soft.Remove(a, placeA);
        Soft.Remove(b, placeB);
        Soft.Add(a, placeB);
        Soft.Add(b, placeA);
        (SlotOf[a], SlotOf[b]) = (slotB, slotA);
        (Holder[slotA], Holder[slotB]) = (b, a);
        return Own(a, b, placeA, placeB) + Soft.Cost - before;
    }

    /// <summary>What two people would pay more themselves if they exchanged slots, whoever they serve with.</summary>
    public long OwnChange(int a, int b) => Own(a, b, PlaceOf(a), PlaceOf(b));

    private long Own(int a, int b, int placeA, int placeB) =>
        index.Own(a, placeB) + index.Own(b, placeA) - index.Own(a, placeA) - index.Own(b, placeB);

    private int ReserveKey(int person)
    {
        var agency = index.Problem.People[person].Agency;
        return agency < 0 ? -1 : reserveOf[agency];
    }
}
