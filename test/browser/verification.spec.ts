import { expect, test } from '@playwright/test';
import { listen, looksRight } from './look.ts';

const code = (letter: string) => `/xac-thuc/${letter.repeat(26)}`;

test('an issued document is confirmed in words, not by colour alone', async ({ page }) => {
  const complaints = listen(page);
  await page.goto(code('a'));
  await expect(page.getByRole('status')).toContainText('Văn bản đã được phát hành');
  await expect(page.getByText('3073/UBND-NC')).toBeVisible();
  await looksRight(page, 'verify-issued');
  await page.emulateMedia({ colorScheme: 'dark' });
  await looksRight(page, 'verify-issued-dark');
  expect(complaints).toEqual([]);
});

for (const [letter, says, name] of [
  ['b', 'Văn bản thật, đã bị thay thế', 'verify-replaced'],
  ['c', 'Văn bản chưa được phát hành', 'verify-not-issued'],
] as const)
  test(`says: ${says}`, async ({ page }) => {
    const complaints = listen(page);
    await page.goto(code(letter));
    await expect(page.getByRole('status')).toContainText(says);
    await looksRight(page, name);
    expect(complaints).toEqual([]);
  });

test('an unknown code is answered plainly', async ({ page }) => {
  await page.goto(code('z'));
  await expect(page.getByRole('status')).toContainText('Không tìm thấy mã này');
  await looksRight(page, 'verify-unknown');
});

test('a file is compared with the keyboard alone: the issued bytes, then changed ones', async ({ page }) => {
  const complaints = listen(page);
  await page.goto(code('a'));
  const check = async (text: string) => {
    await page
      .getByLabel('Tệp PDF bạn nhận được')
      .setInputFiles({ name: 'van-ban.pdf', mimeType: 'application/pdf', buffer: Buffer.from(text) });
    await page.getByLabel('Tệp PDF bạn nhận được').focus();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Kiểm tra chữ ký' })).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await check('bản phát hành');
  await expect(page.getByRole('status')).toContainText('Tệp đúng là bản đã phát hành');
  await expect(page.getByRole('heading', { name: 'Chữ ký số của người có thẩm quyền' })).toBeVisible();
  await looksRight(page, 'verify-file-good');
  await check('bản đã sửa');
  await expect(page.getByRole('status')).toContainText('Tệp không hợp lệ');
  await looksRight(page, 'verify-file-bad');
  expect(complaints).toEqual([]);
});
