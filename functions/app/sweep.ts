import { StuckLine } from '../../shared/documents/lines.ts';
import type { DocumentId, UnitId } from '../../shared/kernel/ids.ts';
import { type Instant, milliseconds } from '../../shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Views } from '../ports/views.ts';

const FIRST_WAIT = 60_000;
const LONGEST_WAIT = 60 * 60_000;

/** Waits double with each failed attempt, up to an hour: a timestamp authority that is down is not hammered. */
const isTime = ({ since, attempts }: StuckLine, now: Instant): boolean =>
  milliseconds(now) - milliseconds(since) >= Math.min(FIRST_WAIT * 2 ** Math.max(attempts - 1, 0), LONGEST_WAIT);

/** Rà soát: tries documents again that stand still between number and archive. Bounded: one list per issuer. */
export const makeSweep =
  (o: {
    views: Views;
    clock: Clock;
    issuers: () => Promise<readonly UnitId[]>;
    resume: (id: DocumentId, cause: string) => Promise<boolean>;
  }) =>
  async (): Promise<number> => {
    let tried = 0;
    const now = o.clock.now();
    for (const issuer of await o.issuers()) {
      const { rows } = await o.views.query({ pk: `stuck#${issuer}`, limit: 200 });
      for (const { data } of rows) {
        const stuck = StuckLine.parse(data);
        if (!isTime(stuck, now)) continue;
        tried += 1;
        // Named by document too: what one document was answered must not be the answer to another.
        await o.resume(stuck.document, `sweep:${stuck.document}:${now}`);
      }
    }
    return tried;
  };
