using System.CommandLine;
using Muster.Bench.Audit;
using Muster.Bench.CheckIns;
using Muster.Bench.Organisation;
using Muster.Bench.People;
using Muster.Bench.Placement;
using Muster.Bench.Publication;
using Muster.Bench.Search;

var province = new Option<int>("--province") { Description = "Two-digit code of the province", DefaultValueFactory = _ => 13 };
var people = new Option<int>("--people") { Description = "People to place", DefaultValueFactory = _ => 748_100 };
var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
var runs = new Option<int>("--runs") { Description = "Runs of each program; the median counts", DefaultValueFactory = _ => 3 };
var json = new Option<bool>("--json") { Description = "One line of JSON as the last line" };
var placement = new Command("placement", "Our network simplex beside LEMON's on the same arcs") { province, people, seed, runs, json };
placement.SetAction(parsed => PlacementBench.Compare(
    parsed.GetValue(province), parsed.GetValue(people), parsed.GetValue(seed), Math.Max(1, parsed.GetValue(runs)), parsed.GetValue(json)));
var ownProvince = new Argument<int>("province");
var ownPeople = new Argument<int>("people");
var ownSeed = new Argument<long>("seed");
var arcs = new Argument<string>("arcs") { Description = "Where the arcs are written" };
var own = new Command("own", "One run of ours") { ownProvince, ownPeople, ownSeed, arcs };
own.SetAction(parsed => OwnFlow.Solve(
    parsed.GetRequiredValue(ownProvince), parsed.GetRequiredValue(ownPeople), parsed.GetRequiredValue(ownSeed), parsed.GetRequiredValue(arcs)));
var repairs = new Option<int>("--repairs") { Description = "Communities lost one after another", DefaultValueFactory = _ => 200 };
var again = new Option<int>("--again") { Description = "After so many of them the whole is solved anew, to compare", DefaultValueFactory = _ => 0 };
var repair = new Command("repair", "Repairs of a province's plan after whole communities are lost") { province, people, seed, repairs, again, json };
repair.SetAction(parsed => RepairBench.Run(
    parsed.GetValue(province), parsed.GetValue(people), parsed.GetValue(seed), parsed.GetValue(repairs), parsed.GetValue(again), parsed.GetValue(json)));
var engine = new Option<string>("--engine") { Description = "sqlite, postgres or both", DefaultValueFactory = _ => "both" };
var postgres = new Option<string?>("--postgres") { Description = "Server to make a database on; else MUSTER_TEST_POSTGRES" };
var keep = new Option<string?>("--keep") { Description = "Folder in which the stores stay, to measure pages on" };
var publish = new Command("publish", "Publishing a province's plan: seconds, and that readers see it whole") { province, people, engine, postgres, keep, json };
publish.SetAction(parsed => PublicationBench.Run(
    parsed.GetValue(province), parsed.GetValue(people), parsed.GetValue(engine)!, parsed.GetValue(postgres), parsed.GetValue(keep), pages: false, only: null, parsed.GetValue(json)));
var only = new Option<string?>("--only") { Description = "Only pages whose name contains this" };
var pages = new Command("pages", "What a person opens in a province: each page's milliseconds; --keep names a store that publish left, else one is made") { province, people, engine, postgres, keep, only, json };
pages.SetAction(parsed => PublicationBench.Run(
    parsed.GetValue(province), parsed.GetValue(people), parsed.GetValue(engine)!, parsed.GetValue(postgres), parsed.GetValue(keep), pages: true, parsed.GetValue(only), parsed.GetValue(json)));
var rows = new Option<int>("--rows") { Description = "Rows of the spreadsheet", DefaultValueFactory = _ => 1_048_575 };
var on = new Option<string?>("--postgres") { Description = "Connection string of a server to make a database on; SQLite without" };
var kept = new Option<string?>("--keep") { Description = "Name under which the store stays; one that is there is only asked for its lists" };
var import = new Command("import", "A large spreadsheet of people into an empty store, again, and the lists after it") { province, rows, on, kept, json };
import.SetAction((parsed, _) => ImportBench.Measure(parsed.GetValue(province), parsed.GetValue(rows), parsed.GetValue(on), parsed.GetValue(kept), parsed.GetValue(json)));
var batches = new Option<int>("--batches") { Description = "Transactions of 512 entries", DefaultValueFactory = _ => 200 };
var audit = new Command("audit", "Audit entries chained and committed a second, and the proof of the trail") { on, batches, json };
audit.SetAction((parsed, _) => TrailBench.Run(parsed.GetValue(on), parsed.GetValue(batches), parsed.GetValue(json)));
var tries = new Option<int>("--tries") { Description = "So many times two people claim one seat at once", DefaultValueFactory = _ => 10_000 };
var seat = new Command("seat", "Two concurrent claims on one seat: each time exactly one wins") { on, tries, json };
seat.SetAction((parsed, _) => SeatBench.Run(parsed.GetValue(on), parsed.GetValue(tries), parsed.GetValue(json)));
var search = new Command("search", "The search over everything in a province, for who reads all and who reads a part: milliseconds per word") { province, people, on, keep, only, json };
search.SetAction((parsed, _) => SearchBench.Run(parsed.GetValue(province), parsed.GetValue(people), parsed.GetValue(on), parsed.GetValue(keep), parsed.GetValue(only), parsed.GetValue(json)));
var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 60 };
var db = new Option<string>("--db") { Description = "sqlite or postgres", DefaultValueFactory = _ => "sqlite" };
var phones = new Option<int>("--people") { Description = "Accounts that check in; each may ask 30 times a second", DefaultValueFactory = _ => 512 };
var connections = new Option<int>("--connections") { Description = "At the same time", DefaultValueFactory = _ => 128 };
var checkIns = new Command("checkins", "Durable check-ins a second through the real endpoint, client on the same machine") { seconds, db, postgres, phones, connections, json };
checkIns.SetAction((parsed, _) => CheckInBench.Measure(parsed.GetValue(seconds), parsed.GetValue(db)!, parsed.GetValue(postgres), parsed.GetValue(phones), parsed.GetValue(connections), parsed.GetValue(json)));
var times = new Option<int>("--times") { Description = "Kills", DefaultValueFactory = _ => 200 };
var plant = new Option<bool>("--plant") { Description = "With a server that answers before its commit: succeeds when that is caught" };
var kill = new Command("kill", "Kill -9 of the server under check-ins: nothing acknowledged is lost, nothing doubled") { times, db, postgres, plant, seed, json };
kill.SetAction((parsed, _) => CheckInBench.Kill(parsed.GetValue(times), parsed.GetValue(db)!, parsed.GetValue(postgres), parsed.GetValue(plant), (int)parsed.GetValue(seed), parsed.GetValue(json)));
var (atFolder, atUrl, atPostgres, withFault) = (new Argument<string>("folder"), new Argument<string>("url"), new Argument<string>("postgres"), new Argument<string>("fault"));
var checkInServer = new Command("check-in-server", "The server that checkins and kill start") { atFolder, atUrl, atPostgres, withFault };
checkInServer.SetAction((parsed, _) => CheckInServer.Run(parsed.GetRequiredValue(atFolder), parsed.GetRequiredValue(atUrl), parsed.GetRequiredValue(atPostgres), parsed.GetRequiredValue(withFault)));
var ground = new Command("check-in-ground", "An empty folder becomes a store whose people have a turn now: for a browser to try") { atFolder, phones };
ground.SetAction(async (parsed, _) => { await CheckInGround.Lay(new Muster.Platform.Hosting.Installation(parsed.GetRequiredValue(atFolder), null), parsed.GetValue(phones)); return 0; });
return await new RootCommand("Benchmarks and side-by-side peers") { placement, own, repair, publish, pages, import, audit, seat, search, checkIns, kill, checkInServer, ground }.Parse(args).InvokeAsync();
