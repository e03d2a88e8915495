// A real `muster serve` on a store of its own, an organiser who has set up an account, and pages that fail the test
// when the browser refuses something or a script throws.
import { test as plain, expect, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const password = 'heping-1702-open';

export interface Server {
  address: string;
  store: string;
  /** What the browser keeps of the signed-in organiser. */
  signedIn: string;
  /** The set-up link, used up already. */
  setUp: string;
  /** The key of the organiser's one-time codes. */
  key: string;
}

/** The one-time code of a key written in base 32, some 30-second steps from now (RFC 6238). */
export function code(key: string, steps = 0): string {
  const bits = [...key].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(b => parseInt(b, 2)));
  const moment = Buffer.alloc(8);
  moment.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', bytes).update(moment).digest();
  return String((hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The executable built last, unless MUSTER_PROGRAM names another. */
export function program(): string {
  const built = ['release', 'debug'].map(c => join(top, `artifacts/bin/Muster/${c}/muster.dll`)).filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const found = process.env.MUSTER_PROGRAM ?? built[0];
  if (!found) throw new Error('muster is not built: run dotnet build first.');
  return found;
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

export async function serve(store: string): Promise<{ address: string; setUp: string; stop: () => Promise<void> }> {
  const address = `http://127.0.0.1:${await freePort()}`;
  const child: ChildProcess = spawn('dotnet', [program(), 'serve', '--store', store, '--urls', address], { stdio: ['ignore', 'pipe', 'pipe'], cwd: store });
  let said = '';
  const setUp = await new Promise<string>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`muster serve said nothing useful:\n${said}`)), 60_000);
    child.stdout!.on('data', data => {
      said += data;
      const link = /http\S+\/set-up\/\S+/.exec(said)?.[0];
      if (link) { clearTimeout(timer); done(link); }
    });
    child.stderr!.on('data', data => (said += data));
    child.on('exit', code => fail(new Error(`muster serve ended with ${code}:\n${said}`)));
  });
  const stop = () => new Promise<void>(done => { child.removeAllListeners('exit'); child.on('exit', () => done()); child.kill('SIGTERM'); });
  return { address, setUp, stop };
}

export const test = plain.extend<{ strict: Page; shot: (name: string, page: Page) => Promise<void> }, { server: Server }>({
  server: [async ({ browser }, use) => {
    const store = mkdtempSync(join(tmpdir(), 'muster-browser-'));
    const running = await serve(store);
    try {
      const context = await browser.newContext({ locale: 'zh-CN' });
      const page = await context.newPage();
      await page.goto(running.setUp);
      await page.getByLabel('账号').fill('zuzhang');
      await page.getByLabel('姓名').fill('王组长');
      await page.getByLabel('密码').fill(password);
      await page.getByRole('button', { name: '建立账号并登录' }).click();
      // Whoever manages sets up a second factor first.
      await expect(page.getByRole('heading', { level: 1, name: '两步验证' })).toBeVisible();
      const key = (await page.locator('code').first().textContent())!.trim();
      // The code of the step before: signing in again within these seconds then has one left. It holds while this step lasts.
      const gone = Date.now() % 30_000;
      if (gone > 15_000) await page.waitForTimeout(30_100 - gone);
      await page.getByLabel('验证码').fill(code(key, -1));
      await page.getByRole('button', { name: '启用两步验证' }).click();
      await page.getByRole('link', { name: '我已收好' }).click();
      await page.goto(running.address);
      await expect(page.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
      const signedIn = join(store, 'browser.json');
      await context.storageState({ path: signedIn });
      await context.close();
      await use({ address: running.address, store, signedIn, setUp: running.setUp, key });
    } finally {
      await running.stop();
      rmSync(store, { recursive: true, force: true });
    }
  }, { scope: 'worker', timeout: 120_000 }],

  baseURL: async ({ server }, use) => use(server.address),
  storageState: async ({ server }, use) => use(server.signedIn),

  /** Every page of a test is watched: a blocked resource, a script error or a failed request fails the test. */
  page: async ({ page }, use) => {
    const wrong: string[] = [];
    page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) wrong.push(message.text()); });
    page.on('pageerror', error => wrong.push(String(error)));
    await use(page);
    expect(wrong, 'what the browser complained about').toEqual([]);
  },

  shot: async ({}, use) => {
    const folder = join(top, 'artifacts/screenshots');
    mkdirSync(folder, { recursive: true });
    await use(async (name, page) => { await page.screenshot({ path: join(folder, name + '.png'), fullPage: true, animations: 'disabled' }); });
  },
});

export { expect };
export { password };

/** What is wrong with the page, against WCAG 2.2 A and AA or wider than the window, once it has come to rest: what is seen while something moves is looked at again. */
export async function findings(page: Page): Promise<string[]> {
  const first = await look(page);
  if (first.length === 0) return first;
  await page.waitForTimeout(500);
  await page.waitForFunction(() => !document.querySelector('.htmx-request') && document.getAnimations().every(a => a.playState !== 'running'));
  return look(page);
}

async function look(page: Page): Promise<string[]> {
  // Legacy mode only means that no second page is opened for frames of other sites, of which there are none: a third of the time.
  const { violations } = await new AxeBuilder({ page }).options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).setLegacyMode(true).analyze();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [...violations.map(v => `${v.id}: ${v.nodes.slice(0, 4).map(n => n.target.join(' ')).join(' | ')} — ${v.nodes[0]?.failureSummary?.split('\n')[1]?.trim()}`),
    ...(wider > 0 ? [`${wider} pixels wider than the window`] : [])];
}

export async function expectAccessible(page: Page, where: string) {
  expect.soft(await findings(page), where).toEqual([]);
}

export type Look = { language: 'zh-CN' | 'en'; theme: 'light' | 'dark'; width: 1440 | 390 };
export const looks: Look[] = ([['zh-CN', 'light'], ['zh-CN', 'dark'], ['en', 'light']] as const)
  .flatMap(([language, theme]) => ([1440, 390] as const).map(width => ({ language, theme, width })));

export async function dress(page: Page, address: string, { language, theme, width }: Look) {
  await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
  await page.context().addCookies([{ name: 'language', value: language, url: address }, { name: 'theme', value: theme, url: address }]);
}
