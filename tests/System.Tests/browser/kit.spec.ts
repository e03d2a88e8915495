import { test, expect, expectAccessible, looks, dress } from './muster';

// The kit in every look; of the others every-page.spec sees two.
const pages = { kit: '/kit', overview: '/', jobs: '/jobs', search: '/search?q=nobody', missing: '/nowhere' };

for (const look of looks)
  for (const [name, path] of Object.entries(pages).filter(([name]) => name === 'kit' || look.theme === 'dark'))
    test(`${name} is accessible and fits: ${look.language} ${look.theme} ${look.width}`, async ({ page, server, shot }) => {
      await dress(page, server.address, look);
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', look.language);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wider, 'the page is wider than the window').toBeLessThanOrEqual(0);
      await page.evaluate(() => scrollTo(0, 0));
      await shot(`${name}-${look.language}-${look.theme}-${look.width}`, page);
      await expectAccessible(page, name);
    });

test('the sign-in page is accessible in both languages and widths', async ({ browser, server, shot }) => {
  for (const look of looks) {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await dress(page, server.address, look);
    await page.goto(server.address + '/sign-in');
    await expectAccessible(page, 'sign-in');
    await shot(`sign-in-${look.language}-${look.theme}-${look.width}`, page);
    await context.close();
  }
});
