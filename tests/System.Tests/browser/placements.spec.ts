// Plans and what is in force, on the yongtai sample: every page in both languages, schemes and widths, and the organiser's days after publication.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dress, expect, expectAccessible, freePort, program, test as base, type Look } from './muster';

interface Sample { address: string; signedIn: string; emergency: string; plan: string }

const test = base.extend<object, { sample: Sample }>({
  sample: [async ({ browser }, use) => {
    const store = mkdtempSync(join(tmpdir(), 'muster-sample-'));
    const address = `http://127.0.0.1:${await freePort()}`;
    const child: ChildProcess = spawn('dotnet', [program(), 'demo', '--sample', 'yongtai', '--store', store, '--urls', address], { stdio: ['ignore', 'pipe', 'pipe'], cwd: store });
    try {
      let said = '';
      const password = await new Promise<string>((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`muster demo said nothing useful:\n${said}`)), 120_000);
        for (const stream of [child.stdout!, child.stderr!]) stream.on('data', data => {
          said += data;
          const found = /password: (\S+?)\. Stop/.exec(said)?.[1];
          if (found) { clearTimeout(timer); done(found); }
        });
        child.on('exit', code => fail(new Error(`muster demo ended with ${code}:\n${said}`)));
      });
      const context = await browser.newContext({ locale: 'zh-CN' });
      const page = await context.newPage();
      await page.goto(address + '/sign-in');
      await page.getByLabel('账号').fill('organiser');
      await page.getByLabel('密码').fill(password);
      await page.getByRole('button', { name: '登录' }).click();
      await expect(page.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
      const emergency = /in-force\/([0-9a-f-]{36})/.exec(await page.content())![1];
      await page.goto(`${address}/in-force/${emergency}`);
      const plan = /\/plans\/([0-9a-f-]{36})"/.exec(await page.content())![1];
      const signedIn = join(store, 'browser.json');
      await context.storageState({ path: signedIn });
      await context.close();
      await use({ address, signedIn, emergency, plan });
    } finally {
      child.removeAllListeners('exit');
      await new Promise<void>(done => { if (child.exitCode !== null) return done(); child.on('exit', () => done()); child.kill('SIGTERM'); });
      rmSync(store, { recursive: true, force: true });
    }
  }, { scope: 'worker', timeout: 180_000 }],
  baseURL: async ({ sample }, use) => use(sample.address),
  storageState: async ({ sample }, use) => use(sample.signedIn),
});

const pick = async (page: Page, rows: number[]) => { for (const n of rows) await page.locator('[data-pick]').nth(n).check(); };

async function look(page: Page, reason: string) {
  await page.locator('input[name=Reason]').fill(reason);
  await page.getByRole('button', { name: '查看影响' }).click();
}

test('after publication: recall, place, extend, replace and repair, each shown before it is done', async ({ page, sample, shot }) => {
  test.setTimeout(180_000);
  const root = `/in-force/${sample.emergency}`;
  const people = `${root}/people?where=placed`;
  await page.goto(root);
  await expect(page.locator('.stats')).toContainText('7 / 7');
  await page.goto(`${root}?kind=post`);
  const post = (await page.locator('#places tbody th a').first().getAttribute('href'))!.split('/').at(-1)!;

  await test.step('a recall says which place falls short, then it stands on the gap list with its owner', async () => {
    await page.goto(`${people}&post=${post}`);
    await page.locator('[data-pick-all]').check();
    await page.getByRole('button', { name: '召回', exact: true }).click();
    await look(page, '单位有急事');
    await expect(page.locator('main')).toContainText('会低于最低人数');
    await shot('standing-recall', page);
    await expectAccessible(page, 'recall');
    await page.getByRole('button', { name: /确认召回/ }).click();
    await expect(page.locator('body')).toContainText('已召回');
    await page.goto(`${root}/gaps`);
    await expect(page.locator('#standing-gaps tbody tr').first()).toContainText('有人撤离');
    await page.goto(`${root}/map`);
    await expect(page.locator('.map-short').last()).toBeVisible();
    await shot('standing-map', page);
  });

  await test.step('somebody of the reserve is placed where people are missing', async () => {
    await page.goto(`${root}/reserve`);
    await expect(page.locator('main')).toContainText('单位召回：单位有急事');
    await page.locator('#standing-people tbody td a').last().click();
    await page.locator('select[name=Near]').selectOption({ index: 1 });
    await look(page, '补缺');
    await expect(page.locator('main')).toContainText('符合全部规则');
    await expectAccessible(page, 'place');
    await page.getByRole('button', { name: /确认安排/ }).click();
    await expect(page.locator('body')).toContainText('已安排');
    await expect(page.locator('main')).toContainText('补缺');
  });

  await test.step('service is extended, and ended', async () => {
    await page.goto(people);
    await pick(page, [0, 1]);
    await page.getByRole('button', { name: '延长', exact: true }).click();
    await page.locator('input[name=Until]').fill('2031-01-31T18:00');
    await look(page, '任务延长');
    await expect(page.locator('main')).toContainText('2031年1月31日');
    await expectAccessible(page, 'extend');
    await page.getByRole('button', { name: /确认延长/ }).click();
    await expect(page.locator('body')).toContainText('已延长 2 人');
    await page.goto(people);
    await pick(page, [5]);
    await page.getByRole('button', { name: '结束', exact: true }).click();
    await look(page, '任务完成');
    await page.getByRole('button', { name: /确认结束/ }).click();
    await expect(page.locator('body')).toContainText('已结束 1 人');
  });

  await test.step('a wave: nobody in reserve can come at first, then one for one', async () => {
    await page.goto(people);
    await pick(page, [7]);
    await page.getByRole('button', { name: '轮换', exact: true }).click();
    await expect(page.locator('main')).toContainText('预备名单里没有可以替换的人');
    await expectAccessible(page, 'wave');
  });

  await test.step('people are lost: the repair is a difference, in force only when accepted', async () => {
    await page.goto(people);
    await pick(page, [9]);
    await page.getByRole('button', { name: '减员补位', exact: true }).click();
    await look(page, '密接隔离');
    await page.getByRole('button', { name: '做出补位草稿' }).click();
    await expect(page).toHaveURL(/repaired$/);
    await expect(page.locator('.stats .stat').first()).toContainText('1');
    await expect(page.locator('#repaired')).toContainText('减员：密接隔离');
    await shot('plan-repaired', page);
    await expectAccessible(page, 'repaired');
    await page.getByLabel('理由或文号').fill('补位');
    await page.getByRole('button', { name: '同意并发布' }).click();
    await expect(page.locator('body')).toContainText('已发布');
    await page.goto(`${root}/reserve?code=lost`);
    await expect(page.locator('#standing-people tbody tr')).toHaveCount(1);
  });

  await test.step('a whole committee is lost', async () => {
    await page.goto(`${root}?kind=area`);
    const area = (await page.locator('#places tbody th a').first().getAttribute('href'))!;
    await page.goto(area);
    await page.getByRole('link', { name: '整体减员补位' }).click();
    await page.getByLabel('发生了什么').fill('居委会整体隔离');
    await expectAccessible(page, 'repair');
    await page.getByRole('button', { name: '做出补位草稿' }).click();
    await expect(page).toHaveURL(/repaired$/);
    await expect(page.locator('#repaired')).toContainText('减员：居委会整体隔离');
    await page.getByRole('button', { name: '作废方案' }).click();
    await expect(page.locator('body')).toContainText('方案已作废');
  });
});

const dresses: Look[] = [
  { language: 'zh-CN', theme: 'light', width: 1440 }, { language: 'zh-CN', theme: 'dark', width: 390 },
  { language: 'en', theme: 'light', width: 390 }, { language: 'en', theme: 'dark', width: 1440 },
];

for (const dressed of dresses)
  test(`every page of plans, cards and what is in force is accessible and fits: ${dressed.language} ${dressed.theme} ${dressed.width}`, async ({ page, sample, shot }) => {
    test.setTimeout(240_000);
    const { emergency: e, plan } = sample;
    await dress(page, sample.address, dressed);
    await page.goto(`/in-force/${e}/people?where=placed`);
    const person = (await page.locator('#standing-people tbody th a').first().getAttribute('href'))!;
    const place = (await page.locator('#standing-people tbody td a').first().getAttribute('href'))!;
    const cards = await (await page.request.get(`/api/plans/${plan}/cards/list?kind=Person`)).json() as { id: string }[];
    const pages: Record<string, string> = {
      plans: '/plans', 'plan-new': '/plans/new', plan: `/plans/${plan}`, 'plan-people': `/plans/${plan}/people`, 'plan-person': `/plans/${plan}${person}`, 'plan-gaps': `/plans/${plan}/gaps`,
      'plan-map': `/plans/${plan}/map`, 'plan-difference': `/plans/${plan}/difference`, 'plan-repair': `/plans/${plan}/repair`, 'plan-cards': `/plans/${plan}/cards`,
      'in-force': `/in-force/${e}`, 'in-force-people': `/in-force/${e}/people`, 'in-force-reserve': `/in-force/${e}/reserve`, 'in-force-gaps': `/in-force/${e}/gaps`, 'in-force-map': `/in-force/${e}/map`,
      'in-force-place': place, 'in-force-placing': `/in-force/${e}/place`, person, card: `/cards/${cards[0].id}`, 'card-holder': `/cards/${cards[0].id}/holder`,
    };
    for (const [name, path] of Object.entries(pages)) {
      const answer = await page.goto(path);
      expect.soft(answer!.status(), name).toBe(200);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wider, `${name} is wider than the window`).toBeLessThanOrEqual(0);
      await shot(`${name}-${dressed.language}-${dressed.theme}-${dressed.width}`, page);
      await expectAccessible(page, name);
    }
  });

test('the page that somebody in the field sees fits the smallest phone', async ({ page, sample, shot }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  const cards = await (await page.request.get(`/api/plans/${sample.plan}/cards/list?kind=Person`)).json() as { id: string }[];
  await page.goto(`/cards/${cards[1].id}/holder`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page, 'holder');
  await shot('holder-320', page);
});
