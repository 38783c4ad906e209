import type { PersonId } from '../kernel/ids.ts';
import { ok } from '../kernel/result.ts';
import type { LocalDate } from '../kernel/time.ts';
import { ConfirmDelegation, confirmDelegation } from './delegation/confirm-delegation.ts';
import { DelegateSigning, delegate } from './delegation/delegate.ts';
import { RevokeDelegation, revokeDelegation } from './delegation/revoke-delegation.ts';
import type { OrganisationFacts } from './organisation.ts';
import { type Decided, type OrganisationAct, stamp } from './organisation-act.ts';
import { AppointPerson, appoint } from './people/appoint.ts';
import { AssignField, assignField } from './people/assign-field.ts';
import { EndHolding, endHolding } from './people/end-holding.ts';
import { EndSuspension, endSuspension } from './people/end-suspension.ts';
import { EntrustMatter, entrustMatter } from './people/entrust-matter.ts';
import { RecordAbsence, recordAbsence } from './people/record-absence.ts';
import { RegisterPerson, registerPerson } from './people/register-person.ts';
import { SetEmail, setEmail } from './people/set-email.ts';
import { SuspendPerson, suspend } from './people/suspend.ts';
import { positionHoldersRef } from './position-holders.ts';
import type { Delegation, Standing } from './standing.ts';
import { type OrganisationVerb, verb } from './verb.ts';

const DECREE = 'Nghị định 30/2020/NĐ-CP';
const others = (standing: Standing, concerns: (one: Delegation) => boolean): PersonId[] =>
  [...standing.delegationsGiven, ...standing.delegationsReceived].filter(concerns).flatMap((one) => [one.from, one.to]);
/** A change of position puts live delegations to sleep, in the streams of both parties. */
const liveParties = (standing: Standing, today: LocalDate): PersonId[] =>
  others(standing, (one) => one.revoked === undefined && one.toConfirm === undefined && one.period.to >= today);

/** The appointment also goes into the list of who was ever appointed to the position: one head, even at the same moment. */
const appointToSeat = (facts: OrganisationFacts, command: AppointPerson, act: OrganisationAct): Decided => {
  const appointed = appoint(facts, command, act);
  if (!appointed.ok) return appointed;
  const { id, position, person } = command;
  const filled = { type: 'PositionFilled' as const, ...stamp(act), position, person, holding: id };
  return ok([...appointed.value, { ref: positionHoldersRef(position), events: [filled] }]);
};

/** Verbs about people: who holds what, stands in for whom, and may not act. */
export const peopleVerbs: readonly OrganisationVerb[] = [
  verb(
    {
      name: 'register-person',
      title: 'Thêm người vào cơ cấu tổ chức',
      command: RegisterPerson,
      people: (c) => [c.person],
    },
    registerPerson,
  ),
  verb(
    {
      name: 'set-email',
      title: 'Ghi địa chỉ thư điện tử công vụ',
      command: SetEmail,
      people: (c) => [c.person],
    },
    setEmail,
  ),
  verb(
    {
      name: 'appoint',
      title: 'Bổ nhiệm, giao quyền, giao phụ trách',
      basis: `Điều 13.1 ${DECREE}`,
      command: AppointPerson,
      body: AppointPerson.omit({ id: true }),
      people: (c) => [c.person],
      seats: (c) => [c.position],
      parties: (_, standing, today) => liveParties(standing, today),
      touches: (c) => [c.person],
    },
    appointToSeat,
  ),
  verb(
    {
      name: 'end-holding',
      title: 'Thôi giữ chức vụ',
      basis: `Điều 13.1 ${DECREE}`,
      command: EndHolding,
      people: (c) => [c.person],
      parties: (_, standing, today) => liveParties(standing, today),
      touches: (c) => [c.person],
    },
    endHolding,
  ),
  verb(
    {
      name: 'assign-field',
      title: 'Phân công lĩnh vực',
      basis: `Điều 13.1 ${DECREE}`,
      command: AssignField,
      people: (c) => [c.person],
      fields: (c) => [c.field],
      touches: (c) => [c.person],
    },
    assignField,
  ),
  verb(
    {
      name: 'entrust-matter',
      title: 'Giao cấp phó ký thay việc của người đứng đầu',
      basis: `Điều 13.1 ${DECREE}`,
      command: EntrustMatter,
      body: EntrustMatter.omit({ id: true }),
      people: (c) => [c.from, c.to],
      touches: (c) => [c.from, c.to],
    },
    entrustMatter,
  ),
  verb(
    {
      name: 'record-absence',
      title: 'Báo vắng mặt, người xử lý thay',
      command: RecordAbsence,
      body: RecordAbsence.omit({ id: true }),
      people: (c) => [c.person, ...(c.substitute === undefined ? [] : [c.substitute])],
    },
    recordAbsence,
  ),
  verb(
    {
      name: 'suspend',
      title: 'Tạm đình chỉ công tác',
      command: SuspendPerson,
      body: SuspendPerson.omit({ id: true }),
      people: (c) => [c.person],
    },
    suspend,
  ),
  verb(
    {
      name: 'end-suspension',
      title: 'Chấm dứt tạm đình chỉ công tác',
      command: EndSuspension,
      people: (c) => [c.person],
    },
    endSuspension,
  ),
  verb(
    {
      name: 'delegate',
      title: 'Ủy quyền ký',
      basis: `Điều 13.3 ${DECREE}`,
      command: DelegateSigning,
      body: DelegateSigning.omit({ id: true }),
      people: (c) => [c.from, c.to],
      touches: (c) => [c.from, c.to],
    },
    delegate,
  ),
  verb(
    {
      name: 'revoke-delegation',
      title: 'Thu hồi ủy quyền',
      basis: `Điều 13.3 ${DECREE}`,
      command: RevokeDelegation,
      people: (c) => [c.delegator],
      parties: (c, standing) => others(standing, (one) => one.id === c.delegation),
    },
    revokeDelegation,
  ),
  verb(
    {
      name: 'confirm-delegation',
      title: 'Xác nhận ủy quyền sau khi đổi chức vụ',
      basis: `Điều 13.3 ${DECREE}`,
      command: ConfirmDelegation,
      people: (c) => [c.delegator],
      parties: (c, standing) => others(standing, (one) => one.id === c.delegation),
    },
    confirmDelegation,
  ),
];
