import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { anOffice, write } from './office.ts';

describe('an office that is being moved', () => {
  it('refuses an act, says so in the language asked for and when to try again', async () => {
    const { http, calls } = anOffice({ readOnly: true });
    const refused = await write(http, 'n1', { text: 'Trình' });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      code: 'kernel.read-only',
      detail:
        'Cơ quan đang ở chế độ chỉ đọc để chuyển hoặc khôi phục dữ liệu. Xem và tra cứu vẫn được; hãy thao tác lại sau.',
    });
    const english = await write(http, 'n1', { text: 'Trình' }, { 'Accept-Language': 'en' });
    expect(await english.json()).toMatchObject({ detail: expect.stringContaining('read-only') });
    expect(calls).toHaveLength(0);
  });

  it('refuses files sent to it too', async () => {
    const { http } = anOffice({ readOnly: true });
    expect((await http.request('/files/content/d1/aa', { method: 'PUT', body: 'x' })).status).toBe(503);
  });

  it('goes on reading, and the pages beside the API go on: sign-in, verification', async () => {
    const pages = new Hono().post('/xac-thuc/:code', (c) => c.text('checked'));
    const { http } = anOffice({ readOnly: true, extras: [pages] });
    const read = await http.request('/api/notes/n1', { headers: { Authorization: 'Bearer khai' } });
    expect(read.status).toBe(200);
    expect((await http.request('/healthz')).status).toBe(200);
    expect(await (await http.request('/xac-thuc/abc', { method: 'POST' })).text()).toBe('checked');
  });

  it('takes acts again once the mode is off', async () => {
    const { http } = anOffice();
    expect((await write(http, 'n1', { text: 'Trình' })).status).toBe(200);
  });
});
