import { test, expect, password } from './muster';

test.describe('somebody who is not signed in', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('is asked to sign in, told what is wrong, and comes to the page that was asked for', async ({ page }) => {
    await page.goto('/jobs?state=Done');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel('账号').fill('zuzhang');
    await page.getByLabel('密码').fill('not the password');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('账号或密码不对');
    await expect(page.getByLabel('账号')).toHaveValue('zuzhang');
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page).toHaveURL(/\/jobs\?state=Done$/);
  });

  test('cannot use a set-up link twice', async ({ page, server }) => {
    const answer = await page.goto(server.setUp);
    expect(answer!.status()).toBe(410);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('链接已失效');
  });

  test('reads English when the browser asks for English only', async ({ browser, server }) => {
    const context = await browser.newContext({ locale: 'en-GB', storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto(server.address + '/sign-in');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
    await context.close();
  });
});

test('language and colours change in place and stay', async ({ page }) => {
  await page.goto('/jobs');
  await page.getByRole('button', { name: '账号与设置' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jobs');
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-bs-theme', 'dark');
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-bs-theme', 'dark');
});
