import { recordRecovery } from '../../../shared/documents/issuing/after-number.ts';
import { SYSTEM } from '../../../shared/kernel/actor.ts';
import { EventBody, streamKey } from '../../../shared/kernel/event-record.ts';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import type { Change } from '../../ports/store.ts';
import { affectStep } from './affect.ts';
import { deliverStep } from './deliver.ts';
import { fileStep } from './file.ts';
import { keepStep } from './keep.ts';
import {
  dispatchStep,
  failedStep,
  type IssuingStep,
  type ReactDependencies,
  reactionId,
  recordOn,
  sealStep,
} from './steps.ts';

type Step = (d: ReactDependencies, id: DocumentId, cause: string) => Promise<void>;
type Reaction = { step: IssuingStep; run: Step };

/** numbered → sealed → { filed → kept, dispatched → delivered, affects others }: forward only (architecture §6). */
const REACTIONS: Record<string, readonly Reaction[]> = {
  DocumentNumbered: [{ step: 'seal', run: sealStep }],
  DocumentSealed: [
    { step: 'dispatch', run: dispatchStep },
    { step: 'file', run: fileStep },
  ],
  DocumentDispatched: [
    { step: 'dispatch', run: deliverStep },
    { step: 'dispatch', run: affectStep },
  ],
  DocumentFiled: [{ step: 'file', run: keepStep }],
};
/** The type of a document's event; undefined for the events of everything else. */
export const documentEventOf = (change: Change): string | undefined =>
  change.ref.aggregate === 'document' ? EventBody.parse(JSON.parse(change.event.bytes)).event.type : undefined;
/** Whether an event makes issuing go on: what a queue has to carry. */
export const movesIssuing = (change: Change): boolean => {
  const type = documentEventOf(change);
  return type !== undefined && (type === 'IssuingRetried' || Object.hasOwn(REACTIONS, type));
};

/** After a retry every step is tried again: one that was done finds nothing to do. */
const ALL: readonly Reaction[] = [...Object.values(REACTIONS).flat()];

/**
 * Reacts to a stored event of a document. A step that fails is written into the document's own history with its cause, so that "stuck" is
 * seen by people; the sweep and the operator's retry come back to it. One failing step never holds another.
 */
export const makeIssuing = (d: ReactDependencies) => {
  const attempt = async (reaction: Reaction, id: DocumentId, cause: string): Promise<boolean> => {
    try {
      await reaction.run(d, id, cause);
      return true;
    } catch (error) {
      await failedStep(d, { id, step: reaction.step, cause, error, by: SYSTEM });
      return false;
    }
  };
  const runAll = async (reactions: readonly Reaction[], id: DocumentId, cause: string): Promise<boolean> => {
    let done = true;
    for (const reaction of reactions) done = (await attempt(reaction, id, cause)) && done;
    return done;
  };
  /** The whole way once more; when all of it is done, a failure that was shown is over. */
  const again = async (id: DocumentId, cause: string): Promise<boolean> => {
    const done = await runAll(ALL, id, cause);
    const said = { at: d.clock.now(), by: SYSTEM };
    if (done)
      await recordOn(d, {
        id,
        commandId: reactionId(cause, 'recovered'),
        by: SYSTEM,
        rule: (now) => recordRecovery(now, said),
      });
    return done;
  };
  return {
    handle: async (change: Change): Promise<void> => {
      const type = documentEventOf(change);
      if (type === undefined) return;
      const id = DocumentId.parse(change.ref.id);
      const cause = `${streamKey(change.ref)}#${change.event.seq}`;
      const reactions = REACTIONS[type];
      if (type === 'IssuingRetried') await again(id, cause);
      else if (reactions !== undefined) await runAll(reactions, id, cause);
    },
    /** Tries the whole way once more: used by the sweep for documents that stand still. */
    resume: again,
  };
};
