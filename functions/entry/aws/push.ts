import type * as z from 'zod';
import { mayNotify } from '../../app/notify/handler.ts';
import type { RelayFailure } from '../../app/project/relay-lane.ts';
import { enqueueing, makePush, type Push } from '../../app/project/relay-push.ts';
import { movesIssuing } from '../../app/react/issuing.ts';
import type { RelayConfig } from '../../aws-config.ts';
import type { Change } from '../../ports/store.ts';
import type { Office } from '../compose.ts';
import type { OfficePorts } from '../office-ports.ts';
import { counting } from './metrics.ts';
import { sendTo } from './send.ts';
import { logLine } from './state.ts';
import { awsTurns } from './turns.ts';

/** What every stored event sets in motion on AWS: views and index at once; seals, anchors and mail through their queues. */
export const awsPush = (
  config: z.infer<typeof RelayConfig>,
  { ports, office }: { ports: OfficePorts; office: Office },
): Push => {
  const count = counting(config.STAGE);
  const issues = (change: Change): boolean => movesIssuing(change) || office.endsWithAnchor(change);
  const report = ({ error: _, ...failure }: RelayFailure): void => {
    logLine({ level: 'error', event: 'relay-failed', ...failure });
    count(failure.kind === 'tampering' ? 'Tampering' : 'StalledStreams', 1);
  };
  return makePush({
    store: ports.store,
    views: ports.views,
    report,
    turns: awsTurns(ports.views, `${config.STAGE}.${ports.ids.ulid()}`),
    handlers: [
      office.projector,
      enqueueing({ name: 'issuing', wants: issues, send: sendTo(config.ISSUING_QUEUE) }),
      enqueueing({ name: 'notify', wants: mayNotify, send: sendTo(config.MAIL_QUEUE) }),
    ],
  });
};
