// HiGHS on an integer program: node highs.mjs PROGRAM FOUND SECONDS. Writes "name value" of each column when it has a solution.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , program, found, seconds] = process.argv;
const require = createRequire(join(process.cwd(), 'artifacts/bench/peers/'));
const highs = await require('highs')();
const solution = highs.solve(readFileSync(program, 'utf8'), { time_limit: Number(seconds) });
const columns = Object.entries(solution.Columns).filter(([, column]) => column.Primal !== undefined);
if (columns.length > 0 && Number.isFinite(solution.ObjectiveValue)) writeFileSync(found, columns.map(([name, column]) => `${name} ${column.Primal}`).join('\n'));
