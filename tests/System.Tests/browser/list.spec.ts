import { test, expect } from './muster';

test('typing searches at once, keeps the focus, and the address can be shared', async ({ page }) => {
  await page.goto('/kit');
  const box = page.getByRole('searchbox', { name: '姓名、拼音、单位' });
  await box.pressSequentially('张三');
  await expect(page.locator('#kit-table tbody tr')).toHaveCount(1);
  await expect(box).toBeFocused();
  await expect(page).toHaveURL(/q=%E5%BC%A0%E4%B8%89/);
  await page.reload();
  await expect(page.locator('#kit-table tbody tr')).toHaveCount(1);
  await expect(box).toHaveValue('张三');
});

test('sorting keeps the search, and the search keeps the sorting', async ({ page }) => {
  await page.goto('/kit?state=placed');
  await page.locator('#kit-table').getByRole('link', { name: '工时' }).click();
  await expect(page).toHaveURL(/state=placed&sort=hours/);
  await expect(page.locator('#kit-table th[aria-sort]')).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('searchbox', { name: '姓名、拼音、单位' }).fill('组织');
  await expect(page).toHaveURL(/q=.*sort=hours|sort=hours.*q=/);
  await expect(page).toHaveURL(/state=placed/);
});

test('ticking rows shows the bulk bar with their number', async ({ page }) => {
  await page.goto('/kit');
  const bar = page.locator('#kit-table-bulk');
  await expect(bar).toBeHidden();
  await page.getByRole('checkbox', { name: '选中张三' }).check();
  await page.getByRole('checkbox', { name: '选中李四' }).check();
  await expect(bar).toBeVisible();
  await expect(bar).toContainText('已选 2');
  await page.getByRole('checkbox', { name: '选中本页' }).check();
  await expect(bar).toContainText('已选 8');
});

test('a picker finds by typing and is usable with the keyboard alone', async ({ page }) => {
  await page.goto('/kit');
  const box = page.getByRole('combobox', { name: /属地 Area/ }).last();
  await box.pressSequentially('教');
  await expect(box).toHaveAttribute('aria-expanded', 'true');
  await box.press('ArrowDown');
  await box.press('Enter');
  await expect(box).toHaveValue('区委组织部');
  await expect(page.locator('#form input[name=AreaId]')).toHaveValue('zzb');
});

test('a branch of a tree opens with what is below it', async ({ page }) => {
  await page.goto('/kit');
  await page.getByRole('button', { name: '展开河北省' }).click();
  await expect(page.locator('#tree-t5 > li').first()).toContainText('天津市');
});

test('a dialog opens, holds the focus and closes with Escape', async ({ page }) => {
  await page.goto('/kit');
  await page.getByRole('button', { name: '结束 Close…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('3,224');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the navigation of a phone opens from the menu button', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  const jobs = page.getByRole('link', { name: '后台任务' });
  await expect(jobs).toBeHidden();
  await page.getByRole('button', { name: '打开导航' }).click();
  await jobs.click();
  await expect(page.getByRole('heading', { level: 1, name: '后台任务' })).toBeVisible();
});
