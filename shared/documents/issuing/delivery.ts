import * as z from 'zod';
import { Actor } from '../../kernel/actor.ts';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { DocumentId, PersonId, UnitId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { Instant, LocalDate } from '../../kernel/time.ts';
import { registryUnits } from '../../organisation/registry.ts';
import { DeliveryEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { DispatchLine } from '../records.ts';
import { isClerkOf } from '../who.ts';

/** One line of a dispatch: in the registry of a unit here, or sent outside by the clerk. Stream `delivery/{document}.{line}`. */
export const Delivery = z.object({
  document: DocumentId,
  line: DispatchLine,
  display: z.string(),
  subject: z.string(),
  issuerName: z.string(),
  date: LocalDate,
  urgency: z.string(),
  deliveredAt: Instant,
  opened: z.array(z.object({ by: Actor, at: Instant })),
  received: z.object({ by: Actor, at: Instant, note: z.string().optional() }).optional(),
  handedOn: z.array(
    z.object({ to: UnitId, person: PersonId.optional(), by: Actor, at: Instant, note: z.string().optional() }),
  ),
  sent: z
    .object({ means: z.enum(['post', 'email', 'hand']), date: LocalDate, evidence: z.string(), by: Actor })
    .optional(),
  receipt: z.object({ date: LocalDate, evidence: z.string(), by: Actor }).optional(),
});
export type Delivery = z.infer<typeof Delivery>;
export const deliveryId = (document: DocumentId, line: string): string => `${document}.${line}`;

export const deliveryAggregate: Aggregate<Delivery, DeliveryEvent> = {
  name: 'delivery',
  schemaVersion: 1,
  state: Delivery,
  event: DeliveryEvent,
  evolve: (state, event) => {
    if (event.type === 'ItemDelivered') {
      const { document, line, display, subject, issuerName, date, urgency } = event;
      return {
        document,
        line,
        display,
        subject,
        issuerName,
        date,
        urgency,
        deliveredAt: event.at,
        opened: [],
        handedOn: [],
      };
    }
    if (state === null) throw new Error(`${event.type} before delivery`);
    const { by, at } = event;
    switch (event.type) {
      case 'ItemOpened':
        return { ...state, opened: [...state.opened, { by, at }] };
      case 'ItemReceived':
        return { ...state, received: { by, at, ...(event.note === undefined ? {} : { note: event.note }) } };
      case 'ItemHandedOn': {
        const { to, person, note } = event;
        return {
          ...state,
          handedOn: [
            ...state.handedOn,
            { to, by, at, ...(person === undefined ? {} : { person }), ...(note === undefined ? {} : { note }) },
          ],
        };
      }
      case 'SentOutside':
        return { ...state, sent: { means: event.means, date: event.date, evidence: event.evidence, by } };
      case 'OutsideReceiptRecorded':
        return { ...state, receipt: { date: event.date, evidence: event.evidence, by } };
    }
  },
};

export const ReceiveItem = z.object({ note: z.string().max(2_000).optional() });
export const HandOnItem = z.object({ to: UnitId, person: PersonId.optional(), note: z.string().max(2_000).optional() });
export const RecordSent = z.object({
  means: z.enum(['post', 'email', 'hand']),
  date: LocalDate,
  evidence: z.string().trim().min(3).max(500),
});
export const RecordReceipt = z.object({ date: LocalDate, evidence: z.string().trim().min(3).max(500) });

type Outcome = Result<DeliveryEvent[], Refusal>;
const said = (facts: DocumentFacts) => ({ at: facts.now, by: facts.actor });

const myUnit = (delivery: Delivery, facts: DocumentFacts): Result<UnitId, Refusal> => {
  if (delivery.line.target.kind !== 'unit') return refuse('conflict', 'delivery.outside');
  const { unit } = delivery.line.target;
  const units = registryUnits(facts.organisation.organisation, unit, facts.today);
  const mine = facts.positions.some(
    (held) => units.includes(held.unit) && (held.rank === 'clerk' || held.rank === 'head' || held.rank === 'deputy'),
  );
  return mine
    ? ok(unit)
    : refuse('forbidden', 'delivery.not-your-registry', { basis: 'Điều 21, 22 Nghị định 30/2020/NĐ-CP' });
};

/** Mở xem: the first look of each person of the unit is kept. */
export const openItem = (delivery: Delivery, facts: DocumentFacts): Outcome =>
  delivery.opened.some((one) => one.by.person === facts.actor.person)
    ? ok([])
    : ok([{ type: 'ItemOpened', ...said(facts) }]);

/** Tiếp nhận: by the registry of the unit, once. */
export const receiveItem = (
  delivery: Delivery,
  command: z.infer<typeof ReceiveItem>,
  facts: DocumentFacts,
): Outcome => {
  const mine = myUnit(delivery, facts);
  if (!mine.ok) return mine;
  if (delivery.received !== undefined)
    return refuse('conflict', 'delivery.already-received', { facts: { by: delivery.received.by.name } });
  return ok([{ type: 'ItemReceived', ...said(facts), ...(command.note === undefined ? {} : { note: command.note }) }]);
};

/** Chuyển tiếp trong đơn vị: to a room or person, after it was received. */
export const handOnItem = (delivery: Delivery, command: z.infer<typeof HandOnItem>, facts: DocumentFacts): Outcome => {
  const mine = myUnit(delivery, facts);
  if (!mine.ok) return mine;
  if (delivery.received === undefined)
    return refuse('unmet', 'delivery.not-received', { basis: 'Điều 22 Nghị định 30/2020/NĐ-CP' });
  const inside = registryUnits(facts.organisation.organisation, mine.value, facts.today).includes(command.to);
  if (!inside) return refuse('unmet', 'delivery.unit-not-inside', { facts: { to: command.to } });
  const { to, person, note } = command;
  return ok([
    {
      type: 'ItemHandedOn',
      ...said(facts),
      to,
      ...(person === undefined ? {} : { person }),
      ...(note === undefined ? {} : { note }),
    },
  ]);
};

/** Gửi ra ngoài hệ thống: bưu điện, thư điện tử, trực tiếp; the clerk of the issuer, with evidence. */
export const recordSent = (
  delivery: Delivery,
  command: z.infer<typeof RecordSent>,
  facts: DocumentFacts & { issuer: UnitId },
): Outcome => {
  if (delivery.line.target.kind !== 'outside') return refuse('conflict', 'delivery.inside');
  if (!isClerkOf(facts, facts.issuer))
    return refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  if (command.date < delivery.date || command.date > facts.today) return refuse('unmet', 'delivery.date-out-of-range');
  return ok([{ type: 'SentOutside', ...said(facts), ...command }]);
};

export const recordReceipt = (
  delivery: Delivery,
  command: z.infer<typeof RecordReceipt>,
  facts: DocumentFacts & { issuer: UnitId },
): Outcome => {
  if (delivery.sent === undefined) return refuse('unmet', 'delivery.not-sent');
  if (!isClerkOf(facts, facts.issuer))
    return refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  if (command.date < delivery.sent.date || command.date > facts.today)
    return refuse('unmet', 'delivery.date-out-of-range');
  return ok([{ type: 'OutsideReceiptRecorded', ...said(facts), ...command }]);
};
