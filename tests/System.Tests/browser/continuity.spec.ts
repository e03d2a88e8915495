// The takeover of 三林新村第四居委 followed on screen: rehearsed, done, read from the dossier, and taken back (S0.14).
import { expect, expectAccessible } from './muster';
import { test } from './sample';

test.use({ which: 'sanlin' });

test('the whole committee of 三林新村第四居委 is lost: a drill, the takeover, the dossier, and the return', async ({ page, sample, shot }) => {
  test.setTimeout(240_000);
  const place = '三林新村第四居委会';

  await test.step('the chain shows its single links, and each number opens its seats', async () => {
    await page.goto(`/emergencies/${sample.emergency}/continuity`);
    await expect(page.locator('.stats .stat')).toHaveCount(4);
    await shot('continuity-zh-light-1440', page);
    await expectAccessible(page, 'continuity');
    await page.goto(`/emergencies/${sample.emergency}/continuity?q=${place}&kind=HostSecretary`);
    await expect(page.locator('#links tbody tr')).toHaveCount(1);
  });

  await test.step('two who live together are no A and B: the link turns red', async () => {
    await page.locator('#links tbody tr td a[href^="/people/"]').first().click();
    const secretary = page.url().split('/').at(-1)!;
    await page.goto(`/emergencies/${sample.emergency}/continuity?q=${place}&kind=HostSecretary`);
    const others = await page.locator('#links tbody tr td a[href^="/people/"]').evaluateAll(links => links.map(a => a.getAttribute('href')!.split('/').at(-1)!));
    for (const person of new Set([secretary, ...others])) {
      const token = await page.locator('meta[name=antiforgery]').getAttribute('content');
      const answer = await page.request.post('/exposures', { form: { PersonId: person, Kind: 'Lodging', Key: '迎宾酒店 八楼', __RequestVerificationToken: token! } });
      expect(answer.ok()).toBe(true);
    }
    await page.goto(`/emergencies/${sample.emergency}/continuity?state=Shared`);
    await expect(page.locator('#links tbody tr').filter({ hasText: place }).first()).toContainText('共同暴露：同宿');
    await page.goto('/exposures');
    await expect(page.locator('#exposures tbody tr')).toHaveCount(3);
    await expect(page.locator('main')).not.toContainText('迎宾酒店');
    await expectAccessible(page, 'exposures');
    await shot('exposures', page);
    await page.goto('/exposures/import');
    await page.locator('input[type=file]').setInputFiles({ name: '同车.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名,车牌\n无此人,沪A00000\n') });
    await page.locator('.form-end .btn-primary').click();
    await page.waitForURL(/\/exposures\/import\/[0-9a-f-]{36}$/);
    await expect(page.locator('main')).toContainText('车牌');
    await expectAccessible(page, 'exposures import');
  });

  await page.goto(`/emergencies/${sample.emergency}/continuity?q=${place}&kind=HostSecretary`);
  const before = await page.locator('#links tbody tr').innerText();

  await test.step('a drill says who would take over and changes nothing', async () => {
    await page.getByRole('link', { name: `登记${place}减员` }).click();
    await page.getByLabel('理由').first().fill('全体隔离，什么都没来得及交接');
    await shot('loss-new', page);
    await expectAccessible(page, 'new loss');
    await page.getByRole('button', { name: '只演练，不生效' }).first().click();
    await expect(page.getByText('演练结果，没有任何改动，没有通知任何人。')).toBeVisible();
    await expect(page.locator('main')).toContainText('在此服务的人员接任');
    await shot('loss-drill', page);
    await expectAccessible(page, 'drill');
    await page.goto('/losses');
    await expect(page.locator('main')).toContainText('没有减员记录');
  });

  await test.step('the takeover: successors are seated at once', async () => {
    await page.goto(`/emergencies/${sample.emergency}/continuity?q=${place}&kind=HostSecretary`);
    expect(await page.locator('#links tbody tr').innerText()).toBe(before);
    await page.getByRole('link', { name: `登记${place}减员` }).click();
    await page.getByLabel('理由').first().fill('全体隔离，什么都没来得及交接');
    await page.getByRole('button', { name: '登记减员并接管' }).first().click();
    await expect(page).toHaveURL(/\/losses\/[0-9a-f-]{36}$/);
    await expect(page.locator('body')).toContainText('已登记 3 人减员');
    await shot('loss-done', page);
    await expectAccessible(page, 'loss');
  });
  const loss = page.url();
  const successor = (await page.locator('tbody tr').filter({ hasText: 'A' }).first().locator('td').nth(2).innerText()).trim();

  await test.step('the dossier alone names the successor, whom to call, who serves there and what the posts need', async () => {
    await page.getByRole('link', { name: '交接卷', exact: true }).click();
    for (const part of ['谁接谁', '席位现状', '找谁', '今夜值守', '在此服务的人员', '缺口', '岗位、物资与钥匙联系人', '属地情况']) await expect(page.getByRole('heading', { name: part })).toBeVisible();
    await expect(page.locator('main')).toContainText(successor);
    await expect(page.locator('main')).toContainText('三林新村第四居委核酸检测保障岗');
    await shot('dossier-zh-light-1440', page);
    await expectAccessible(page, 'dossier');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${loss}/dossier?lang=en`);
    await shot('dossier-en-390', page);
    await expectAccessible(page, 'dossier on a phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    const paper = await page.request.get(`${loss}/dossier.docx`);
    expect(paper.headers()['content-type']).toContain('wordprocessingml');
  });

  await test.step('they are back, and the seats are as they were', async () => {
    await page.goto(loss);
    await page.getByLabel('理由').fill('解除隔离');
    await page.getByRole('button', { name: '登记返岗' }).click();
    await expect(page.locator('body')).toContainText('3 人返岗');
    await page.goto(`/emergencies/${sample.emergency}/continuity?q=${place}&kind=HostSecretary`);
    expect(await page.locator('#links tbody tr').innerText()).toBe(before);
    await page.goto('/inbox');
    await expect(page.locator('h1')).toHaveText('收件箱');
    await expectAccessible(page, 'inbox');
    await shot('inbox', page);
  });
});
