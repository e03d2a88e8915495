// A sample (yongtai unless a spec names another) mustered by `muster demo`, its organiser signed in: one for all tests of a worker.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, freePort, program, test as base } from './muster';

export interface Sample { address: string; store: string; signedIn: string; emergency: string; plan: string }

export const test = base.extend<object, { which: string; sample: Sample }>({
  which: ['yongtai', { option: true, scope: 'worker' }],
  sample: [async ({ browser, which }, use) => {
    const store = mkdtempSync(join(tmpdir(), 'muster-sample-'));
    const address = `http://127.0.0.1:${await freePort()}`;
    const child: ChildProcess = spawn('dotnet', [program(), 'demo', '--sample', which, '--store', store, '--urls', address], { stdio: ['ignore', 'pipe', 'pipe'], cwd: store });
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
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
      const emergency = /in-force\/([0-9a-f-]{36})/.exec(await page.content())![1];
      await page.goto(`${address}/in-force/${emergency}`);
      const plan = /\/plans\/([0-9a-f-]{36})"/.exec(await page.content())![1];
      const signedIn = join(store, 'browser.json');
      await context.storageState({ path: signedIn });
      await context.close();
      await use({ address, store, signedIn, emergency, plan });
    } finally {
      child.removeAllListeners('exit');
      await new Promise<void>(done => { if (child.exitCode !== null) return done(); child.on('exit', () => done()); child.kill('SIGTERM'); });
      rmSync(store, { recursive: true, force: true });
    }
  }, { scope: 'worker', timeout: 180_000 }],
  baseURL: async ({ sample }, use) => use(sample.address),
  storageState: async ({ sample }, use) => use(sample.signedIn),
});
