// The peer of our network simplex: LEMON's NetworkSimplex on the arcs of a DIMACS minimum-cost-flow file.
// Prints one line of JSON: cost, arcs, seconds and cpu of the solve alone, peak resident memory of the process.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

struct Arc { int from, to; std::int64_t lower, upper, cost; };

static long peakKiB() {
  long value = 0;
  if (FILE* status = std::fopen("/proc/self/status", "r")) {
    char line[256];
    while (std::fgets(line, sizeof line, status))
      if (std::sscanf(line, "VmHWM: %ld", &value) == 1) break;
    std::fclose(status);
  }
  return value;
}

static double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static std::string decimal(__int128 value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  unsigned __int128 left = negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  std::string digits;
  for (; left > 0; left /= 10) digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
  return negative ? "-" + digits : digits;
}

int main(int argc, char** argv) {
  if (argc != 2) { std::fprintf(stderr, "usage: peer ARCS.min\n"); return 2; }
  FILE* file = std::fopen(argv[1], "r");
  if (!file) { std::fprintf(stderr, "peer: cannot read %s\n", argv[1]); return 2; }

  long nodes = 0, arcs = 0;
  std::vector<std::int64_t> supplies;
  char line[256];
  Graph graph;
  std::vector<Arc> rows;
  while (std::fgets(line, sizeof line, file)) {
    char* at = line + 1;
    switch (line[0]) {
      case 'p':
        if (std::sscanf(line, "p min %ld %ld", &nodes, &arcs) != 2) { std::fprintf(stderr, "peer: bad line %s", line); return 2; }
        supplies.assign(nodes, 0);
        rows.reserve(arcs);
        break;
      case 'n': {
        long node = std::strtol(at, &at, 10);
        supplies.at(node - 1) = std::strtoll(at, &at, 10);
        break;
      }
      case 'a': {
        Arc arc;
        arc.from = static_cast<int>(std::strtol(at, &at, 10)) - 1;
        arc.to = static_cast<int>(std::strtol(at, &at, 10)) - 1;
        arc.lower = std::strtoll(at, &at, 10);
        arc.upper = std::strtoll(at, &at, 10);
        arc.cost = std::strtoll(at, &at, 10);
        rows.push_back(arc);
        break;
      }
    }
  }
  std::fclose(file);

  graph.reserveNode(static_cast<int>(nodes));
  graph.reserveArc(static_cast<int>(rows.size()));
  for (long i = 0; i < nodes; i++) graph.addNode();
  for (const Arc& row : rows) graph.addArc(graph.nodeFromId(row.from), graph.nodeFromId(row.to));

  Graph::ArcMap<std::int64_t> lower(graph), upper(graph), cost(graph);
  Graph::NodeMap<std::int64_t> supply(graph);
  for (long i = 0; i < nodes; i++) supply[graph.nodeFromId(static_cast<int>(i))] = supplies[i];
  for (std::size_t i = 0; i < rows.size(); i++) {
    auto arc = graph.arcFromId(static_cast<int>(i));
    lower[arc] = rows[i].lower;
    upper[arc] = rows[i].upper;
    cost[arc] = rows[i].cost;
  }
  const std::size_t count = rows.size();
  std::vector<Arc>().swap(rows);

  // The peer's own copying of the graph into its arrays is part of its solve, as building the tree is part of ours.
  const double cpuBefore = cpuSeconds();
  const auto clockBefore = std::chrono::steady_clock::now();
  Simplex simplex(graph);
  simplex.lowerMap(lower).upperMap(upper).costMap(cost).supplyMap(supply);
  const Simplex::ProblemType outcome = simplex.run();
  const double cpu = cpuSeconds() - cpuBefore;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - clockBefore).count();

  const bool optimal = outcome == Simplex::OPTIMAL;
  // The costs join tiers and metres in one number; their sum over all people needs more than 64 bits.
  __int128 total = 0;
  if (optimal)
    for (Graph::ArcIt arc(graph); arc != lemon::INVALID; ++arc) total += static_cast<__int128>(simplex.flow(arc)) * cost[arc];
  std::printf("{\"program\":\"LEMON NetworkSimplex\",\"optimal\":%s,\"cost\":%s,\"nodes\":%ld,\"arcs\":%zu,"
              "\"seconds\":%.3f,\"cpu\":%.3f,\"memoryMiB\":%.1f}\n",
              optimal ? "true" : "false", decimal(total).c_str(), nodes, count, seconds, cpu, peakKiB() / 1024.0);
  return optimal ? 0 : 1;
}
