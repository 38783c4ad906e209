import { write } from '../../functions/app/execute.ts';
import { canonicalHash } from '../../shared/kernel/event-record.ts';
import { CommandId, PersonId, PositionId, UnitId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { Standing } from '../../shared/organisation/standing.ts';
import { StandingEvent, standingAggregate } from '../../shared/organisation/standing-events.ts';
import type { Story } from './office.ts';

const PERSONNEL = {
  person: PersonId.parse('system'),
  name: 'Tổ chức cán bộ',
  position: PositionId.parse('system'),
  title: 'Tổ chức cán bộ',
  unit: UnitId.parse('system'),
};
let acts = 0;

/** A change in one person's authority, into the store at this very moment: as the personnel office would, whatever else is under way. */
export const authority = async (story: Story, person: string, event: Record<string, unknown>): Promise<void> => {
  acts += 1;
  const parsed = StandingEvent.parse({ at: story.clock.now(), by: PERSONNEL, ...event });
  const stored = await story.office.execute({
    commandId: CommandId.parse(`react:personnel:${person}:${acts}`),
    actor: PERSONNEL.person,
    bodyHash: canonicalHash([person, acts]),
    refs: [{ aggregate: standingAggregate.name, id: person }],
    decide: async ([loaded]) => {
      if (loaded === undefined) throw new Error(`${person} is unknown`);
      const at = { loaded, state: Standing.parse(loaded.state) };
      return ok({ writes: [write(standingAggregate, at, [parsed])], guards: [], answer: null });
    },
  });
  if (!stored.ok) throw new Error(stored.error.code);
  await story.settle();
};

/** Tạm đình chỉ công tác from now on; the act that ends it. */
export const suspend = async (story: Story, person: string): Promise<() => Promise<void>> => {
  const id = `tdc-${person}-${acts}`;
  const suspension = { id, from: story.clock.now(), basis: 'Quyết định 12/QĐ-UBND', reason: 'Phục vụ xác minh' };
  await authority(story, person, { type: 'Suspended', suspension });
  return () =>
    authority(story, person, {
      type: 'SuspensionEnded',
      suspension: id,
      to: story.clock.now(),
      basis: 'Quyết định 15/QĐ-UBND',
    });
};

export const appoint = (story: Story, person: string, o: { id: string; position: string; from: string }) =>
  authority(story, person, {
    type: 'Appointed',
    holding: { id: o.id, person, position: o.position, basis: 'Quyết định 21/QĐ-UBND', period: { from: o.from } },
  });
export const endHolding = (story: Story, person: string, o: { holding: string; on: string }) =>
  authority(story, person, { type: 'HoldingEnded', ...o, basis: 'Quyết định 22/QĐ-UBND' });
