import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentId } from '../../support/reading-document.ts';
import { readingOffice } from '../../support/reading-office.ts';
import type { ReadingWorld } from '../../support/reading-world.ts';

let w: ReadingWorld;
beforeAll(async () => {
  w = await readingOffice();
});
afterAll(() => w.close());
const of = (n: number) => ({ params: { id: documentId(n) } });

describe('queries about registers and the archive', () => {
  it('lists the register with its ten columns, a voided number kept with its reason, and only rows the asker may read', async () => {
    const query = { params: { series: 'CV', year: '2023' } };
    const clerk = await w.answer('vt', 'documents.register', query);
    expect(clerk).toMatchObject({
      items: [
        { display: '3002/UBND-NC', sentOn: expect.any(String), note: 'Được thay thế bởi 3003/UBND-NC', voided: false },
        { display: '3003/UBND-NC' },
        { display: '3004/UBND-NC', voided: true, note: expect.stringContaining('trùng nội dung') },
      ],
    });
    const recipient = await w.answer('gd-snv', 'documents.register', query);
    expect(recipient).toMatchObject({ items: [{ display: '3002/UBND-NC', note: 'Đã được thay thế' }] });
    const first = await w.answer('vt', 'documents.register', { ...query, query: { limit: 2 } });
    expect(first).toMatchObject({ items: [{ number: 3002 }, { number: 3003 }], next: '0003004' });
    const second = await w.answer('vt', 'documents.register', { ...query, query: { limit: 2, cursor: '0003004' } });
    expect(second).toMatchObject({ items: [{ number: 3004 }] });
    expect(second).not.toHaveProperty('next');
  });

  it('opens a handed-on item to the person it went to, in the archive too', async () => {
    expect(await w.ask('cv-th', 'documents.get', of(2))).toMatchObject({ ok: true });
    expect(await w.answer('cv-th', 'archive.search', { query: { text: 'kỷ cương' } })).toMatchObject({
      hits: [{ id: documentId(2) }],
      total: { n: 1 },
    });
    expect(await w.answer('vt-snv', 'documents.registry', { params: { unit: 'SNV' } })).toMatchObject({
      items: [{ status: 'handed-on' }],
    });
    expect(await w.answer('vt-stc', 'documents.registry', { params: { unit: 'SNV' } })).toMatchObject({ items: [] });
  });

  it('says the same of a cited number that is not there and one that is not yours', async () => {
    const hidden = await w.answer('gd-stc', 'archive.citation', { query: { display: '3004/UBND-NC' } });
    expect(hidden).toEqual(await w.answer('gd-stc', 'archive.citation', { query: { display: '9999/UBND-NC' } }));
    for (const display of ['3002/UBND-NC', '3002/ubnd-nc', 'Công văn số 3002/UBND-NC'])
      expect(await w.answer('gd-snv', 'archive.citation', { query: { display } })).toMatchObject({
        found: true,
        documents: [{ standing: 'replaced' }],
      });
  });

  it('shows everything under a plan from outside, as far as each may read', async () => {
    const query = { query: { of: '171-KH/TU' } };
    const drafter = await w.answer('cv-nc', 'archive.relations', query);
    expect(drafter).toMatchObject({
      under: [
        { document: documentId(2), depth: 1, kind: 'implements' },
        { document: documentId(1), depth: 1, status: 'drafting' },
        { document: documentId(3), depth: 2, kind: 'replaces' },
      ],
    });
    const recipient = await w.answer('gd-snv', 'archive.relations', query);
    expect(recipient).toMatchObject({ under: [{ document: documentId(2) }] });
    expect(await w.answer('gd-stc', 'archive.relations', query)).toMatchObject({ under: [] });
  });

  it('lists a dossier with the documents the asker may read', async () => {
    const query = { params: { id: 'D1' } };
    expect(await w.answer('cv-nc', 'archive.dossier', query)).toMatchObject({
      items: [{ ordinal: 1 }, { ordinal: 2 }],
    });
    expect(await w.answer('gd-snv', 'archive.dossier', query)).toMatchObject({ items: [{ ordinal: 1 }] });
    expect(await w.ask('gd-stc', 'archive.dossier', query)).toMatchObject({
      ok: false,
      error: { code: 'kernel.absent' },
    });
  });

  it('gives the metadata that the decree asks for', async () => {
    expect(await w.answer('vt', 'documents.metadata', of(2))).toMatchObject({
      FileCode: { OrganId: '000.00.00.H26', FileCatalog: 2023 },
      TypeName: 'Công văn',
      CodeNumber: '3002',
      CodeNotation: 'UBND-NC',
      PageAmount: 2,
      To: [{ OrganName: 'Tên SNV' }],
      Priority: 0,
    });
  });

  it('keeps a person whom nobody knows out, and gives an administrator empty lists', async () => {
    expect(await w.ask('nobody', 'archive.search', { query: {} })).toMatchObject({
      ok: false,
      error: { kind: 'forbidden' },
    });
    expect(await w.answer('qt', 'archive.search', { query: {} })).toMatchObject({ hits: [], total: { n: 0 } });
    expect(await w.answer('qt', 'documents.unit', { params: { unit: 'NC' } })).toMatchObject({ items: [] });
  });
});
