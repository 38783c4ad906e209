import { describe, expect, it } from 'vitest';
import { anOffice, ULID, write } from './office.ts';

const problemOf = async (response: Response) => {
  expect(response.headers.get('Content-Type')).toContain('application/problem+json');
  return await response.json();
};

describe('a verb over HTTP', () => {
  it('hands the act to its handler with who, which command and what', async () => {
    const { http, calls } = anOffice();
    const response = await write(http, 'n1', { text: 'Trình' }, { 'Acting-As': 'h02' });
    expect(response.status).toBe(200);
    expect(response.headers.get('ETag')).toBe('"4"');
    expect(await response.json()).toEqual({ by: 'p01', as: 'h02', body: { text: 'Trình' } });
    expect(calls[0]?.commandId).toBe(`http:p01:${ULID}`);
    expect(calls[0]?.params).toEqual({ id: 'n1' });
  });
  it('answers a repeated command again and says that it did', async () => {
    const { http, calls } = anOffice();
    await write(http, 'n1', { text: 'Trình' });
    const again = await write(http, 'n1', { text: 'Trình' });
    expect(again.status).toBe(200);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(calls[0]?.bodyHash).toBe(calls[1]?.bodyHash);
  });
  it('refuses the same key for another body, another record or another verb', async () => {
    const { http } = anOffice();
    await write(http, 'n1', { text: 'Trình' });
    const other = await write(http, 'n1', { text: 'Khác' });
    expect(other.status).toBe(422);
    expect((await problemOf(other)).code).toBe('kernel.idempotency-key-reused');
    expect((await write(http, 'n2', { text: 'Trình' })).status).toBe(422);
  });
  it('refuses a write without a proper idempotency key', async () => {
    const { http, calls } = anOffice();
    expect((await problemOf(await write(http, 'n1', { text: 'a' }, { 'Idempotency-Key': '' }))).code).toBe(
      'kernel.idempotency-key-missing',
    );
    expect((await problemOf(await write(http, 'n1', { text: 'a' }, { 'Idempotency-Key': 'short' }))).code).toBe(
      'kernel.idempotency-key-invalid',
    );
    expect(calls).toHaveLength(0);
  });
  it('points at each wrong field in Vietnamese', async () => {
    const { http } = anOffice();
    const response = await write(http, 'n1', { text: '', due: '20/10/2023', lines: [{ n: 'x' }] });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors).toEqual([
      { pointer: '/text', message: 'không được để trống' },
      { pointer: '/due', message: 'phải là ngày dạng năm-tháng-ngày, ví dụ 2023-09-18' },
      { pointer: '/lines/0/n', message: 'phải là số' },
    ]);
  });
  it('refuses a field that nobody knows instead of dropping it', async () => {
    const { http } = anOffice();
    const response = await write(http, 'n1', { text: 'a', deu: '2023-10-20', lines: [{ n: 1, m: 2 }] });
    expect((await problemOf(response)).errors.map((e: { pointer: string }) => e.pointer)).toEqual([
      '/deu',
      '/lines/0/m',
    ]);
    expect((await write(http, 'n1', '{"text":"a","__proto__":{"x":1}}')).status).toBe(400);
  });
  it('refuses what is not JSON, not Unicode or too large', async () => {
    const { http } = anOffice({ limits: { body: 200 } });
    expect((await write(http, 'n1', 'text=a', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    );
    expect((await write(http, 'n1', '{"text":')).status).toBe(400);
    expect((await write(http, 'n1', '{"text":"\\ud800"}')).status).toBe(400);
    const large = await write(http, 'n1', { text: 'a'.repeat(300) });
    expect(large.status).toBe(413);
    expect((await problemOf(large)).code).toBe('kernel.body-too-large');
  });
  it('asks for the version read before a text is edited', async () => {
    const { http } = anOffice();
    const edit = (match?: string) =>
      http.request('/api/notes/n1', {
        method: 'PUT',
        headers: {
          Authorization: 'Bearer khai',
          'Content-Type': 'application/json',
          'Idempotency-Key': ULID,
          ...(match === undefined ? {} : { 'If-Match': match }),
        },
        body: '{"text":"a"}',
      });
    expect((await edit()).status).toBe(428);
    expect((await edit('W/"8"')).status).toBe(400);
    expect((await edit('"7"')).status).toBe(412);
    expect((await edit('"8"')).headers.get('ETag')).toBe('"9"');
  });
});

describe('a no over HTTP', () => {
  it('says what, why and by which article, in Vietnamese', async () => {
    const { http } = anOffice();
    const response = await write(http, 'late', { text: 'a' });
    expect(response.status).toBe(409);
    expect(await problemOf(response)).toEqual({
      type: '/problems/step-up.expired',
      title: 'Tình trạng đã thay đổi',
      status: 409,
      detail: 'Lần xác nhận danh tính đã hết hạn lúc 10:05 ngày 20/10/2023. Hãy xác nhận lại.',
      code: 'step-up.expired',
      basis: 'Điều 13',
      facts: { expiresAt: '2023-10-20T03:05:00.000Z' },
      instance: '/api/notes/late/write',
    });
  });
  it('speaks English to whoever asks for it', async () => {
    const { http } = anOffice();
    const response = await write(http, 'hidden', { text: 'a' }, { 'Accept-Language': 'en-GB,en;q=0.9,vi;q=0.8' });
    expect((await problemOf(response)).detail).toBe('Not found, or you may not see it.');
  });
  it('answers a surprise once with a trace, logs it, and shows no inner detail', async () => {
    const { http, logged } = anOffice();
    const response = await write(http, 'crash', { text: 'a' });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain('trace-1');
    expect(text).not.toContain('secret');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ level: 'error', trace: 'trace-1', path: '/api/notes/crash/write' });
  });
  it('says that a place in another list is no place in this one, and calls it no surprise', async () => {
    const { http, logged } = anOffice();
    const response = await write(http, 'elsewhere', { text: 'a' });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('kernel.invalid-cursor');
    expect(logged).toHaveLength(0);
  });
  it('tells the client to send again when the answer takes too long', async () => {
    const { http } = anOffice({ limits: { time: 20 } });
    const response = await write(http, 'slow', { text: 'a' });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('2');
  });
  it('knows an unknown address from a wrong method', async () => {
    const { http } = anOffice();
    const absent = await http.request('/api/nothing');
    expect(absent.status).toBe(404);
    expect((await problemOf(absent)).code).toBe('kernel.no-such-address');
    const wrong = await http.request('/api/notes/n1', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('Allow')).toContain('PUT');
    await problemOf(wrong);
  });
  it('slows down whoever floods the API', async () => {
    const { http, clock } = anOffice({ limits: { requests: { capacity: 2, perSecond: 1 } } });
    const ask = () => http.request('/api/notes/n1', { headers: { Authorization: 'Bearer khai' } });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const slowed = await ask();
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('Retry-After'))).toBeGreaterThan(0);
    clock.pass(1);
    expect((await ask()).status).toBe(200);
  });
});

describe('a query over HTTP', () => {
  const ask = (path: string) => anOffice().http.request(path, { headers: { Authorization: 'Bearer khai' } });
  it('gives the record with the version that an edit must name', async () => {
    const response = await ask('/api/notes/n1');
    expect(response.headers.get('ETag')).toBe('"8"');
    expect(await response.json()).toEqual({ id: 'n1' });
  });
  it('reads fixed addresses before placeholders, and parses its conditions', async () => {
    expect(await (await ask('/api/notes/find?limit=5&type=a&type=b')).json()).toEqual({ limit: 5, type: ['a', 'b'] });
    expect((await ask('/api/notes/find?limit=500')).status).toBe(400);
    expect((await ask('/api/notes/find?page=2')).status).toBe(400);
  });
  it('gives a file under its Vietnamese name', async () => {
    const response = await ask('/api/notes/n1/paper');
    expect(response.headers.get('Content-Type')).toBe('application/pdf');
    expect(response.headers.get('Content-Disposition')).toContain("filename*=UTF-8''C%C3%B4ng%20v%C4%83n%2005.pdf");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([37, 80]));
  });
});

describe('every answer', () => {
  it('forbids framing, sniffing, storing and scripts', async () => {
    const { http } = anOffice();
    const { headers } = await http.request('/api/notes/n1');
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Strict-Transport-Security')).toBeNull();
  });
  it('insists on https where the office is reached by https', async () => {
    const { http } = anOffice({ publicUrl: 'https://vanthu.example' });
    expect((await http.request('/healthz')).headers.get('Strict-Transport-Security')).toContain('max-age');
  });
  it('refuses to start when a contract has no handler', () => {
    expect(() => anOffice({ app: { commands: new Map(), queries: new Map() } })).toThrow('notes.');
  });
});
