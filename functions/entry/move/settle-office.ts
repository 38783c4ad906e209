import { makeProjector } from '../../app/project/projector.ts';
import { rebuild } from '../../app/project/rebuild.ts';
import type { End } from './end.ts';
import { feedOf } from './end.ts';

/** Handlers of the relays beside the projection (functions/entry/compose.ts, compose-mail.ts): what they did at the source is done. */
export const REACTIONS = ['issuing', 'anchoring', 'notify'] as const;

/** Lists and search at the target, made from its events; everything that reacts begins behind the last of them. The number of events read. */
export const settleOffice = async (target: End): Promise<number> => {
  let last: string | undefined;
  for await (const { cursor } of feedOf(target.store)) last = cursor;
  if (last !== undefined) for (const name of REACTIONS) await target.views.saveCheckpoint(name, last);
  return rebuild({ ...target, projector: makeProjector(target), keep: REACTIONS });
};
