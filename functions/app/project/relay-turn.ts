import { hashOf, type StreamRef } from '../../../shared/kernel/event-record.ts';
import type { Views } from '../../ports/views.ts';
import { pause } from './relay-lane.ts';

/** Somebody else has the turn, and kept it longer than one may wait: nothing is wrong, try again later. */
export class Busy extends Error {
  constructor(turn: string) {
    super(`${turn} is taken`);
    this.name = 'Busy';
  }
}

/** Lượt: who may carry changes of a document now. Projections write many rows one after the other, and two at once would mix theirs. */
export type Turns = {
  /** Runs while nobody else carries a change of that document; throws {@link Busy}. */
  turn: <T>(ref: StreamRef, work: () => Promise<T>) => Promise<T>;
  /** Runs while nobody carries anything; throws {@link Busy}. */
  still: <T>(work: () => Promise<T>) => Promise<T>;
};

/** For who is alone by other means: the relay that holds the lease of its store. */
export const alone: Turns = { turn: (_ref, work) => work(), still: (work) => work() };

/** Few enough to be taken all at once, many enough that two documents seldom meet. */
const TURNS = 64;
/** Deliveries and opinions are streams of their own, named `{document}.{…}`: they change the document's readers, so they share its turn. */
const turnOf = ({ id }: StreamRef): string =>
  `turn.${Number.parseInt(hashOf(id.split('.')[0] ?? id).slice(0, 8), 16) % TURNS}`;
const everyTurn = Array.from({ length: TURNS }, (_, number) => `turn.${number}`);

const LONGEST_PAUSE = 200;

let uses = 0;
/** A name for each use: the same process must not walk in on itself. */
const nextHolder = (process: string): string => {
  uses += 1;
  return `${process}.${uses}`;
};

/**
 * Turns as leases beside the views, so that the relay's many shards, the sweep, a redrive and a rebuild never carry changes of one document at once.
 * `seconds` must be longer than a process may work on one change (on AWS the time limit of the function), since a dead one's turn runs out only
 * then. `holder` names this process and no other one. `patience`: milliseconds to wait for a turn.
 */
export const makeTurns = (o: { views: Views; holder: string; seconds: number; patience: number }): Turns => {
  const { views, seconds } = o;
  const takeTurn = async (name: string, holder: string): Promise<void> => {
    const until = performance.now() + o.patience;
    for (let wait = 5; !(await views.lease(name, holder, seconds)); wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      if (performance.now() >= until) throw new Busy(name);
      await pause(wait * (0.5 + Math.random() / 2));
    }
  };
  const release = (name: string, holder: string): Promise<boolean> => views.lease(name, holder, 0);
  const turn: Turns['turn'] = async (ref, work) => {
    const [name, holder] = [turnOf(ref), nextHolder(o.holder)];
    await takeTurn(name, holder);
    try {
      return await work();
    } finally {
      await release(name, holder);
    }
  };
  /** Keeps all turns until told to stop; throws when one was lost. */
  const keep = async (holder: string, stop: AbortSignal): Promise<void> => {
    for (;;) {
      await pause(seconds * 333, stop);
      if (stop.aborted) return;
      for (const name of everyTurn) if (!(await views.lease(name, holder, seconds))) throw new Busy(name);
    }
  };
  const still: Turns['still'] = async (work) => {
    const holder = nextHolder(o.holder);
    try {
      for (const name of everyTurn) await takeTurn(name, holder);
      const stop = new AbortController();
      const [kept, worked] = await Promise.allSettled([keep(holder, stop.signal), work().finally(() => stop.abort())]);
      if (worked.status === 'rejected') throw worked.reason;
      if (kept.status === 'rejected') throw kept.reason;
      return worked.value;
    } finally {
      for (const name of everyTurn) await release(name, holder);
    }
  };
  return { turn, still };
};
