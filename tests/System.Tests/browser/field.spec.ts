// A day in the field on a phone whose network is cut, and a host's roll call: a street whose people have a turn now.
import { test as plain, expect, type Browser, type Page } from '@playwright/test';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAccessible, freePort, program, top } from './muster';

interface Ground { address: string; up(): Promise<void>; down(): Promise<void> }

const password = 'four quiet words here';
/** A phone on a slow network: what a page weighs and how long it takes are looked at there. */
const slow = { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 25_000 };

const test = plain.extend<object, { ground: Ground }>({
  ground: [async ({}, use) => {
    const store = mkdtempSync(join(tmpdir(), 'muster-field-'));
    const bench = ['debug', 'release'].map(c => join(top, `artifacts/bin/Bench/${c}/muster-bench.dll`)).find(existsSync);
    if (!bench) throw new Error('The bench is not built: run dotnet build first.');
    const laid = spawnSync('dotnet', [bench, 'check-in-ground', store, '--people', '4'], { encoding: 'utf8' });
    if (laid.status !== 0) throw new Error(laid.stderr);
    const address = `http://127.0.0.1:${await freePort()}`;
    let server: ChildProcess | null = null;
    const up = async () => {
      const child = server = spawn('dotnet', [program(), 'serve', '--store', store, '--urls', address], { stdio: ['ignore', 'pipe', 'inherit'], cwd: store });
      await new Promise<void>((done, fail) => { child.stdout!.on('data', said => { if (String(said).includes('Muster is at')) done(); }); child.on('exit', code => fail(new Error(`muster serve ended with ${code}`))); });
      child.removeAllListeners('exit');
    };
    const down = () => new Promise<void>(done => { server!.on('exit', () => done()); server!.kill('SIGTERM'); });
    await up();
    await use({ address, up, down });
    await down();
    rmSync(store, { recursive: true, force: true });
  }, { scope: 'worker', timeout: 120_000 }],
});

async function signIn(browser: Browser, ground: Ground, name: string, width: number): Promise<Page> {
  const context = await browser.newContext({ baseURL: ground.address, locale: 'zh-CN', viewport: { width, height: 844 } });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/me');
  await page.getByLabel('账号').fill(name);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

interface Day { name?: string; place?: string; shifts: { leader?: string; contact: string; post: string; relief: { name: string }[] }[] }

/** ASVS 14.3.3: all that the browser keeps of this site, every value of every database, cache and shelf, as text in UTF-8 and in UTF-16. Runs in the page. */
async function keptBytes(): Promise<{ texts: string[]; bytes: number }> {
  const done = <T>(request: IDBRequest<T>) => new Promise<T>((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
  const texts: string[] = [];
  let bytes = 0;
  const read = (value: unknown): void => {
    if (typeof value === 'string') { texts.push(value); bytes += value.length; return; }
    const part = value instanceof ArrayBuffer ? new Uint8Array(value) : ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null;
    if (part) {
      bytes += part.length;
      for (const coding of ['utf-8', 'utf-16le', 'utf-16be']) texts.push(new TextDecoder(coding).decode(part));
    } else if (value && typeof value === 'object' && !(value instanceof CryptoKey)) Object.entries(value).forEach(([name, inner]) => { texts.push(name); read(inner); });
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name!));
    for (const store of database.objectStoreNames) {
      const shelf = database.transaction(store).objectStore(store);
      for (const value of [...await done(shelf.getAll()), ...await done(shelf.getAllKeys())]) read(value);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) { read(request.url); read(await (await cache.match(request))!.arrayBuffer()); }
  }
  for (const shelf of [localStorage, sessionStorage]) for (const key of Object.keys(shelf)) { read(key); read(shelf.getItem(key)); }
  return { texts, bytes };
}

const ready = (page: Page) => expect(page.locator('html[data-ready=yes]')).toBeAttached();
const card = (page: Page) => page.locator('#shifts > section').first();

test('a member comes, the network is cut, the member goes, and all arrives once', async ({ browser, ground }) => {
  test.setTimeout(120_000);
  const page = await signIn(browser, ground, 'member1', 390);
  const phone = await page.context().newCDPSession(page);
  let bytes = 0;
  phone.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await phone.send('Network.enable');
  await phone.send('Network.clearBrowserCache');
  await phone.send('Network.emulateNetworkConditions', slow);
  await page.goto('/field');
  await ready(page);
  expect(bytes, 'bytes of the first load').toBeLessThanOrEqual(60 * 1024);
  expect(bytes).toBeGreaterThan(4 * 1024);
  await expectAccessible(page, '/field');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await card(page).getByRole('button', { name: '签到', exact: true }).click();
  await expect(card(page).getByText('已到岗')).toBeVisible();
  await expect(page.locator('#outbox')).toBeHidden();

  const day = await page.evaluate(() => fetch('/api/field/day').then(answer => answer.json())) as Day;
  const personal = [day.name, day.place, ...day.shifts.flatMap(shift => [shift.leader, shift.contact, shift.post, ...shift.relief.map(one => one.name)])].filter(value => (value ?? '').length > 1) as string[];
  expect(personal).toContain(day.name);

  await ground.down();
  await page.context().setOffline(true);
  await page.goto('/field').catch(() => undefined);
  await ready(page);
  await card(page).getByRole('button', { name: '签退' }).click();
  await expect(page.locator('#outbox')).toContainText('仅在本机：1 条');
  await page.reload().catch(() => undefined);
  await ready(page);
  await expect(page.locator('#outbox')).toContainText('仅在本机：1 条');
  // What lies on the phone is nobody's to read: the key cannot be taken out, the item is not in clear.
  const kept = await page.evaluate(() => new Promise<{ extractable: boolean; clear: boolean; rows: number }>((done, fail) => {
    const open = indexedDB.open('muster-field');
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const shelf = open.result.transaction(['kept', 'items']);
      const [key, rows] = [shelf.objectStore('kept').get('key'), shelf.objectStore('items').getAll()];
      shelf.oncomplete = () => {
        const texts = (rows.result as { sealed: { data: ArrayBuffer } }[]).map(row => new TextDecoder('latin1').decode(row.sealed.data));
        done({ extractable: (key.result as CryptoKey).extractable, clear: texts.some(text => text.includes('Button')), rows: texts.length });
        open.result.close();
      };
    };
  }));
  expect(kept).toEqual({ extractable: false, clear: false, rows: 1 });
  const told = await page.evaluate(keptBytes);
  expect(told.bytes, 'bytes the browser keeps').toBeGreaterThan(500);
  expect(personal.filter(value => told.texts.some(text => text.includes(value))), 'personal values in what the browser keeps').toEqual([]);
  await page.getByRole('button', { name: '退出' }).click();
  await expect(page.locator('#told')).toContainText('没有退出');
  await expect(page.getByRole('button', { name: '导出未发送的签到' })).toBeVisible();

  await ground.up();
  await page.context().setOffline(false);
  await expect(page.locator('#outbox')).toBeHidden({ timeout: 40_000 });
  await expect(card(page).getByText('已离岗')).toBeVisible();
  await page.goto('/field');
  await ready(page);
  await page.getByRole('button', { name: '退出' }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect((await page.evaluate(() => indexedDB.databases())).map(d => d.name)).not.toContain('muster-field');
  await page.context().close();
});

test('a leader calls the roll on the phone, the host answers what was held and enters who is here', async ({ browser, ground }) => {
  const leader = await signIn(browser, ground, 'member0', 390);
  await leader.goto('/field');
  await ready(leader);
  await expect(leader.getByText('六位码').first()).toBeAttached();
  await leader.getByText('用岗位码签到').first().click();
  await leader.getByLabel('岗位上的六位码').fill('000000');
  await leader.getByRole('button', { name: '用岗位码签到或签退' }).click();
  await expect(leader.locator('#told')).toContainText('属地书记');
  await leader.context().close();

  const host = await signIn(browser, ground, 'host', 1440);
  // The sheet of the post leads to the field page with its code.
  await host.goto('/attendance');
  await host.locator('#turns a[href^="/posts/"]').first().click();
  await host.getByRole('link', { name: '打开岗位码' }).click();
  await expect(host.getByText(/^扫不了就输入 \d{6}$/)).toBeVisible();
  await host.goto('/attendance');
  await expectAccessible(host, '/attendance');
  await expect(host.getByText('岗位码不对')).toBeVisible();
  await host.getByLabel('算', { exact: true }).check();
  await host.getByRole('button', { name: '答复' }).click();
  await expect(host.getByText('已答复')).toBeVisible();
  await host.getByLabel('选择 样例2').or(host.locator('tr', { hasText: '样例2' }).locator('[data-pick]')).first().check();
  await host.getByRole('button', { name: '点名：勾选的都到了' }).click();
  await expect(host.getByText('已记到岗 1 人')).toBeVisible();
  await expect(host.locator('tr', { hasText: '样例2' })).toContainText('迟到在岗');
  await expect(host.locator('tr', { hasText: '样例3' })).toContainText('没来');
  await host.context().close();
});
