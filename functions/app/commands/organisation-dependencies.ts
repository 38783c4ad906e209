import * as z from 'zod';
import type { StreamRef } from '../../../shared/kernel/event-record.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { organisationChangeAggregate } from '../../../shared/organisation/organisation-change.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Execute } from '../execute.ts';
import type { OrganisationPorts } from '../facts/organisation-facts.ts';

export type OrganisationDependencies = OrganisationPorts & { execute: Execute; ids: Ids };

export const changeRef = (id: string): StreamRef => ({ aggregate: organisationChangeAggregate.name, id });

const ChangeId = z.object({ id: z.ulid() });
/** The proposal in the path; anything else is "no such proposal". */
export const changeIdOf = (params: Record<string, string>): Result<string, Refusal> => {
  const parsed = ChangeId.safeParse(params);
  return parsed.success ? ok(parsed.data.id) : refuse('absent', 'kernel.absent');
};
