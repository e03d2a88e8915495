// Makes data/hant.txt, how our Chinese sentences are written in traditional characters, from npm opencc-js (MIT, its dictionaries
// Apache-2.0, © BYVoid and contributors): mainland characters to those of Taiwan, words left as they are.
//
//   npm ci && node data/make-hant.mjs              writes the file; --check compares
//
// Three sections, one entry a line.
//   [always]    a character that is written so in simplified Chinese alone, and its traditional form
//   [mostly]    a character that exists in both (后, 里, 台): the form it usually takes
//   [words]     words in which some character takes another form than alone (皇后, 公里), and how they are written
import { readFileSync, writeFileSync } from 'node:fs';
import { ConverterFactory } from 'opencc-js/core';
import STCharacters from '../node_modules/opencc-js/dist/esm-lib/dict/STCharacters.js';
import STPhrases from '../node_modules/opencc-js/dist/esm-lib/dict/STPhrases.js';
import TWVariants from '../node_modules/opencc-js/dist/esm-lib/dict/TWVariants.js';
import TWVariantsPhrases from '../node_modules/opencc-js/dist/esm-lib/dict/TWVariantsPhrases.js';

const target = new URL('hant.txt', import.meta.url);
const entries = (text) => text.split('|').map((entry) => entry.split(' ')).filter(([from, to]) => from && to);
const write = ConverterFactory([STPhrases, STCharacters], [TWVariantsPhrases, TWVariants]);

// What stands in some word after it was converted is a character of both.
const both = new Set(entries(STPhrases).concat(entries(TWVariantsPhrases)).flatMap(([from]) => [...write(from)]));
const always = [], mostly = [], alone = new Map();
for (const [from] of entries(STCharacters)) {
  const to = write(from);
  if (from === to || from.length > 1) continue;
  alone.set(from, to);
  (both.has(from) ? mostly : always).push(from + to);
}
for (const [from] of entries(TWVariants))
  if (!alone.has(from) && from.length === 1 && write(from) !== from) { alone.set(from, write(from)); mostly.push(from + write(from)); }

// Words, shortest first: one that its characters and shorter words already write right is left out.
const words = new Map();
const written = (text) => {
  let out = '';
  for (let at = 0; at < text.length;) {
    let length = Math.min(text.length - at, 8);
    while (length > 1 && !words.has(text.slice(at, at + length))) length--;
    const part = text.slice(at, at + length);
    out += length > 1 ? words.get(part) : (alone.get(part) ?? part);
    at += length;
  }
  return out;
};
for (const [from] of entries(STPhrases).concat(entries(TWVariantsPhrases)).sort((a, b) => a[0].length - b[0].length)) {
  const to = write(from);
  if (from.length > 1 && from.length <= 8 && to.length === from.length && written(from) !== to) words.set(from, to);
}

const version = JSON.parse(readFileSync(new URL('../node_modules/opencc-js/package.json', import.meta.url))).version;
const text = [
  `# Made by data/make-hant.mjs from opencc-js ${version} (MIT; dictionaries Apache-2.0, © BYVoid and contributors); do not edit.`,
  '[always]', ...always.sort(), '[mostly]', ...mostly.sort(), '[words]', ...[...words].map(([from, to]) => `${from} ${to}`).sort(), '',
].join('\n');
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) { console.error('data/hant.txt is not what the packages give'); process.exit(1); }
} else writeFileSync(target, text);
console.log(`${always.length} and ${mostly.length} characters, ${words.size} words, ${text.length} characters in all`);
