import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveQueries } from '../../../shared/archive/contract.ts';
import {
  DeliveryEvent,
  DocumentEvent,
  DossierEvent,
  OpinionEvent,
  RegisterEvent,
} from '../../../shared/documents/events.ts';
import { documentQueries } from '../../../shared/documents/query-contract.ts';
import { aReadDocument, documentId } from '../../support/reading-document.ts';
import { actor, standingOf, TODAY } from '../../support/reading-organisation.ts';
import { type ReadingWorld, readingWorld } from '../../support/reading-world.ts';

const later = { at: '2023-10-19T08:00:00.000Z' };
let w: ReadingWorld;

const taken = (n: number) => ({
  type: 'NumberTaken',
  at: '2023-10-19T05:00:00.000Z',
  by: actor('vt'),
  number: 3000 + n,
  display: `${3000 + n}/UBND-NC`,
  date: '2023-10-19',
  document: documentId(n),
  typeName: 'Công văn',
  subject: `việc số ${n}`,
  signer: 'Người ct',
  recipients: 'Tên SNV',
  fileCopy: 'VT, NC',
  copies: 1,
});

/** 1 draft on plan 171, 2 issued to SNV, 3 issued to STC replacing 2, 4 issued and kept in the room, 5 signed, 6 waits for approval. */
beforeAll(async () => {
  w = await readingWorld();
  await w.put({
    n: 1,
    stage: 'draft',
    subject: 'dự thảo quy chế',
    relations: [{ kind: 'implements', display: '171-KH/TU' }],
  });
  await w.put({
    n: 2,
    stage: 'issued',
    subject: 'triển khai kỷ luật, kỷ cương',
    recipients: ['SNV'],
    relations: [{ kind: 'implements', display: '171-KH/TU' }],
  });
  await w.put({
    n: 3,
    stage: 'issued',
    subject: 'thay thế công văn',
    recipients: ['STC'],
    relations: [{ kind: 'replaces', display: '3002/UBND-NC' }],
  });
  await w.put({ n: 4, stage: 'issued', subject: 'việc riêng của phòng' });
  await w.put({ n: 5, stage: 'signed' });
  await w.put({ n: 6, stage: 'submitted', consulted: ['STC'] });
  await w.put({ n: 7, stage: 'issued', recipients: ['SNV'], consulted: ['STC'], edited: true });
  await w.add(2, [
    DocumentEvent.parse({
      type: 'DocumentAffected',
      ...later,
      by: actor('vt'),
      document: documentId(3),
      display: '3003/UBND-NC',
      kind: 'replaces',
    }),
  ]);
  const { registerAggregate, deliveryAggregate, dossierAggregate } = w.aggregates;
  const opened = {
    type: 'RegisterOpened',
    ...later,
    by: actor('vt'),
    series: 'CV',
    year: 2023,
    first: 3002,
    basis: 'Quyết định',
    approver: 'Chánh VP',
  };
  const voided = {
    type: 'NumberVoided',
    ...later,
    by: actor('vt'),
    number: 3004,
    reason: 'trùng nội dung',
    approver: 'Chánh VP',
  };
  const register = [opened, taken(2), taken(3), taken(4), voided].map((event) => RegisterEvent.parse(event));
  await w.append(registerAggregate, 'CV.2023', register);
  const delivered = {
    type: 'ItemDelivered',
    ...later,
    by: actor('vt'),
    document: documentId(2),
    line: { id: 'L0', target: { kind: 'unit', unit: 'SNV', name: 'Tên SNV' }, purpose: 'implement' },
    display: '3002/UBND-NC',
    subject: 'triển khai kỷ luật, kỷ cương',
    issuerName: 'Tên UBND',
    date: '2023-10-19',
    urgency: 'normal',
  };
  const said = { ...later, by: actor('vt-snv') };
  const delivery = [
    delivered,
    { type: 'ItemReceived', ...said },
    { type: 'ItemHandedOn', ...said, to: 'SNV', person: 'p-cv-th' },
  ];
  await w.append(
    deliveryAggregate,
    `${documentId(2)}.L0`,
    delivery.map((event) => DeliveryEvent.parse(event)),
  );
  const dossier = {
    type: 'DossierOpened',
    ...later,
    by: actor('cv-nc'),
    id: 'D1',
    organId: 'H26',
    year: 2023,
    notation: '01.NC',
    title: 'Hồ sơ kỷ luật kỷ cương',
    retention: '10 năm',
    creator: 'p-cv-nc',
    unit: 'NC',
  };
  const items = [2, 4].map((n, index) => ({
    type: 'DocumentAddedToDossier',
    ...later,
    by: actor('vt'),
    document: documentId(n),
    display: `${3000 + n}/UBND-NC`,
    subject: `việc ${n}`,
    ordinal: index + 1,
    pages: 2,
  }));
  await w.append(
    dossierAggregate,
    'D1',
    [dossier, ...items].map((event) => DossierEvent.parse(event)),
  );
  await w.drain();
  expect(w.failures).toEqual([]);
});
afterAll(() => w.close());

const of = (n: number) => ({ params: { id: documentId(n) } });

describe('queries', () => {
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
