import { rebuild } from '../../../app/project/rebuild.ts';
import type { RelayFailure } from '../../../app/project/relay-lane.ts';
import type { OpenStage } from '../stage-ports.ts';
import { awsTurns } from '../turns.ts';

/** Handlers of the relay on AWS beside the projection (functions/entry/aws/push.ts): their stalled streams outlive a rebuild. */
const KEPT = ['issuing', 'notify'] as const;

/**
 * Dựng lại danh sách và chỉ mục from the whole history, beside the running relay; the number of events read. Lists lack rows until it ends, so the
 * office should be read-only meanwhile.
 */
export const rebuildStage = (
  { ports, office, places }: Pick<OpenStage, 'ports' | 'office' | 'places'>,
  report: (failure: RelayFailure) => void,
): Promise<number> =>
  rebuild({
    store: ports.store,
    views: ports.views,
    search: ports.search,
    projector: office.projector,
    keep: KEPT,
    turns: awsTurns(ports.views, `${places.STAGE}.operator.${ports.ids.ulid()}`),
    report,
  });
