// What is in force, on the yongtai sample: the organiser's days after publication.
import type { Page } from '@playwright/test';
import { expect, expectAccessible } from './muster';
import { test } from './sample';

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

test('the page that somebody in the field sees fits the smallest phone', async ({ page, sample, shot }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  const cards = await (await page.request.get(`/api/plans/${sample.plan}/cards/list?kind=Person`)).json() as { id: string }[];
  await page.goto(`/cards/${cards[1].id}/holder`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page, 'holder');
  await shot('holder-320', page);
});

test('a card of a person tells what to bring however long its names are', async ({ page, sample, shot }) => {
  await page.goto(`/plans/${sample.plan}/cards/people`);
  const cut = () => page.evaluate(() => [...document.querySelectorAll('.person-card')].filter(card =>
    card.querySelector('.bring')!.getBoundingClientRect().bottom > card.querySelector('dl')!.getBoundingClientRect().bottom + 1).length);
  for (const language of ['zh-CN', 'en']) {
    await page.context().addCookies([{ name: 'language', value: language, url: sample.address }]);
    await page.reload();
    await page.evaluate(() => {
      const long = (words: string) => (one: Element) => { one.textContent = words.repeat(3); };
      document.querySelectorAll('.person-card .card-where b').forEach(long('Yongtai Road Third Neighbourhood Gate Number One '));
      document.querySelectorAll('.person-card .card-above').forEach(long('Pudong New District › Sanlin Town › Yongtai '));
      document.querySelectorAll('.person-card dd').forEach(long('Guard the gate, check passes, register visitors and hand over at eight. '));
    });
    expect(await cut(), language).toBe(0);
    await shot(`card-long-${language}`, page);
  }
  await page.evaluate(() => document.querySelectorAll('.person-card .card-where b').forEach(b => { b.parentElement!.style.display = 'block'; b.textContent = 'longer still '.repeat(80); }));
  expect(await cut(), 'a head that takes the whole card is noticed').toBeGreaterThan(0);
});
