// The organiser's evening: territory loaded at the command line, a bad spreadsheet and then the mended one in the browser, an emergency,
// demand, people mustered, everyone placed, the plan reviewed and published.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectAccessible, program, test, top } from './muster';

const sample = join(top, 'samples/yongtai');

/** A number with a right check digit (GB 11643) under a division code that no place has. */
function idNumber(n: number): string {
  const digits = `990000198${n % 10}0${1 + (n % 9)}1${n % 10}${String(100 + n).slice(-3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(digits[i]), 0);
  return digits + '10X98765432'[sum % 11];
}

function roster(people: number, spoilt: boolean): string {
  const rows = Array.from({ length: people }, (_, i) => {
    const id = idNumber(i);
    const wrong = spoilt && i === 3 ? id.slice(0, 17) + (id[17] === '1' ? '2' : '1') : id;
    const name = spoilt && i === 5 ? '' : `试${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'子丑寅卯辰巳午未申酉'[Math.floor(i / 10) % 10]}`;
    return `${i + 1},${name},${wrong},1990000${String(1000 + i)},区试验${'一二三'[i % 3]}局,区级,${i % 12 === 0 ? '副处' : '科员'},${i % 2 ? '群众' : '中共党员'},永泰路第${'一二三'[i % 3]}居委会`;
  });
  return '永泰社区下沉干部名册（人员均为虚构）\n序号,姓名,身份证号,联系电话,单位,来源,职级,政治面貌,居住地\n' + rows.join('\n') + '\n';
}

test('from a spreadsheet to a published plan, with a bad spreadsheet on the way', async ({ page, server, shot }) => {
  test.setTimeout(300_000);
  const muster = (...args: string[]) => JSON.parse(execFileSync('dotnet', [program(), ...args, '--store', server.store, '--json'], { encoding: 'utf8' }).trim().split('\n').at(-1)!);
  expect(muster('area', 'import', join(sample, 'areas.csv'))).toMatchObject({ refused: 0 });
  expect(muster('post', 'import', join(sample, 'posts.csv'))).toMatchObject({ stored: 53, refused: 0 });

  const bad = join(server.store, 'bad.csv');
  const good = join(server.store, 'good.csv');
  writeFileSync(bad, roster(71, true));
  writeFileSync(good, roster(71, false));

  await test.step('a bad spreadsheet: two rows come back with cell and reason, the others are stored', async () => {
    await page.goto('/people/import');
    await page.locator('input[type=file]').setInputFiles(bad);
    await page.getByRole('button', { name: '上传' }).click();
    await expect(page.getByRole('heading', { name: '核对各列' })).toBeVisible();
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.getByRole('link', { name: '查看结果' }).click({ timeout: 60_000 });
    await expect(page.locator('main')).toContainText('69');
    await expect(page.locator('main')).toContainText('C6');
    await shot('organiser-import-refused', page);
    await expectAccessible(page, 'organiser');
  });

  await test.step('the mended spreadsheet: nobody is doubled', async () => {
    await page.goto('/people/import');
    await page.locator('input[type=file]').setInputFiles(good);
    await page.getByRole('button', { name: '上传' }).click();
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.getByRole('link', { name: '查看结果' }).click({ timeout: 60_000 });
    await page.goto('/people');
    await expect(page.locator('main')).toContainText('71');
  });

  await test.step('an emergency over the town, its demand and its people', async () => {
    await page.goto('/emergencies/new');
    await page.locator('#find').fill('永泰社区');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('link', { name: '永泰社区', exact: true }).first().click();
    await page.getByLabel('名称').fill('永泰社区下沉');
    await page.locator('input[name=Kind]').first().check();
    await page.getByLabel('文号').fill('试〔2022〕5号');
    await page.locator('select[name=CoveredLevel]').selectOption({ value: 'Community' });
    await page.getByRole('button', { name: '启动行动' }).click();
    await page.waitForURL(/\/emergencies\/[0-9a-f-]{36}/);
    const emergency = new URL(page.url()).pathname;
    await page.goto(`${emergency}/demand`);
    await page.locator('select[name=Level]').selectOption({ value: 'Community' });
    for (const [field, value] of Object.entries({ MinimumBase: '1', MinimumPerThousandResidents: '0', TargetBase: '2', TargetPerThousandResidents: '0', AbsorptionBase: '30', AbsorptionPerLocalStaff: '2' }))
      await page.locator(`input[name=${field}]`).fill(value);
    await page.getByRole('button', { name: '保存规则并重算' }).click();
    await expect(page.locator('#demand')).toContainText('永泰');
    await page.goto(`${emergency}/people`);
    await page.locator('input[name=Origins][value=County]').check();
    await page.getByRole('button', { name: '动员人员' }).click();
    await expect(page.locator('main')).toContainText('71');
    await shot('organiser-mustered', page);
  });

  await test.step('everyone placed, reviewed, published', async () => {
    await page.goto('/plans');
    await page.getByRole('link', { name: '新建方案' }).first().click();
    await page.getByLabel('方案名称').fill('第一版');
    await page.getByRole('button', { name: '建立方案' }).click();
    await page.getByRole('button', { name: '全部安排' }).click();
    await page.getByRole('link', { name: '查看方案' }).click({ timeout: 120_000 });
    await expect(page.locator('.stats')).toContainText('7 / 7');
    await expect(page.locator('.stats')).toContainText('53 / 53');
    await shot('organiser-plan', page);
    await expectAccessible(page, 'organiser');
    const plan = new URL(page.url()).pathname;
    await test.step('several moved by hand: refused with the rule named, then moved with what it costs, then taken back', async () => {
      await page.goto(`${plan}/people?reserve=no`);
      for (const n of [0, 1]) await page.locator('[data-pick]').nth(n).check();
      await page.getByRole('button', { name: '移动', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('调整所选 2 人');
      await page.locator('select[name=Near]').selectOption({ index: 1 });
      await page.getByLabel('理由').fill('离单位近');
      await page.getByRole('button', { name: '查看影响' }).click();
      await expect(page.locator('.notice').first()).toBeVisible();
      await page.getByRole('combobox').last().pressSequentially('幸福');
      await shot('plan-bulk', page);
      await expectAccessible(page, 'plan-bulk');
      await page.getByRole('radio', { name: '移到预备' }).check();
      await page.getByRole('button', { name: '查看影响' }).click();
      await page.getByRole('button', { name: '确认移到预备 2 人' }).click();
      await expect(page.locator('body')).toContainText('已调整 2 人');
      await page.getByRole('button', { name: '撤销' }).click();
      await expect(page.locator('body')).toContainText('已撤销，2 人回到调整以前');
      await page.locator('[data-pick-all]').check();
      await page.getByLabel(/选中全部|全部/).last().check();
      await page.getByRole('button', { name: '固定', exact: true }).click();
      await page.getByRole('button', { name: '固定 71 人' }).click();
      await expect(page.locator('body')).toContainText('已固定 71 人');
      await page.getByRole('button', { name: '撤销' }).click();
      await page.goto(plan);
      await expect(page.locator('#changes')).toContainText('撤销');
    });
    await page.locator('details summary').first().click();
    await page.getByRole('link', { name: /名单/ }).first().click();
    await page.locator('table tbody a').first().click();
    await expect(page.getByRole('heading', { name: '为什么在这里' })).toBeVisible();
    await shot('organiser-why', page);
    await expectAccessible(page, 'organiser');
    await page.goBack();
    await page.goBack();
    await page.getByRole('button', { name: '审核通过' }).click();
    await expect(page.locator('main')).toContainText('全部生效或全部不生效');
    await shot('organiser-publish', page);
    await page.getByLabel('理由或文号').fill('试〔2022〕5号');
    await page.getByRole('button', { name: '确认发布' }).click();
    await expect(page.locator('body')).toContainText('已发布：71 人到岗，7 / 7 个属地有人');
    await page.goto('/');
    await expect(page.locator('main')).toContainText('7 / 7');
    await shot('organiser-overview', page);
  });
});
