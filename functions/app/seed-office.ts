import * as z from 'zod';
import type { DossierEvent } from '../../shared/documents/events.ts';
import { dossierAggregate } from '../../shared/documents/issuing/dossier.ts';
import { registerAggregate, registerId } from '../../shared/documents/issuing/register.ts';
import type { Actor } from '../../shared/kernel/actor.ts';
import type { Aggregate, DomainEvent } from '../../shared/kernel/aggregate.ts';
import { canonicalHash } from '../../shared/kernel/event-record.ts';
import { CommandId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Organisation } from '../../shared/organisation/organisation.ts';
import { organisationAggregate } from '../../shared/organisation/organisation-events.ts';
import type { Portfolio, Standing } from '../../shared/organisation/standing.ts';
import { portfolioAggregate, standingAggregate } from '../../shared/organisation/standing-events.ts';
import { type Execute, stateOf, write } from './execute.ts';
import type { SeriesOpening } from './import-organisation.ts';

export type OfficeSeed = {
  organisation: Organisation;
  standings: readonly Standing[];
  portfolios: readonly Portfolio[];
  seriesOpenings: readonly SeriesOpening[];
  dossiers: readonly Omit<Extract<DossierEvent, { type: 'DossierOpened' }>, 'type' | 'at' | 'by'>[];
  source: string;
};

/**
 * Thiết lập ban đầu: master data into an empty store, as events like any other, by the person who runs the set-up. A stream that exists is left
 * alone, so a set-up that was interrupted is simply run again.
 */
export const makeSeedOffice = ({ execute }: { execute: Execute }) => {
  const put = async <S, E extends DomainEvent>(
    aggregate: Aggregate<S, E>,
    o: { id: string; events: readonly E[]; by: Actor },
  ): Promise<void> => {
    const done = await execute({
      commandId: CommandId.parse(`react:seed:${aggregate.name}/${o.id}`),
      actor: o.by.person,
      bodyHash: canonicalHash([aggregate.name, o.id]),
      refs: [{ aggregate: aggregate.name, id: o.id }],
      decide: async (streams) => {
        const at = stateOf(aggregate, streams, o.id);
        return ok({ writes: at.state === null ? [write(aggregate, at, o.events)] : [], guards: [], answer: null });
      },
    });
    if (!done.ok) throw new Error(`${aggregate.name}/${o.id}: ${done.error.code}`);
  };
  return async (seed: OfficeSeed, said: { at: Instant; by: Actor }): Promise<void> => {
    const { by } = said;
    await put(organisationAggregate, {
      id: 'main',
      by,
      events: [{ type: 'OrganisationImported', ...said, organisation: seed.organisation, source: seed.source }],
    });
    for (const standing of seed.standings)
      await put(standingAggregate, {
        id: standing.person,
        by,
        events: [{ type: 'StandingImported', ...said, standing, source: seed.source }],
      });
    for (const portfolio of seed.portfolios) {
      const events = portfolio.assignments.map((assignment) => ({
        type: 'FieldAssigned' as const,
        ...said,
        field: portfolio.field,
        assignment,
      }));
      await put(portfolioAggregate, { id: portfolio.field, by, events });
    }
    for (const opening of seed.seriesOpenings) {
      const opened = {
        type: 'RegisterOpened' as const,
        ...said,
        series: opening.series,
        year: opening.year,
        first: opening.opening + 1,
        basis: opening.basis,
        approver: opening.approver ?? by.name,
      };
      await put(registerAggregate, { id: registerId(opening.series, opening.year), by, events: [opened] });
    }
    for (const dossier of seed.dossiers)
      await put(dossierAggregate, { id: dossier.id, by, events: [{ type: 'DossierOpened', ...said, ...dossier }] });
  };
};

/** What kind of office a data directory holds: the demo and a real office refuse to share one. */
export const OfficeFile = z.object({
  kind: z.enum(['demo', 'office']),
  created: z.iso.datetime(),
  product: z.string(),
  schema: z.literal(1),
  /** The demo's clock began at `demoStart` when it was created. */
  demoStart: z.iso.datetime().optional(),
  pin: z.string().optional(),
  /** A real office: its name, and whether its set-up ran to the end. */
  authority: z.string().optional(),
  ready: z.boolean().optional(),
});
export type OfficeFile = z.infer<typeof OfficeFile>;
