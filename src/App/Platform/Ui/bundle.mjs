// Makes wwwroot from the sources: muster.js (every module's Script/*.ts), one file per Script/Alone/*.ts, muster.css and field.css.
// Tabler is large; what no source names is left out (see keep below).
import { build } from 'esbuild';
import { readFileSync, writeFileSync, mkdirSync, readdirSync, rmSync, copyFileSync } from 'node:fs';
import { join, dirname, basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prune } from './prune.mjs';

const ui = dirname(fileURLToPath(import.meta.url));
const app = join(ui, '../..');
const top = join(app, '../..');
const out = join(app, 'wwwroot');

const files = readdirSync(app, { recursive: true }).map(String).filter(f => !f.startsWith('wwwroot'));
const scripts = files.filter(f => /(^|\/)Script\/[^/]+\.ts$/.test(f) && !f.endsWith('.d.ts')).sort();
const alone = files.filter(f => /(^|\/)Script\/Alone\/[^/]+\.ts$/.test(f));

mkdirSync(out, { recursive: true });
const options = { bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'none', logLevel: 'warning', nodePaths: [join(top, 'node_modules')] };
const first = scripts.filter(f => f.endsWith('Ui/Script/htmx.ts'));
const rest = scripts.filter(f => !first.includes(f));
await build({
  ...options,
  stdin: { contents: [...first, ...rest].map(f => `import ${JSON.stringify('./' + f)};`).join('\n'), resolveDir: app, loader: 'ts' },
  outfile: join(out, 'muster.js'),
});
for (const file of alone) await build({ ...options, entryPoints: [join(app, file)], outfile: join(out, basename(file, '.ts') + '.js') });

// A class is kept when any page, component or script names it as a word.
const words = new Set(files.filter(f => /\.(razor|cs|ts)$/.test(f)).flatMap(f => readFileSync(join(app, f), 'utf8').match(/[A-Za-z][\w-]*/g) ?? []));
const read = name => readFileSync(join(ui, 'Style', name), 'utf8');
const tabler = readFileSync(join(top, 'node_modules/@tabler/core/dist/css/tabler.min.css'), 'utf8');
const modules = files.filter(f => f.endsWith('.css') && !f.includes('Platform/Ui/Style/')).map(f => readFileSync(join(app, f), 'utf8'));
await sheet('muster.css', [prune(tabler, words), read('tokens.css'), read('kit.css'), read('print.css'), ...modules].join('\n'));
await sheet('field.css', [read('tokens.css'), read('field.css')].join('\n'));
copyFileSync(join(ui, 'Style/muster.svg'), join(out, 'muster.svg'));

async function sheet(name, contents) {
  await build({ stdin: { contents, loader: 'css' }, outfile: join(out, name), minify: true, target: 'es2022', legalComments: 'none', logLevel: 'error' });
}
