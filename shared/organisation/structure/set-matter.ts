import type * as z from 'zod';
import { CollectiveMatter, type OrganisationFacts } from '../organisation.ts';
import { administratorOnly, type Decided, decide, type OrganisationAct, reversed, stamp } from '../organisation-act.ts';
import { ORGANISATION } from '../organisation-events.ts';

export const SetMatter = CollectiveMatter;
export type SetMatter = z.infer<typeof SetMatter>;

/** Đặt nội dung phải bàn và quyết định tập thể: from its date on such matters are signed TM. after a decision of the body (Điều 13.2). */
export const setMatter = (facts: OrganisationFacts, matter: SetMatter, act: OrganisationAct): Decided =>
  decide([administratorOnly(facts, act), reversed(matter.period)], () => [
    { ref: ORGANISATION, events: [{ type: 'MatterSet' as const, ...stamp(act), matter }] },
  ]);
