import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveQueries } from '../../../shared/archive/contract.ts';
import { DocumentEvent, OpinionEvent } from '../../../shared/documents/events.ts';
import { documentQueries } from '../../../shared/documents/query-contract.ts';
import { aReadDocument, documentId } from '../../support/reading-document.ts';
import { later, readingOffice } from '../../support/reading-office.ts';
import { actor, standingOf, TODAY } from '../../support/reading-organisation.ts';
import type { ReadingWorld } from '../../support/reading-world.ts';

let w: ReadingWorld;
beforeAll(async () => {
  w = await readingOffice();
});
afterAll(() => w.close());
const of = (n: number) => ({ params: { id: documentId(n) } });

describe('queries about documents', () => {
  it('has a handler for every contract row, and each answer keeps to its contract', async () => {
    const asked: Record<string, { params?: Record<string, string>; query?: unknown }> = {
      'documents.unit': { params: { unit: 'NC' } },
      'documents.register': { params: { series: 'CV', year: '2023' } },
      'documents.clerk': { params: { issuer: 'UBND' } },
      'documents.registry': { params: { unit: 'SNV' } },
      'archive.suggest': { query: { prefix: '300' } },
      'archive.citation': { query: { display: '3002/UBND-NC' } },
      'archive.relations': { query: { of: '171-KH/TU' } },
      'archive.dossier': { params: { id: 'D1' } },
    };
    const rows = [...documentQueries, ...archiveQueries].filter((row) => row.binary === undefined);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const data = await w.answer('tp-nc', row.name, asked[row.name] ?? of(2));
      expect(row.answer.safeParse(data).error?.message, row.name).toBeUndefined();
    }
  });

  it('shows an inbox by position, and the substitute of an absent signer what waits for them', async () => {
    expect(await w.answer('ct', 'documents.inbox')).toMatchObject({
      items: [{ document: documentId(6) }],
      more: false,
    });
    expect(await w.answer('cv-th', 'documents.inbox')).toMatchObject({ items: [] });
    const absence = { id: 'v1', period: { from: TODAY, to: TODAY }, reason: 'công tác', substitute: 'p-cv-th' };
    await w.setStanding(standingOf('ct', { absences: [absence] }));
    await w.drain();
    expect(await w.answer('cv-th', 'documents.inbox')).toMatchObject({
      items: [{ document: documentId(6), position: 'ct' }],
    });
    expect(await w.ask('cv-th', 'documents.get', of(6))).toMatchObject({ ok: true });
    await w.setStanding(standingOf('ct'));
    await w.drain();
    expect(await w.ask('cv-th', 'documents.get', of(6))).toMatchObject({ ok: false });
  });

  it('shows an asked unit the question until it answers or the round is closed', async () => {
    const { opinionAggregate } = w.aggregates;
    const { contentHash } = aReadDocument({ n: 6, stage: 'submitted' });
    const question = {
      document: documentId(6),
      round: 1,
      unit: 'STC',
      contentHash,
      question: 'Xin ý kiến',
      deadline: '2023-10-24',
    };
    const asked = OpinionEvent.parse({ type: 'OpinionAsked', ...later, by: actor('cv-nc'), ...question });
    await w.append(opinionAggregate, `${documentId(6)}.1.STC`, [asked]);
    await w.drain();
    const mine = () => w.answer('gd-stc', 'documents.inbox');
    expect(await mine()).toMatchObject({ items: [], opinions: [{ document: documentId(6), round: 1, unit: 'STC' }] });
    const counts = { agreed: 0, commented: 0, disagreed: 0, notInRemit: 0, silent: ['STC'] };
    const closed = { type: 'ConsultationClosed', ...later, by: actor('cv-nc'), round: 1, ...counts };
    await w.add(6, [DocumentEvent.parse(closed)]);
    expect(await mine()).toMatchObject({ opinions: [] });
  });

  it('answers "no such document" alike for one that is not there and one that is not yours', async () => {
    const missing = await w.ask('gd-stc', 'documents.get', of(99));
    for (const name of [
      'documents.get',
      'documents.content',
      'documents.timeline',
      'documents.journal',
      'documents.pdf',
      'documents.metadata',
    ])
      expect(await w.ask('gd-stc', name, of(4))).toEqual(missing);
  });

  it('records that the text was read, and says nothing in the journal to those who only read', async () => {
    await w.answer('cv-nc', 'documents.content', of(4));
    expect(w.reads).toContainEqual({ person: 'p-cv-nc', document: documentId(4), what: 'content' });
    expect(await w.answer('tp-nc', 'documents.journal', of(4))).toMatchObject({ acts: expect.any(Array) });
    expect(await w.ask('cv-nc', 'documents.journal', of(4))).toMatchObject({
      ok: false,
      error: { code: 'document.journal-restricted' },
    });
  });

  it('keeps how it was made from recipients: earlier versions, checks, opinions and the acts before the signature', async () => {
    const inside = await w.answer('cv-nc', 'documents.timeline', of(7));
    expect(inside).toMatchObject({
      items: [
        { type: 'DraftStarted' },
        { type: 'DraftEdited' },
        expect.anything(),
        expect.anything(),
        expect.anything(),
        expect.anything(),
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ],
    });
    const recipient = await w.answer('gd-snv', 'documents.timeline', of(7));
    expect(recipient).toMatchObject({
      items: ['DocumentSigned', 'DocumentNumbered', 'DocumentSealed', 'DocumentDispatched'].map((type) => ({ type })),
    });
    const versions = (position: string) => w.answer(position, 'documents.versions', of(7));
    expect(await versions('cv-nc')).toMatchObject({ items: [{ version: 2, name: 'Người cv-nc' }, { version: 1 }] });
    expect(await versions('gd-snv')).toMatchObject({ items: [{ version: 2 }] });
    const first = { ...of(7), query: { version: 1 } };
    expect(await w.ask('cv-nc', 'documents.content', first)).toMatchObject({ ok: true });
    expect(await w.ask('gd-snv', 'documents.content', first)).toMatchObject({ ok: false, error: { kind: 'absent' } });
    expect(await w.ask('gd-snv', 'documents.content', of(7))).toMatchObject({ ok: true });
    expect(await w.ask('gd-snv', 'documents.diff', of(7))).toMatchObject({ ok: false, error: { kind: 'absent' } });
    expect(await w.ask('cv-nc', 'documents.diff', of(7))).toMatchObject({ ok: true });
    expect(await w.answer('gd-snv', 'documents.consultation', of(7))).toEqual({ rounds: [] });
    expect(await w.answer('gd-snv', 'documents.get', of(7))).toMatchObject({
      document: { consultations: [], versions: [{ version: 2 }] },
    });
  });
});
