import { test, expect, password, code } from './muster';

test.describe('somebody who is not signed in', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('is asked to sign in, told what is wrong, and comes to the page that was asked for', async ({ page, server }) => {
    await page.goto('/jobs?state=Done');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel('账号').fill('zuzhang');
    await page.getByLabel('密码').fill('not the password');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('账号或密码不对');
    await expect(page.getByLabel('账号')).toHaveValue('zuzhang');
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('验证码').fill(code(server.key));
    await page.getByRole('button', { name: '登录', exact: true }).click();
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

test('a passkey is added, opens what is sensitive, and signs in without a password', async ({ page, context, server }) => {
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  // A passkey belongs to a name, not to a bare address.
  const address = server.address.replace('127.0.0.1', 'localhost');
  await page.context().addCookies((await context.cookies(server.address)).map(({ name, value, httpOnly, sameSite }) => ({ name, value, httpOnly, sameSite, url: address })));
  await page.goto(address + '/me');
  await page.getByLabel('这台设备叫什么').fill('测试手机');
  await page.getByRole('button', { name: '在这台设备上添加通行密钥' }).click();
  await expect(page.getByText('通行密钥已添加')).toBeVisible();
  await expect(page.getByText('测试手机')).toBeVisible();

  await page.goto(address + '/me/prove?next=%2Fjobs');
  await page.getByRole('button', { name: '用通行密钥确认' }).click();
  await expect(page).toHaveURL(/\/jobs$/);

  await page.context().clearCookies();
  await page.goto(address + '/sign-in?next=%2Fme');
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await expect(page).toHaveURL(/\/me$/);
  await expect(page.getByText('上次使用')).toBeVisible();

  await page.getByRole('button', { name: '删去' }).click();
  await expect(page.getByText('测试手机')).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(address + '/sign-in');
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
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
