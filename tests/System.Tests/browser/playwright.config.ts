import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

// The system's Chromium: nothing is downloaded. It must not call home while tests run.
const chromium = process.env.MUSTER_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!chromium) throw new Error('No Chromium found. Install the package chromium, or set MUSTER_CHROMIUM to one.');

export default defineConfig({
  testDir: '.',
  outputDir: '../../../artifacts/browser',
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    launchOptions: {
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
});
