import * as z from 'zod';
import { DocumentId, type UnitId } from '../../shared/kernel/ids.ts';
import { Instant, milliseconds } from '../../shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Views } from '../ports/views.ts';

const Stuck = z
  .object({ document: DocumentId, failure: z.object({ at: Instant, attempts: z.number() }).optional() })
  .loose();
const FIRST_WAIT = 60_000;
const LONGEST_WAIT = 60 * 60_000;

/** Waits double with each failed attempt, up to an hour: a timestamp authority that is down is not hammered. */
const isTime = (failure: { at: Instant; attempts: number } | undefined, now: Instant): boolean =>
  failure === undefined ||
  milliseconds(now) - milliseconds(failure.at) >= Math.min(FIRST_WAIT * 2 ** (failure.attempts - 1), LONGEST_WAIT);

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
        const stuck = Stuck.parse(data);
        if (!isTime(stuck.failure, now)) continue;
        tried += 1;
        await o.resume(stuck.document, `sweep:${now}`);
      }
    }
    return tried;
  };
