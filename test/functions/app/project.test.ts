import { afterEach, describe, expect, it } from 'vitest';
import { rebuild } from '../../../functions/app/project/rebuild.ts';
import { makeVerifyByCode } from '../../../functions/app/queries/verify-by-code.ts';
import { DocumentEvent } from '../../../shared/documents/events.ts';
import { codeOf, documentId, eventsOf } from '../../support/reading-document.ts';
import { actor } from '../../support/reading-organisation.ts';
import { type ReadingWorld, readingWorld } from '../../support/reading-world.ts';

let world: ReadingWorld | undefined;
const open = async (o: Parameters<typeof readingWorld>[0] = {}) => {
  world = await readingWorld(o);
  return world;
};
afterEach(async () => {
  await world?.close();
  world = undefined;
});
const rows = async (w: ReadingWorld, pk: string) =>
  (await w.views.query({ pk, limit: 100 })).rows.map((row) => row.data);

describe('views from the change feed', () => {
  it('puts a turn in the inbox of the position, with who passed it on, and takes it out when the turn ends', async () => {
    const w = await open();
    await w.put({ n: 1, stage: 'submitted' });
    await w.drain();
    expect(await rows(w, 'inbox#position:ct')).toMatchObject([
      { document: documentId(1), kind: 'approval', from: 'Người cv-nc' },
    ]);
    expect(await rows(w, 'drafting#person:p-cv-nc')).toHaveLength(1);
    expect(await rows(w, 'waiting-for-others#person:p-cv-nc')).toMatchObject([{ whose: ['Chức vụ ct'] }]);
    await w.add(1, eventsOf({ n: 1, stage: 'numbered' }).slice(2));
    await w.drain();
    expect(await rows(w, 'inbox#position:ct')).toEqual([]);
    expect(await rows(w, 'inbox#position:vt')).toEqual([]);
    expect(await rows(w, 'drafting#person:p-cv-nc')).toEqual([]);
    expect(w.failures).toEqual([]);
  });

  it('shows the clerk the most urgent signed document first, and a failed step as stuck with its cause', async () => {
    const w = await open();
    await w.put({ n: 1, stage: 'signed' });
    await w.put({ n: 2, stage: 'signed', urgency: 'express' });
    await w.put({ n: 3, stage: 'numbered' });
    const said = { at: '2023-10-13T06:00:00.000Z', by: actor('vt') };
    await w.add(3, [
      DocumentEvent.parse({ type: 'IssuingFailed', ...said, step: 'seal', cause: 'không gọi được HSM' }),
    ]);
    await w.drain();
    expect(await rows(w, 'clerk#UBND')).toMatchObject([{ document: documentId(2) }, { document: documentId(1) }]);
    expect(await rows(w, 'stuck#UBND')).toMatchObject([{ step: 'seal', cause: 'không gọi được HSM', attempts: 1 }]);
  });

  it('answers a printed code for ever: not issued, then issued, and still not issued after the signature was returned', async () => {
    const w = await open();
    const verify = makeVerifyByCode(w.views);
    await w.put({ n: 1, stage: 'signed' });
    await w.put({ n: 2, stage: 'issued' });
    await w.put({ n: 3, stage: 'issued', internal: true });
    await w.drain();
    expect(await verify(codeOf(1))).toEqual({ kind: 'not-issued' });
    expect(await verify(codeOf(2))).toMatchObject({ kind: 'issued', display: '3002/UBND-NC', signer: 'Người ct' });
    const internal = await verify(codeOf(3));
    expect(internal).toMatchObject({ kind: 'issued', display: '3003/UBND-NC' });
    expect(internal).not.toHaveProperty('subject');
    expect(internal).not.toHaveProperty('signer');
    expect(await verify('a'.repeat(26))).toEqual({ kind: 'unknown' });
    expect(await verify('<script>')).toEqual({ kind: 'unknown' });
    const returned = {
      type: 'SignedDocumentReturned',
      at: '2023-10-13T06:00:00.000Z',
      by: actor('vt'),
      reason: 'sai thể thức',
      fileHash: 'a'.repeat(64),
      verificationCode: codeOf(1),
      turns: [],
    };
    await w.add(1, [DocumentEvent.parse(returned)]);
    await w.drain();
    expect(await verify(codeOf(1))).toEqual({ kind: 'not-issued' });
  });

  it('raises an alert for a change of access until it is confirmed', async () => {
    const w = await open();
    await w.put({ n: 1, stage: 'issued' });
    const said = { at: '2023-10-19T06:00:00.000Z', by: actor('cvp'), key: 'person:p-cv-th' };
    await w.add(1, [DocumentEvent.parse({ type: 'ReaderGranted', ...said, reason: 'phối hợp' })]);
    await w.drain();
    expect(await rows(w, 'alerts#unit:NC')).toMatchObject([{ change: 'granted', key: 'person:p-cv-th' }]);
    expect(await w.answer('cv-th', 'documents.get', { params: { id: documentId(1) } })).toBeDefined();
    await w.add(1, [DocumentEvent.parse({ type: 'ReaderGrantConfirmed', ...said })]);
    await w.add(1, [DocumentEvent.parse({ type: 'ReaderRevoked', ...said, reason: 'hết việc' })]);
    await w.drain();
    expect(await rows(w, 'alerts#archive:UBND')).toMatchObject([{ change: 'revoked' }]);
    expect(await w.ask('cv-th', 'documents.get', { params: { id: documentId(1) } })).toMatchObject({
      ok: false,
      error: { code: 'kernel.absent' },
    });
  });

  it('gives the same rows when every change comes twice, and after a rebuild from nothing', async () => {
    const w = await open();
    await w.put({ n: 1, stage: 'submitted', relations: [{ kind: 'implements', display: '171-KH/TU' }] });
    await w.put({
      n: 2,
      stage: 'issued',
      recipients: ['SNV'],
      relations: [{ kind: 'refers-to', display: '171-KH/TU' }],
    });
    await w.drain();
    const lists = [
      'inbox#position:ct',
      'unit-documents#NC',
      'relations#171:KHTU',
      'number#3002:UBNDNC',
      'directory#unit:VP',
      'register#CV.2023',
    ];
    const before = await Promise.all(lists.map((pk) => rows(w, pk)));
    expect(before.every((list) => list.length > 0)).toBe(true);
    for (const change of await w.store.changes(undefined, 500)) await w.projector.handle(change);
    expect(await Promise.all(lists.map((pk) => rows(w, pk)))).toEqual(before);
    await rebuild({ store: w.store, views: w.views, search: w.search, projector: w.projector });
    expect(await Promise.all(lists.map((pk) => rows(w, pk)))).toEqual(before);
    expect(await w.answer('gd-snv', 'archive.search', { query: { text: '3002' } })).toMatchObject({ total: { n: 1 } });
  });
});

describe('relay', () => {
  it('stops only the stream whose change keeps failing, reports it, and goes on with it when the cause is gone', async () => {
    const seen: string[] = [];
    let broken = true;
    const handler = {
      name: 'react',
      handle: async (change: { ref: { aggregate: string; id: string }; event: { seq: number } }) => {
        if (change.ref.aggregate !== 'document') return;
        if (broken && change.ref.id === documentId(1) && change.event.seq === 2) throw new Error('khóa bị khóa');
        seen.push(`${change.ref.id.slice(-1)}.${change.event.seq}`);
      },
    };
    const w = await open({ handlers: [handler] });
    await w.put({ n: 1, stage: 'approved' });
    await w.put({ n: 2, stage: 'submitted' });
    await w.drain();
    expect(seen).toEqual(['1.1', '2.1', '2.2']);
    expect(w.failures).toMatchObject([
      { handler: 'react', stream: `document/${documentId(1)}`, seq: 2, cause: 'khóa bị khóa' },
    ]);
    expect(await w.relay.stalled('react')).toHaveLength(1);
    expect(await rows(w, 'inbox#position:ct')).toHaveLength(2);
    broken = false;
    await w.drain();
    expect(seen).toEqual(['1.1', '2.1', '2.2', '1.2', '1.3']);
    expect(await w.relay.stalled('react')).toEqual([]);
  });

  it('does not begin reactions again, nor forget what they stopped at, when the views are rebuilt', async () => {
    let handled = 0;
    const react = async (change: { ref: { id: string } }) => {
      if (change.ref.id === documentId(1)) throw new Error('hỏng');
      handled += 1;
    };
    const w = await open({ handlers: [{ name: 'react', handle: react }] });
    await w.put({ n: 1, stage: 'draft' });
    await w.put({ n: 2, stage: 'draft' });
    await w.drain();
    const before = handled;
    await rebuild({ store: w.store, views: w.views, search: w.search, projector: w.projector, keep: ['react'] });
    expect(await w.relay.stalled('react')).toMatchObject([{ id: documentId(1), seq: 1 }]);
    await w.drain();
    expect(handled).toBe(before);
  });

  it('runs until it is stopped, and hands the lease back', async () => {
    const w = await open();
    await w.put({ n: 1, stage: 'draft' });
    const stop = new AbortController();
    const running = w.relay.run(stop.signal);
    await expect.poll(() => rows(w, 'unit-documents#NC')).toHaveLength(1);
    await w.put({ n: 2, stage: 'draft' });
    w.relay.notify();
    await expect.poll(() => rows(w, 'unit-documents#NC')).toHaveLength(2);
    expect(await w.views.lease('relay', 'another process', 30)).toBe(false);
    stop.abort();
    await running;
    expect(await w.views.lease('relay', 'another process', 30)).toBe(true);
  });

  it('does nothing while another process holds the lease', async () => {
    const w = await open();
    await w.put({ n: 1, stage: 'draft' });
    await w.views.lease('relay', 'another process', 30);
    expect(await w.relay.drain()).toBe(0);
    expect(await rows(w, 'unit-documents#NC')).toEqual([]);
  });
});
