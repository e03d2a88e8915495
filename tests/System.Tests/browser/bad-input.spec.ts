// What a tired person gets wrong: it is refused where it stands, before anything is promised, and nothing of it is kept.
import { expect, expectAccessible } from './muster';
import { test } from './sample';

test('a change of an area that cannot be is refused at its field, not previewed', async ({ page, sample }) => {
  await page.goto(`/in-force/${sample.emergency}?kind=area`);
  const area = /places\/([0-9a-f-]{36})/.exec(await page.content())![1];
  const attempt = async (what: string, fields: Record<string, string>) => {
    await page.goto(`/areas/${area}/${what}`);
    await page.evaluate(() => document.querySelectorAll('form').forEach(form => (form.noValidate = true)));
    for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
    await page.locator('main form .btn-primary').first().click();
    await page.waitForURL(/preview$/);
  };
  for (const [what, fields, said] of [
    ['split', { Names: '甲', Reason: '试' }, '拆分至少要分成 2 个'], ['split', { Names: '甲\n甲', Reason: '试' }, '都叫“甲”'], ['split', { Names: '甲\n乙' }, '请填写原因'],
    ['merge', { Name: '合并居委', Reason: '试' }, '合并至少要两个'], ['close', { Reason: '试' }, '请选接续的属地'], ['rename', { Name: '', Reason: '试' }, '请填写名称'],
  ] as const) {
    await attempt(what, fields);
    await expect(page.locator('main'), `${what} ${JSON.stringify(fields)}`).toContainText(said);
    await expect(page.getByText('接下来会发生')).toHaveCount(0);
  }
  await expectAccessible(page, 'bad-input');
  await attempt('split', { Names: '甲\n乙', Reason: '试' });
  await expect(page.getByRole('button', { name: /^确认/ })).toBeVisible();
});

test('a field left empty in an address asks nothing', async ({ page }) => {
  await page.goto('/people?agency=&origin=&home=&import=');
  await expect(page.getByRole('heading', { level: 1, name: '人员' })).toBeVisible();
  await page.locator('table tbody a').first().click();
  const person = new URL(page.url()).pathname;
  expect((await page.goto(`${person}/merge?with=`))!.status()).toBe(200);
});

test('a spreadsheet without names or without anything says so, and what was not understood is counted', async ({ page }) => {
  const send = async (csv: string) => {
    await page.goto('/people/import');
    await page.locator('input[type=file]').setInputFiles({ name: '坏表.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.locator('.form-end .btn-primary').click();
    await page.waitForURL(/import\/[0-9a-f-]{36}$/);
  };
  await send(' \n');
  await expect(page.locator('main')).toContainText('文件里没有任何内容');
  await send('甲,乙,丙\n1,2,3\n');
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await expect(page.locator('.job')).toContainText('没有找到写着姓名的列', { timeout: 30_000 });
  await send('姓名,手机,职级\n张试错,13800000001,2020/2/17\n合计,1人,\n');
  await page.getByRole('button', { name: /试/ }).click();
  await expect(page.locator('.job')).toContainText('看不懂的职级', { timeout: 30_000 });
  await expect(page.locator('.job')).toContainText('坏表!C2');
  await expect(page.locator('.job')).toContainText('这一行是“合计”');
  await expectAccessible(page, 'bad-input');
});

test('cards are printed to PDF by a job, and the file is taken from there', async ({ page, sample }) => {
  test.setTimeout(180_000);
  await page.goto(`/plans/${sample.plan}/cards`);
  await page.getByRole('button', { name: /岗位.*PDF|PDF/ }).first().click();
  await page.waitForURL(/\/jobs\//);
  const link = page.getByRole('link', { name: '下载 PDF' });
  await expect(link).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page, 'print');
  const file = await page.request.get((await link.getAttribute('href'))!);
  expect((await file.body()).subarray(0, 4).toString()).toBe('%PDF');
  expect(file.headers()['content-disposition']).toContain('.pdf');
});
