import { readingAggregate } from '../../../shared/documents/access/reading.ts';
import type { Document } from '../../../shared/documents/document.ts';
import type { ReadingEvent } from '../../../shared/documents/events.ts';
import { canonicalHash } from '../../../shared/kernel/event-record.ts';
import { CommandId } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Caller } from '../call.ts';
import { stateOf, write } from '../execute.ts';
import type { CommandDependencies } from './document-command.ts';

/** Looks at the same text by the same person within that time are one reading: a list that refreshes itself is not twenty. */
const SAME_READING_MS = 10 * 60_000;

/** Nhật ký xem: who looked at what, in which position. Never holds up the answer for longer than one commit. */
export const makeRecordRead =
  (d: Pick<CommandDependencies, 'execute' | 'gather'> & { ids: Ids }) =>
  async (caller: Caller, document: Document, what: ReadingEvent['what']): Promise<void> => {
    const id = `${document.id}.${caller.person}`;
    const gathered = await d.gather({ caller });
    if (!gathered.ok) return;
    const { now, actor } = gathered.value.facts;
    await d.execute({
      commandId: CommandId.parse(`read:${d.ids.ulid()}`),
      actor: caller.person,
      bodyHash: canonicalHash({ id, what }),
      refs: [{ aggregate: readingAggregate.name, id }],
      decide: async (streams) => {
        const at = stateOf(readingAggregate, streams, id);
        const { contentHash, version } = document;
        const recent =
          at.state !== null &&
          at.state.contentHash === contentHash &&
          milliseconds(now) - milliseconds(at.state.at) < SAME_READING_MS;
        const event: ReadingEvent = {
          type: 'DocumentRead',
          at: now,
          by: actor,
          document: document.id,
          contentHash,
          version,
          what,
        };
        return ok({
          writes: recent && what === 'content' ? [] : [write(readingAggregate, at, [event])],
          guards: [],
          answer: null,
        });
      },
    });
  };
