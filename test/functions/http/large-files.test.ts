import { describe, expect, it } from 'vitest';
import type { QueryHandler, StoredFile } from '../../../functions/app/call.ts';
import type { FileLink } from '../../../functions/http/contract-routes.ts';
import { hashOf } from '../../../shared/kernel/event-record.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { anOffice, fakeApp } from './office.ts';

const CARRIED = 4 * 1024 * 1024;
const stored: StoredFile = { area: 'attachments', owner: 'n1', hash: hashOf('phụ lục') };

const ask = async (o: { size: number; stored?: StoredFile; fileLink?: FileLink; answer?: QueryHandler }) => {
  const { app } = fakeApp();
  const where = o.stored === undefined ? {} : { stored: o.stored };
  const file = { body: new Uint8Array(o.size), type: 'application/pdf', filename: 'Phụ lục.pdf', ...where };
  const paper: QueryHandler = o.answer ?? (async () => ok({ data: undefined, bytes: file }));
  const queries = new Map([...app.queries, ['notes.paper', paper] as const]);
  const link = o.fileLink === undefined ? {} : { fileLink: o.fileLink };
  const { http } = anOffice({ app: { ...app, queries }, ...link });
  return http.request('/api/notes/n1/paper', { headers: { Authorization: 'Bearer khai' } });
};
const links = () => {
  const asked: unknown[] = [];
  const fileLink: FileLink = async (file) => {
    asked.push(file);
    return 'https://files.example/content?signature=x';
  };
  return { asked, fileLink };
};

describe('a large file', () => {
  it('is sent as a short-lived link of the store where answers are limited', async () => {
    const { asked, fileLink } = links();
    const answered = await ask({ size: CARRIED + 1, stored, fileLink });
    expect([answered.status, answered.headers.get('Location')]).toEqual([
      302,
      'https://files.example/content?signature=x',
    ]);
    expect(answered.headers.get('Cache-Control')).toBe('no-store');
    expect(asked).toEqual([{ ...stored, filename: 'Phụ lục.pdf', type: 'application/pdf' }]);
    expect((await answered.arrayBuffer()).byteLength).toBe(0);
  });

  it('is carried by the answer on one machine', async () => {
    const answered = await ask({ size: CARRIED + 1, stored });
    expect([answered.status, (await answered.arrayBuffer()).byteLength]).toEqual([200, CARRIED + 1]);
  });

  it('is carried when it is small enough, or kept nowhere', async () => {
    const { asked, fileLink } = links();
    expect((await ask({ size: CARRIED, stored, fileLink })).status).toBe(200);
    expect((await ask({ size: CARRIED + 1, fileLink })).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it('that the caller may not see is refused before any link is made', async () => {
    const { asked, fileLink } = links();
    const answered = await ask({ size: 0, fileLink, answer: async () => refuse('absent', 'kernel.absent') });
    expect([answered.status, asked]).toEqual([404, []]);
  });
});
