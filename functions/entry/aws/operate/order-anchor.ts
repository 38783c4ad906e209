import type { IssuingErrand } from '../queue.ts';
import { sendTo } from '../send.ts';
import type { StagePlaces } from '../stage-ports.ts';

/** Chốt mốc ngay: only the signing function holds the anchor's key, so the operator orders and does not sign. */
export const orderAnchor = async (places: Pick<StagePlaces, 'ISSUING_QUEUE'>): Promise<void> => {
  const errand: IssuingErrand = { kind: 'anchor', reason: 'demand' };
  await sendTo(places.ISSUING_QUEUE)([errand]);
};
