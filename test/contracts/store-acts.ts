import type { Commit, Store } from '../../functions/ports/store.ts';
import {
  canonicalHash,
  type SealedEvent,
  type StreamRef,
  sealEvents,
  streamKey,
} from '../../shared/kernel/event-record.ts';
import { CommandId, PersonId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';

export type StoreUnderTest = { store: Store; clock: { now: Instant } };
export const clockAt = (): { now: Instant } => ({ now: Instant.parse(AT) });

const SCHEMA = 1;
const AT = '2026-03-02T03:00:00.000Z';
export type Write = { ref: StreamRef; state?: unknown; events?: readonly { type: string; [more: string]: unknown }[] };
export type Act = {
  id: string;
  writes: Write[];
  guards?: Commit['guards'];
  body?: unknown;
  answer?: unknown;
  expiresAt?: number;
};

export const aDocument = (id: string): StreamRef => ({ aggregate: 'document', id });
export const aRegister = (id: string): StreamRef => ({ aggregate: 'register', id });
export const anAuthority = (id: string): StreamRef => ({ aggregate: 'authority', id });

/** An act as the shell does it: load, decide, seal; committed by the caller, so that something may happen in between. */
export const prepared = async (store: Pick<Store, 'load'>, act: Act): Promise<Commit> => {
  const loaded = await store.load(act.writes.map((write) => write.ref));
  const streams = act.writes.map((write, index) => {
    const at = loaded.streams[index];
    if (!at) throw new Error('nothing loaded');
    const events = (write.events ?? [{ type: 'Drafted' }]).map((event) => ({ ...event, at: AT }));
    const sealed = sealEvents(write.ref, at, SCHEMA, events);
    return { ref: write.ref, expected: at.version, state: write.state ?? { act: act.id }, events: sealed };
  });
  const command = {
    actor: PersonId.parse('p01'),
    bodyHash: canonicalHash(act.body ?? act.id),
    answer: act.answer ?? null,
  };
  const expiry = act.expiresAt === undefined ? {} : { expiresAt: act.expiresAt };
  return { streams, guards: act.guards ?? [], command: { ...command, ...expiry, id: CommandId.parse(act.id) } };
};

export const perform = async (store: Store, act: Act) => store.commit(await prepared(store, act));
export const versions = async (store: Store, ...refs: StreamRef[]) =>
  (await store.load(refs)).streams.map((stream) => stream.version);
export const allChanges = async (store: Store, page: number) => {
  const seen: { stream: string; event: SealedEvent }[] = [];
  let after: string | undefined;
  for (;;) {
    const changes = await store.changes(after, page);
    if (changes.length === 0) return seen;
    seen.push(...changes.map(({ ref, event }) => ({ stream: streamKey(ref), event })));
    after = changes.at(-1)?.cursor;
  }
};
export const seqs = (changes: readonly { event: SealedEvent }[]) => changes.map(({ event }) => event.seq);
