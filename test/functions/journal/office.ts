import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fsAnchors } from '../../../functions/adapters/fs/anchors.ts';
import { fsFiles } from '../../../functions/adapters/fs/files.ts';
import { localKeys } from '../../../functions/adapters/local-keys/local-keys.ts';
import { localTsa } from '../../../functions/adapters/local-tsa/local-tsa.ts';
import { sqliteStore } from '../../../functions/adapters/sqlite/store.ts';
import { sqliteViews } from '../../../functions/adapters/sqlite/views.ts';
import { makeAnchor } from '../../../functions/app/anchor.ts';
import { verifyJournal } from '../../../functions/entry/journal/verify.ts';
import { localTimestamper } from '../../../functions/paper/timestamper.ts';
import type { Anchors } from '../../../functions/ports/anchors.ts';
import { type StreamRef, sealEvents } from '../../../shared/kernel/event-record.ts';
import { CommandId, Hash, PersonId } from '../../../shared/kernel/ids.ts';
import { Instant, instant, milliseconds } from '../../../shared/kernel/time.ts';

export const DOCUMENT = '01HCQ8XK2M0000000000000001';
export const OTHER = '01HCQ8XK2M0000000000000002';
export const documentRef: StreamRef = { aggregate: 'document', id: DOCUMENT };
export const otherRef: StreamRef = { aggregate: 'document', id: OTHER };
export const registerRef: StreamRef = { aggregate: 'register', id: 'CV.2023' };

/** A clock that moves a second at each reading, so that no two moments are the same. */
const movingClock = () => {
  let now = milliseconds(Instant.parse('2023-10-20T01:00:00.000Z'));
  return {
    now: (): Instant => {
      now += 1_000;
      return instant(now);
    },
  };
};

/** A small office on disk: store, files, keys, anchors; every test has its own. */
export const anOffice = async (root = mkdtempSync(join(tmpdir(), 'vanthu-journal-'))) => {
  const dataDir = join(root, 'data');
  const anchorDir = join(root, 'anchors');
  mkdirSync(dataDir, { recursive: true });
  const clock = movingClock();
  const file = join(dataDir, 'store.sqlite');
  const store = sqliteStore({ file, ...clock });
  const views = sqliteViews({ file, ...clock });
  const files = fsFiles({ directory: join(dataDir, 'files'), secret: new Uint8Array(32), ...clock });
  const keys = localKeys({ directory: join(dataDir, 'keys'), clock });
  await keys.enrol({ keyRef: 'anchor', commonName: 'Mốc nhật ký', organisation: 'Văn phòng', kind: 'person' });
  const tsa = localTsa({ authority: keys.timestampAuthority, clock });
  const timestamper = localTimestamper(tsa.respond, keys.roots);
  const anchors = fsAnchors({ directory: anchorDir });
  const anchorWith = (place: Anchors) =>
    makeAnchor({ store, anchors: place, signer: keys, timestamper, clock, keyRef: 'anchor' });
  let acts = 0;
  const put = (area: string, owner: string, text: string) => files.put(area, owner, Buffer.from(text), 'text/plain');
  /** One act on one stream with those events. */
  const act = async (ref: StreamRef, ...events: { type: string; [more: string]: unknown }[]): Promise<void> => {
    const [at] = (await store.load([ref])).streams;
    if (at === undefined) throw new Error('nothing loaded');
    const sealed = sealEvents(
      ref,
      at,
      1,
      events.map((event) => ({ ...event, at: clock.now() })),
    );
    acts += 1;
    const id = CommandId.parse(`http:p01:${String(acts)}-${ref.id}-${at.version}`);
    const done = await store.commit({
      streams: [{ ref, expected: at.version, state: { acts }, events: sealed }],
      guards: [],
      command: { id, actor: PersonId.parse('p01'), bodyHash: Hash.parse('a'.repeat(64)), answer: null },
    });
    if (!done.ok) throw new Error(done.error);
  };
  const verify = (o: { files?: boolean; roots?: string[]; dataDir?: string; anchorDir?: string } = {}) =>
    verifyJournal({ dataDir, anchorDir, roots: [], files: true, ...o });
  const close = async () => {
    await views.close();
    await store.close();
  };
  const remove = () => rmSync(root, { recursive: true, force: true });
  const places = { root, dataDir, anchorDir, file };
  const ports = { store, views, files, keys, anchors, anchorWith, anchor: anchorWith(anchors) };
  return { ...places, ...ports, act, put, verify, close, remove };
};
export type Office = Awaited<ReturnType<typeof anOffice>>;

/** Two documents and a register: nine events in three streams, four named files. */
export const withHistory = async (office: Office): Promise<void> => {
  const content = await office.put('content', DOCUMENT, 'Kính gửi: các sở, ban, ngành');
  const edited = await office.put('content', DOCUMENT, 'Kính gửi: các sở, ban, ngành; các quận, huyện');
  const annex = await office.put('attachments', DOCUMENT, 'Phụ lục');
  const paper = await office.put('paper', DOCUMENT, '%PDF-1.7');
  const other = await office.put('content', OTHER, 'Báo cáo tháng 10');
  await office.act(documentRef, { type: 'DraftStarted', contentHash: content, attachments: [{ hash: annex }] });
  await office.act(registerRef, { type: 'RegisterOpened', first: 1 });
  await office.act(
    documentRef,
    { type: 'DraftEdited', contentHash: edited },
    { type: 'DraftSubmitted', contentHash: edited },
  );
  await office.act(otherRef, { type: 'DraftStarted', contentHash: other, attachments: [] });
  await office.act(documentRef, { type: 'DocumentSigned', signature: { contentHash: edited, fileHash: paper } });
  await office.act(registerRef, { type: 'NumberTaken', number: 1 });
  await office.act(documentRef, { type: 'DocumentNumbered', number: { number: 1 } });
  await office.act(otherRef, { type: 'DraftEdited', contentHash: other });
};

/** Opens the file as an intruder with write access would: triggers gone. */
export const tamper = (file: string, change: (database: DatabaseSync) => void): void => {
  const database = new DatabaseSync(file);
  try {
    database.exec('DROP TRIGGER IF EXISTS events_keep; DROP TRIGGER IF EXISTS events_stay');
    change(database);
  } finally {
    database.close();
  }
};

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
