// Every page there is, of pages.txt: answered, as wide as the window and no wider, accessible. A C# test keeps that list whole.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { dress, expect, findings, type Look } from './muster';
import { test, type Sample } from './sample';

interface Entry { kind: string; path: string; as?: string }

const entries: Entry[] = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'pages.txt'), 'utf8').split('\n')
  .filter(line => line.startsWith('/')).map(line => line.split(/\s+/)).map(([, kind, path, as]) => ({ kind: kind!, path: path!, as }));
const id = '([0-9a-f]{8}-[0-9a-f-]{27})';

/** One of each kind of record, found as a person would: by what the lists link to. */
async function known(page: Page, { emergency, plan }: Sample) {
  const linked = async (list: string, link: string) => {
    const found = new RegExp(`href="${link.replace('*', id)}[?"]`).exec(await (await page.request.get(list)).text());
    if (!found) throw new Error(`${list} links to no ${link}`);
    return found[1]!;
  };
  const cards = await (await page.request.get(`/api/plans/${plan}/cards/list?kind=Person`)).json() as { id: string }[];
  const names: Record<string, string> = {
    emergency, plan, card: cards[0]!.id,
    area: await linked(`/in-force/${emergency}?kind=area`, `/in-force/${emergency}/places/*`), post: await linked(`/in-force/${emergency}?kind=post`, `/in-force/${emergency}/places/*`),
    person: await linked(`/in-force/${emergency}/people?where=placed`, '/people/*'), agency: await linked('/agencies', '/agencies/*'), job: await linked('/jobs?kind=ImportPeople', '/jobs/*'),
    import: await linked('/people/import', '/people/imports/*'),
    board: await linked('/rosters', '/rosters/*'),
    formation: await linked(`/emergencies/${emergency}/formation`, `/emergencies/${emergency}/formation/*`), seat: await linked(`/emergencies/${emergency}/seats`, `/emergencies/${emergency}/seats/*`),
  };
  const upload = async (at: string, csv: string) => {
    await page.goto(at);
    await page.locator('input[type=file]').setInputFiles({ name: '样例.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.locator('.form-end .btn-primary').click();
    await page.waitForURL(new RegExp(`${at}/${id}$`));
    return page.url().split('/').at(-1)!;
  };
  names.territory = await upload('/areas/import', '名称,上级,级别\n样例小区,永泰社区,小区\n');
  names.posts = await upload('/posts/import', '岗位,属地,类别\n样例岗,永泰社区,值守\n');
  names.times = await upload('/posts/times/import', '岗位,社区,开始,结束\n样例岗,永泰社区,08:00,16:00\n');
  names.holidays = await upload('/holidays/import', '日期,名称,休班\n2026-10-01,国庆节,休\n');
  await page.goto('/patterns/new');
  await page.getByLabel('名称').fill('样例班制');
  await page.getByLabel('时段').fill('早班 06:00-14:00');
  await page.locator('.form-end .btn-primary').click();
  names.pattern = await linked('/patterns', '/patterns/*');
  names.agencies = await upload('/agencies/import', '单位,级别\n样例局,区县\n');
  names.demand = await upload(`/emergencies/${emergency}/demand/import`, '属地,最低,目标\n永泰社区,1,2\n');
  names.quotas = await upload(`/emergencies/${emergency}/quotas/import`, '单位,至少派\n样例局,3\n');
  names.roster = await upload('/people/import', '姓名,单位,联系电话\n张样例,样例局,19900001234\n,样例局,19900001235\n');
  await page.getByRole('button', { name: /试/ }).click();
  await page.waitForURL(/\/try\//);
  names.tried = page.url().split('/').at(-1)!;
  return names;
}

// The two looks differ in everything; each is a test of its own, so that two workers take one each.
test.describe.configure({ mode: 'parallel' });
const dresses: Look[] = [{ language: 'zh-CN', theme: 'light', width: 1440 }, { language: 'en', theme: 'dark', width: 390 }];

for (const look of dresses) {
  test(`every page answers, fits and is accessible: ${look.language}, ${look.theme}, ${look.width}`, async ({ page, sample, shot }) => {
    test.setTimeout(1_200_000);
    const names = await known(page, sample);
    await dress(page, sample.address, look);
    const wrong: string[] = [];
    for (const { kind, path, as } of entries) {
      if (kind === 'else' || kind === 'none' || as) continue;
      const at = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? wrong.push(`${path}: ${name} is not known`));
      if (kind === 'part' || kind === 'file') {
        if (look !== dresses[0]) continue;
        const answer = await page.request.get(at);
        if (answer.status() !== 200) wrong.push(`${path}: ${answer.status()}`);
        if (kind === 'file' && !/attachment/.test(answer.headers()['content-disposition'] ?? '')) wrong.push(`${path}: no file`);
        continue;
      }
      const answer = await page.goto(at);
      const status = answer!.status();
      if (status !== (kind === 'gone' ? 410 : 200)) wrong.push(`${path}: ${status}`);
      if (await page.locator('html').getAttribute('lang') !== look.language) wrong.push(`${path}: is not in ${look.language}`);
      for (const finding of await findings(page)) wrong.push(`${path}: ${finding}`);
      if (process.env.MUSTER_SHOTS) await shot(`every${path.replace(/\?.*/, '').replace(/[{}]/g, '').replaceAll('/', '-')}-${look.language}-${look.theme}-${look.width}`, page);
    }
    expect(wrong).toEqual([]);
  });
}

test('what the look at every page must find, it finds', async ({ page }) => {
  await page.goto('/kit');
  expect(await findings(page)).toEqual([]);
  await page.evaluate(() => {
    const main = document.querySelector('main')!;
    main.insertAdjacentHTML('beforeend', '<img src="/muster.svg"><button></button><p class="planted">wide</p>');
    (main.querySelector('.planted') as HTMLElement).style.width = '9000px';
  });
  const found = (await findings(page)).join('\n');
  for (const planted of ['image-alt', 'button-name', 'wider than the window']) expect(found).toContain(planted);
});
