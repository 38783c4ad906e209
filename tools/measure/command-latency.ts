import { documentRef } from '../../functions/app/commands/document-command.ts';
import { expectStatus } from '../../functions/entry/journey.ts';
import type { LoadedStream } from '../../functions/ports/store.ts';
import { canonicalHash, EventBody, sealEvents } from '../../shared/kernel/event-record.ts';
import { CommandId, type DocumentId, PersonId } from '../../shared/kernel/ids.ts';
import { rounded, type Spread, spread, timed } from './figures.ts';
import { type MeasuredOffice, networkClient, openMeasured, PARTS } from './measured-office.ts';
import { CAMPAIGN_LETTER, Started } from './signed-documents.ts';

export type CommandLatency = {
  /** Milliseconds of "submit" over HTTP, session, rules and facts included. */
  overHttp: Spread;
  /** Milliseconds of a commit of the same stream, event and answer straight into the same store. */
  bareCommit: Spread;
  /** Median over median. */
  ratio: number;
};

/** What the command stored, once more under other names: the same bytes to write, and nothing before or after. */
const commitAgain = async ({ opened }: MeasuredOffice, id: DocumentId): Promise<number> => {
  const { store } = opened.ports;
  const [stream] = (await store.load([documentRef(id)])).streams;
  const last = (await store.history(documentRef(id), stream?.version ?? 1, 1)).at(-1);
  if (stream === undefined || last === undefined) throw new Error(`${id} is not stored`);
  const { event, schema } = EventBody.parse(JSON.parse(last.bytes));
  const fresh = async (): Promise<LoadedStream | undefined> =>
    (await store.load([{ aggregate: 'measure', id }])).streams[0];
  const at = await fresh();
  if (at === undefined) throw new Error('the store answers every stream that is asked for');
  const write = {
    streams: [{ ref: at.ref, expected: 0, state: stream.state, events: sealEvents(at.ref, at, schema, [event]) }],
    guards: [],
    command: {
      id: CommandId.parse(`react:measure:${id}`),
      actor: PersonId.parse(PARTS.drafter),
      bodyHash: canonicalHash(id),
      answer: { answer: { id }, version: stream.version },
    },
  };
  const done = await timed(() => store.commit(write));
  if (!done.value.ok) throw new Error(`bare commit: ${done.value.error}`);
  return done.milliseconds;
};

/** Command over HTTP against bare commit, in turn, so that the noise of the machine falls on both. */
export const commandLatency = async (o: { dataDir: string; turns: number }): Promise<CommandLatency> => {
  const office = await openMeasured({ dataDir: o.dataDir, reactions: false });
  try {
    const drafter = networkClient(() => office.port, PARTS.drafter);
    await drafter.signIn();
    const [commands, commits]: [number[], number[]] = [[], []];
    const warmUp = Math.ceil(o.turns / 10);
    for (let turn = 0; turn < o.turns + warmUp; turn += 1) {
      const started = expectStatus(await drafter.post('/api/documents', CAMPAIGN_LETTER), 200, 'start');
      const { id, contentHash } = Started.parse(started.data);
      const submitted = await timed(() => drafter.post(`/api/documents/${id}/submit`, { contentHash }));
      expectStatus(submitted.value, 200, 'submit');
      const committed = await commitAgain(office, id);
      if (turn < warmUp) continue;
      commands.push(submitted.milliseconds);
      commits.push(committed);
    }
    const [overHttp, bareCommit] = [spread(commands, 2), spread(commits, 2)];
    return { overHttp, bareCommit, ratio: rounded(overHttp.p50 / bareCommit.p50) };
  } finally {
    await office.close();
  }
};
