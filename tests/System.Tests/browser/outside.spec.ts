// Signing in by a city's identity provider: a real one (npm oidc-provider) behind HTTPS of an authority of its own.
import Provider from 'oidc-provider';
import { createServer, type Server as Listening } from 'node:https';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, program, test, expect } from './muster';

test.use({ storageState: { cookies: [], origins: [] }, ignoreHTTPSErrors: true });

test('somebody whom the provider knows signs in by it, and somebody who is not here does not', async ({ page, server }) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-provider-'));
  const muster = (...args: string[]) => execFileSync('dotnet', [program(), ...args], { encoding: 'utf8', cwd: folder });
  let listening: Listening | undefined;
  try {
    muster('certificate', 'make', '--name', '127.0.0.1', '--store', folder);
    const issuer = `https://127.0.0.1:${await freePort()}`;
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'muster', client_secret: 'a secret of the test', redirect_uris: [`${server.address}/sign-in/outside/back`] }],
      claims: { openid: ['sub'], profile: ['preferred_username'] },
      cookies: { keys: ['test'] },
      findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
    });
    listening = createServer({ cert: readFileSync(join(folder, 'https/server.crt')), key: readFileSync(join(folder, 'https/server.key')) }, provider.callback()).listen(Number(new URL(issuer).port), '127.0.0.1');
    writeFileSync(join(folder, 'secret'), 'a secret of the test\n');
    muster('access', 'provider', issuer, '--client-secret-file', join(folder, 'secret'), '--label', '市统一身份登录', '--authority', join(folder, 'https/authority.crt'), '--private-network', '--store', server.store);
    muster('access', 'invite', 'li', '--role', 'Reader', '--store', server.store);

    // The provider's own pages ask for fonts elsewhere; nothing leaves this machine.
    await page.route(url => url.hostname !== '127.0.0.1', route => route.fulfill({ status: 204 }));
    const by = async (name: string) => {
      await page.context().clearCookies();
      await page.goto(server.address + '/sign-in?next=%2Fme');
      await page.getByRole('link', { name: '市统一身份登录' }).click();
      await page.locator('input[name=login]').fill(name);
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await by('li');
    await expect(page).toHaveURL(server.address + '/me');
    await expect(page.getByText('li').first()).toBeVisible();
    await by('nobody');
    await expect(page.getByRole('alert')).toContainText('这里没有对应的人');
    // Begun elsewhere: the answer of one browser opens nothing in another.
    const answer = await page.goto(server.address + '/sign-in/outside/back?code=x&state=y');
    expect(answer!.status()).toBe(422);
  } finally {
    listening?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
