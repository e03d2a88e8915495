// Pages of the three administrators, each looked at by the one whose they are: pages.txt names them in its last column.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { dress, expect, findings, program, type Look } from './muster';
import { test } from './sample';

const entries = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'pages.txt'), 'utf8').split('\n')
  .filter(line => line.startsWith('/')).map(line => line.split(/\s+/)).filter(([, , , as]) => as).map(([, kind, path, as]) => ({ kind: kind!, path: path!, as: as! }))
  .filter(({ kind }) => kind !== 'none' && kind !== 'else');
const dresses: Look[] = [{ language: 'zh-CN', theme: 'light', width: 1440 }, { language: 'en', theme: 'dark', width: 390 }];
const password = 'four quiet words here';

test.use({ storageState: { cookies: [], origins: [] } });

for (const [as, role] of [['system', 'SystemAdministrator'], ['security', 'SecurityAdministrator'], ['audit', 'AuditAdministrator']] as const)
  test(`the pages of the ${role} answer, fit and are accessible`, async ({ page, sample, shot }) => {
    test.setTimeout(600_000);
    const invited = JSON.parse(execFileSync('dotnet', [program(), 'access', 'invite', as, '--display', '样例' + as, '--role', role, '--store', sample.store, '--json'], { encoding: 'utf8' }).trim().split('\n').at(-1)!) as { account: string; path: string };
    await page.goto(invited.path);
    await page.getByLabel('密码').fill(password);
    await page.locator('.form-end .btn-primary').click();
    await page.getByLabel('账号').fill(as);
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));

    const names: Record<string, string> = { account: invited.account };
    if (as === 'audit') names.entry = /\/audit\/([0-9a-f-]{36})"/.exec(await (await page.request.get('/audit')).text())![1]!;
    const wrong: string[] = [];
    for (const { kind, path } of entries.filter(e => e.as === as)) {
      const at = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? wrong.push(`${path}: ${name} is not known`));
      if (kind === 'part' || kind === 'file') {
        const answer = await page.request.get(at);
        if (answer.status() !== 200 || kind === 'file' && !/attachment/.test(answer.headers()['content-disposition'] ?? '')) wrong.push(`${path}: ${answer.status()}`);
        continue;
      }
      for (const look of dresses) wrong.push(...await looked(page, sample.address, at, path, look, shot));
    }
    expect(wrong).toEqual([]);
  });

async function looked(page: Page, address: string, at: string, path: string, look: Look, shot: (name: string, page: Page) => Promise<void>): Promise<string[]> {
  await dress(page, address, look);
  const status = (await page.goto(at))!.status();
  const found = (await findings(page)).map(finding => `${path} ${look.language} ${look.width}: ${finding}`);
  await shot(`doors${path.replace(/\?.*/, '').replace(/[{}]/g, '').replaceAll('/', '-')}-${look.language}-${look.theme}-${look.width}`, page);
  return status === 200 ? found : [`${path}: ${status}`, ...found];
}
