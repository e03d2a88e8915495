// One relief follows another: a swap between two phones that the host agrees to, an observer's tick that is answered, a relief that has not come and
// rings, a handover confirmed by both sides, a turn dragged on the board. One street whose people have turns now is shared by all.
import { test as plain, expect, type Browser, type Page } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAccessible, freePort, program, top } from './muster';

const password = 'four quiet words here';

const test = plain.extend<object, { street: { address: string; store: string } }>({
  street: [async ({}, use) => {
    const store = mkdtempSync(join(tmpdir(), 'muster-relief-'));
    const bench = ['debug', 'release'].map(c => join(top, `artifacts/bin/Bench/${c}/muster-bench.dll`)).find(existsSync);
    if (!bench) throw new Error('The bench is not built: run dotnet build first.');
    const laid = spawnSync('dotnet', [bench, 'check-in-ground', store, '--people', '2', '--relief'], { encoding: 'utf8' });
    if (laid.status !== 0) throw new Error(laid.stderr);
    const address = `http://127.0.0.1:${await freePort()}`;
    const child = spawn('dotnet', [program(), 'serve', '--store', store, '--urls', address], { stdio: ['ignore', 'pipe', 'inherit'], cwd: store });
    await new Promise<void>((done, fail) => { child.stdout!.on('data', said => { if (String(said).includes('Muster is at')) done(); }); child.on('exit', code => fail(new Error(`muster serve ended with ${code}`))); });
    child.removeAllListeners('exit');
    await use({ address, store });
    await new Promise<void>(done => { child.on('exit', () => done()); child.kill('SIGTERM'); });
    rmSync(store, { recursive: true, force: true });
  }, { scope: 'worker', timeout: 120_000 }],
});

async function signIn(browser: Browser, address: string, name: string, width = 390): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, locale: 'zh-CN', viewport: { width, height: width === 390 ? 844 : 900 } });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/me');
  await page.getByLabel('账号').fill(name);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

/** Looks at all turns, as the clock of the program does. */
function sound(store: string) {
  const sounded = spawnSync('dotnet', [program(), 'alarm', 'sound', '--store', store, '--json'], { encoding: 'utf8' });
  expect(sounded.status, sounded.stderr).toBe(0);
}

/** What was made on this phone has been answered. */
const sent = (phone: Page) => expect(phone.locator('#outbox')).toBeHidden();

const ready = (page: Page) => expect(page.locator('html[data-ready=yes]')).toBeAttached();

test('a day of two who relieve each other', async ({ browser, street }) => {
  test.setTimeout(180_000);
  const [leaving, coming, host] = [await signIn(browser, street.address, 'leaving'), await signIn(browser, street.address, 'coming'), await signIn(browser, street.address, 'host', 1440)];

  await test.step('a swap asked for on one phone, answered on another, agreed by the host', async () => {
    await leaving.goto('/field/swaps');
    await leaving.getByRole('link', { name: '求换这一班' }).click();
    await leaving.getByLabel('和谁换').selectOption({ label: '样例接班' });
    await leaving.getByLabel('原因').fill('家里有事');
    await expectAccessible(leaving, '/field/swaps/new');
    await leaving.getByRole('button', { name: '发出' }).click();
    await expect(leaving.getByText('正在求换')).toBeVisible();
    await coming.goto('/field');
    await coming.getByRole('link', { name: '有 1 个换班请您答复' }).click();
    await expect(coming.getByText('家里有事')).toBeVisible();
    await coming.getByRole('button', { name: '我来上' }).click();
    await host.goto('/swaps');
    await host.getByRole('link', { name: '样例交班 → 样例接班' }).click();
    await host.getByRole('button', { name: '同意', exact: true }).click();
    await expect(host.getByText('已答复，各方已收到通知')).toBeVisible();
    await leaving.goto('/field/swaps');
    await expect(leaving.getByText('样例交班 → 样例接班')).toBeVisible();
    await expect(leaving.getByRole('link', { name: '求换这一班' })).toHaveCount(0);
    await coming.goto('/field/swaps');
    await expect(coming.getByRole('link', { name: '求换这一班' })).toHaveCount(2);
  });

  await test.step('an observer ticks away, the person sees it and answers, the host reads the answer', async () => {
    await leaving.goto('/field');
    await ready(leaving);
    await leaving.locator('#shifts > section').first().getByRole('button', { name: '签到', exact: true }).click();
    await expect(leaving.getByText('已到岗').first()).toBeVisible();
    const observer = await signIn(browser, street.address, 'observer');
    await observer.goto('/field/observe?q=' + encodeURIComponent('交接岗'));
    await observer.getByLabel('备注').fill('岗亭没人');
    await observer.getByRole('button', { name: '不在岗' }).click();
    await expect(observer.getByText('已记：不在岗')).toBeVisible();
    await observer.context().close();
    await leaving.goto('/field');
    await leaving.getByLabel('说明情况').fill('在后门送人');
    await leaving.getByRole('button', { name: '提交说明' }).click();
    await expect(leaving.getByText('您的说明：在后门送人')).toBeVisible();
    await host.goto('/observations');
    await expect(host.locator('tr', { hasText: '样例交班' })).toContainText('在后门送人');
  });

  await test.step('who leaves before the relief came says why, and it rings', async () => {
    await leaving.goto('/field');
    await ready(leaving);
    const card = leaving.locator('#shifts > section').first();
    await card.getByRole('button', { name: '签退' }).click();
    await expect(leaving.locator('#told')).toContainText('接班的人还没到');
    // The day arrives while the reason is being typed: the cards are drawn anew, and the words stay.
    let arrive = () => {};
    const held = new Promise<void>(done => { arrive = done; });
    await leaving.route('**/api/field/day', async route => { await held; await route.continue(); }, { times: 1 });
    await leaving.goto('/field');
    await ready(leaving);
    const why = card.getByLabel('为什么现在要走');
    await why.fill('孩子发烧');
    await card.evaluate(drawn => { drawn.dataset.before = 'yes'; });
    arrive();
    await expect(leaving.locator('#shifts > section[data-before]')).toHaveCount(0);
    await expect(why).toHaveValue('孩子发烧');
    await expect(why).toBeFocused();
    await card.getByRole('button', { name: '签退' }).click();
    await expect(card.getByText('已离岗')).toBeVisible();
    await sent(leaving);
    sound(street.store);
    await host.goto('/alarms?kind=LeftAlone');
    await host.getByRole('link', { name: '样例社区 交接岗' }).click();
    await expect(host.getByText('孩子发烧')).toBeVisible();
    await host.getByRole('button', { name: '我来处理' }).click();
    await expect(host.getByText('已接手')).toBeVisible();
  });

  await test.step('the host says what must be there before the post opens', async () => {
    await host.goto('/openings');
    await host.getByRole('link', { name: '交接岗' }).click();
    await host.getByRole('link', { name: '改清单' }).click();
    await host.getByLabel('装备').fill('口罩 20 只');
    await host.getByRole('button', { name: '保存清单' }).click();
    await expect(host.getByText('清单已保存')).toBeVisible();
  });

  await test.step('a handover written by one side, confirmed by the other; the relief that came ends the alarm', async () => {
    await leaving.goto('/field');
    await ready(leaving);
    await leaving.locator('#shifts > section').first().getByRole('link', { name: '交接班' }).click();
    await leaving.getByLabel('未了的事').fill('3 号楼 502 晚上送药');
    await leaving.getByLabel('钥匙和物资').fill('东门钥匙 1 把');
    await leaving.getByRole('button', { name: '交班', exact: true }).click();
    await expect(leaving.getByText('等接班的人确认')).toBeVisible();
    // Said again where there is no network: it waits on the phone and arrives once, with the phone's time; a page that needs others says so.
    await leaving.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await leaving.context().setOffline(true);
    await leaving.goto('/field/swaps').catch(() => undefined);
    await ready(leaving);
    await expect(leaving.locator('#told')).toContainText('要有网络');
    await expect(leaving.locator('#network')).toContainText('换班、请假、意愿');
    const again = leaving.locator('#shifts > section').first();
    await again.getByText('写交接（没有网络也能写）').click();
    await again.getByLabel('未了的事').fill('3 号楼 502 晚上送药，已敲门无人');
    await again.getByLabel('钥匙和物资').fill('东门钥匙 1 把');
    await again.getByRole('button', { name: '交班', exact: true }).click();
    await expect(leaving.locator('#outbox')).toContainText('仅在本机：1 条');
    await leaving.context().setOffline(false);
    await leaving.goto('/field');
    await ready(leaving);
    await sent(leaving);
    await coming.goto('/field');
    await ready(coming);
    await coming.locator('#shifts > section').first().getByRole('button', { name: '签到', exact: true }).click();
    await expect(coming.getByText('已到岗').first()).toBeVisible();
    // The host asked for kit at this post meanwhile: the check-in is kept, and says loudly that nobody opened the post.
    await expect(coming.locator('#told')).toContainText('这个岗位还没有开岗');
    await coming.goto('/field');
    await ready(coming);
    await coming.getByRole('link', { name: '现在开岗：交接岗' }).click();
    await expectAccessible(coming, '/field/posts/{id}');
    await coming.getByLabel('口罩 20 只').check();
    await coming.getByRole('button', { name: '开岗', exact: true }).click();
    await expect(coming.getByText('交接岗：已开岗')).toBeVisible();
    await ready(coming);
    await coming.locator('#shifts > section').first().getByRole('link', { name: '交接班' }).click();
    await expect(coming.getByText('东门钥匙 1 把')).toBeVisible();
    await expect(coming.getByText('已敲门无人')).toBeVisible();
    await coming.getByLabel('与交接不符的').fill('登记本少一本');
    await coming.getByRole('button', { name: '已核对，我接班' }).click();
    await host.goto('/handovers');
    await expect(host.locator('tr', { hasText: '交接岗' })).toContainText('样例接班');
    sound(street.store);
    await host.goto('/alarms?kind=LeftAlone&state=Closed');
    await expect(host.locator('tr', { hasText: '交接岗' }).filter({ hasText: '人到了' })).toBeVisible();
  });

  await test.step('a turn dragged onto somebody else on the board asks for the reason and is theirs', async () => {
    await host.goto('/rosters');
    await host.getByRole('link', { name: '样例社区' }).first().click();
    const row = (name: string) => host.locator('#board tbody tr', { hasText: name });
    const turn = row('样例接班').locator('[data-shift]').last();
    const day = await turn.getAttribute('data-day');
    await turn.dragTo(row('样例交班').locator(`td[data-day="${day}"]`));
    await host.locator('.board-drop').getByLabel('原因').fill('换回来');
    await host.getByRole('button', { name: '换人' }).click();
    await expect(host.getByText('已保存')).toBeVisible();
    await expect(row('样例交班').locator(`td[data-day="${day}"] [data-shift]`)).toHaveCount(1);
    await expectAccessible(host, 'the board');
  });
});
