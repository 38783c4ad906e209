import { describe, expect, it } from 'vitest';
import { localPath } from '../../../functions/http/sign-in.ts';
import { PersonId } from '../../../shared/kernel/ids.ts';
import { aBrowser, aDemoOffice } from './demo-office.ts';
import { anOffice } from './office.ts';

describe('signing in (đăng nhập)', () => {
  it('brings a person back to the page they wanted, in a session no script can read', async () => {
    const { http } = await aDemoOffice();
    const browser = aBrowser(http);
    const done = await browser.signIn('p01');
    expect(done.status).toBe(303);
    expect(done.headers.get('Location')).toBe('/van-ban');
    const cookie = done.headers.getSetCookie().find((line) => line.startsWith('vanthu-session='));
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    const me = await (await browser.go('/api/me')).json();
    expect(me).toMatchObject({
      person: 'p01',
      demoBanner: 'BẢN TRÌNH DIỄN',
      authenticatedAt: '2026-03-02T03:00:00.000Z',
    });
  });
  it('uses a cookie that no sibling host can plant where the office is reached by https', async () => {
    const { http, sessions, clock } = anOffice({ publicUrl: 'https://vanthu.example' });
    http.get('/start', async (c) => {
      await sessions.start(c, { person: PersonId.parse('p01'), issuer: 'x', authenticatedAt: clock.now() });
      return c.text('');
    });
    const line = (await http.request('https://vanthu.example/start')).headers.getSetCookie()[0];
    expect(line).toMatch(/^__Host-vanthu-session=.*Path=\/; .*Secure/);
  });
  it('knows nobody without a session, and says so once in each language', async () => {
    const { http } = await aDemoOffice();
    const response = await http.request('/api/me');
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toContain('Bearer');
    expect((await response.json()).detail).toBe('Bạn chưa đăng nhập hoặc phiên làm việc đã hết hạn.');
  });
  it('ends a session after half an hour without work, and after ten hours of it', async () => {
    const { http, clock } = await aDemoOffice();
    const browser = aBrowser(http);
    await browser.signIn('p01');
    for (let i = 0; i < 24; i += 1) {
      clock.pass(25);
      expect((await browser.go('/api/me')).status).toBe(200);
    }
    clock.pass(1);
    expect((await browser.go('/api/me')).status).toBe(401);
    const other = aBrowser(http);
    await other.signIn('p01');
    clock.pass(31);
    expect((await other.go('/api/me')).status).toBe(401);
  });
  it('refuses a cookie that was changed or made elsewhere', async () => {
    const { http } = await aDemoOffice();
    const browser = aBrowser(http);
    await browser.signIn('p01');
    const good = browser.jar.get('vanthu-session') ?? '';
    browser.jar.set('vanthu-session', `${good.slice(0, -2)}AA`);
    expect((await browser.go('/api/me')).status).toBe(401);
    const attempt = aBrowser(http);
    await attempt.go('/dang-nhap');
    const [, sealed = ''] = [...attempt.jar][0] ?? [];
    attempt.jar.set('vanthu-session', sealed);
    expect((await attempt.go('/api/me')).status).toBe(401);
  });
  it('signs out', async () => {
    const { http } = await aDemoOffice();
    const browser = aBrowser(http);
    await browser.signIn('p01');
    expect((await browser.go('/dang-xuat', { method: 'POST' })).status).toBe(403);
    expect((await browser.send('/dang-xuat', {})).status).toBe(204);
    expect((await browser.go('/api/me')).status).toBe(401);
  });
  it('accepts an answer of the provider once, and only in the browser that asked', async () => {
    const { http } = await aDemoOffice();
    const browser = aBrowser(http);
    const away = await browser.go('/dang-nhap');
    const back = (await browser.prove(away.headers.get('Location') ?? '', 'p01')).headers.get('Location') ?? '';
    expect((await aBrowser(http).go(back)).status).toBe(401);
    expect((await browser.go(back)).status).toBe(303);
    expect((await browser.go(back)).status).toBe(401);
  });
  it('shows a page in Vietnamese when signing in fails, and a problem document to programs', async () => {
    const { http } = await aDemoOffice();
    const page = await http.request('/dang-nhap/xong?state=made-up&code=x');
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('Đăng nhập không thành công');
    const program = await http.request('/dang-nhap/xong?state=made-up&code=x', {
      headers: { Accept: 'application/json' },
    });
    expect((await program.json()).code).toBe('kernel.sign-in-failed');
  });
  it('never sends anyone to another site afterwards', () => {
    for (const wish of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/a\nb',
      '/a\\b',
      undefined,
    ])
      expect(localPath(wish)).toBe('/');
    expect(localPath('/van-ban/01HD?x=1')).toBe('/van-ban/01HD?x=1');
  });
});

describe('a request that changes something', () => {
  it('must come from our own page when it rides on the cookie', async () => {
    const { http } = await aDemoOffice();
    const browser = aBrowser(http);
    await browser.signIn('p01');
    const body = { text: 'a' };
    expect((await browser.send('/api/notes/n1/write', body)).status).toBe(200);
    for (const bad of [{ 'X-Van-Thu': '' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }]) {
      const refused = await browser.send('/api/notes/n1/write', body, bad);
      expect(refused.status).toBe(403);
      expect((await refused.json()).code).toBe('kernel.cross-site-request');
    }
  });
  it('falls back to the Origin in browsers that do not say where a request began', async () => {
    const { http } = await aDemoOffice();
    const browser = aBrowser(http);
    await browser.signIn('p01');
    const send = (origin?: string) =>
      browser.go('/api/notes/n1/write', {
        method: 'POST',
        body: '{"text":"a"}',
        headers: {
          'X-Van-Thu': '1',
          'Content-Type': 'application/json',
          'Idempotency-Key': 'key-0123456789-abcdef',
          ...(origin === undefined ? {} : { Origin: origin }),
        },
      });
    expect((await send('http://127.0.0.1:8080')).status).toBe(200);
    expect((await send('http://evil.example')).status).toBe(403);
    expect((await send()).status).toBe(403);
  });
});
