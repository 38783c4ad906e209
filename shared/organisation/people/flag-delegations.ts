import type { StreamEvents } from '../../kernel/aggregate.ts';
import type { PositionId } from '../../kernel/ids.ts';
import { type OrganisationAct, stamp, todayOf } from '../organisation-act.ts';
import type { Delegation, Standing } from '../standing.ts';
import { authorityRef, type StandingEvent } from '../standing-events.ts';

/**
 * Người ủy quyền hoặc người được ủy quyền đổi chức vụ: their live delegations sleep until confirmed (Điều 13.3: the delegation is to the head of
 * a unit by the head of the agency, not to a person for ever). Written to both parties.
 */
export const flagDelegations = (
  standing: Standing,
  act: OrganisationAct,
  change: { reason: string; position?: PositionId },
): StreamEvents<StandingEvent>[] => {
  const live = (one: Delegation) =>
    one.revoked === undefined && one.toConfirm === undefined && one.period.to >= todayOf(act);
  const concerns = (position: PositionId) => change.position === undefined || change.position === position;
  const given = standing.delegationsGiven.filter((one) => live(one) && concerns(one.fromPosition));
  const received = standing.delegationsReceived.filter((one) => live(one) && concerns(one.toPosition));
  return [...given, ...received].flatMap((one) => {
    const event: StandingEvent = {
      type: 'DelegationFlagged',
      ...stamp(act),
      delegation: one.id,
      reason: change.reason,
    };
    return [one.from, one.to].map((person) => ({ ref: authorityRef(person), events: [event] }));
  });
};
