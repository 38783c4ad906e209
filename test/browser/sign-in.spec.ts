import { expect, test } from '@playwright/test';
import { listen, looksRight } from './look.ts';

test('a person signs in with the keyboard alone', async ({ page }) => {
  const complaints = listen(page);
  await page.goto('/dang-nhap?return=/van-ban');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đăng nhập');
  await expect(page.getByRole('group').first()).toContainText('Vai chính trong buổi trình diễn');
  await looksRight(page, 'sign-in');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /Trần Minh Lâm/ })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Mã PIN')).toBeFocused();
  await page.keyboard.type('246810');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đã vào hệ thống');
  expect(complaints).toEqual([]);
});

test('a wrong PIN is said beside the field, and the choice is kept', async ({ page }) => {
  await page.goto('/dang-nhap');
  await page.getByRole('radio', { name: /Đặng Thu Ngân/ }).check();
  await page.getByLabel('Mã PIN').fill('111111');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('alert')).toContainText('Mã PIN chưa đúng');
  await expect(page.getByRole('radio', { name: /Đặng Thu Ngân/ })).toBeChecked();
  await expect(page.getByLabel('Mã PIN')).toHaveAccessibleDescription(/Mã PIN chưa đúng/);
  await looksRight(page, 'sign-in-wrong');
});

test('the page reads well in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/dang-nhap');
  await looksRight(page, 'sign-in-dark');
});
