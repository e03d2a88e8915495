// Makes the README's screenshots from the Heping sample:  node docs/screenshots/make.mjs   (after bin/demo has built once)
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const top = resolve(here, '../..');
const store = mkdtempSync(join(tmpdir(), 'muster-screenshots-'));
const address = 'http://127.0.0.1:8137';
const built = process.env.MUSTER_PROGRAM; // a muster.dll built already; else bin/demo builds one
const demo = spawn(built ? 'dotnet' : join(top, 'bin/demo'), [...(built ? [built, 'demo'] : []), '--store', store, '--urls', address], { stdio: ['ignore', 'inherit', 'pipe'] });
let said = '';
const password = await new Promise((done, fail) => {
  demo.stderr.on('data', data => {
    said += data;
    const found = /password: (\S+?)\. /.exec(said)?.[1];
    if (found) done(found);
  });
  demo.on('exit', code => fail(new Error(`the demo ended with ${code}:\n${said}`)));
});
const browser = await chromium.launch({ executablePath: process.env.MUSTER_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage();
  await page.goto(address + '/sign-in');
  await page.locator('input[name=Name]').fill('organiser');
  await page.locator('input[type=password]').fill(password);
  await page.locator('input[type=password]').press('Enter');
  await page.waitForURL(address + '/');
  await page.goto(address + '/plans');
  await page.locator('table a[href^="/plans/"]').first().click();
  await page.locator('details summary').first().click();
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(here, 'plan.png') });
} finally {
  await browser.close();
  demo.removeAllListeners('exit');
  demo.kill('SIGINT');
  rmSync(store, { recursive: true, force: true });
}
