import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import type { Aggregate } from '../kernel/aggregate.ts';
import type { StreamRef } from '../kernel/event-record.ts';
import { HoldingId, PersonId, PositionId } from '../kernel/ids.ts';
import { Instant } from '../kernel/time.ts';

/**
 * Những người từng được bổ nhiệm vào một chức vụ: stream `position-holders/{position}`. Each appointment writes here too, so that two heads can
 * never be appointed beside each other by two administrators at the same moment, however far the views lag behind (Điều 13.1: one head).
 */
export const PositionHolders = z.object({ position: PositionId, people: z.array(PersonId) });
export type PositionHolders = z.infer<typeof PositionHolders>;

export const PositionHoldersEvent = z.object({
  type: z.literal('PositionFilled'),
  at: Instant,
  by: Actor,
  position: PositionId,
  person: PersonId,
  holding: HoldingId,
});
export type PositionHoldersEvent = z.infer<typeof PositionHoldersEvent>;

export const positionHoldersRef = (position: PositionId): StreamRef => ({
  aggregate: 'position-holders',
  id: position,
});

export const positionHoldersAggregate: Aggregate<PositionHolders, PositionHoldersEvent> = {
  name: 'position-holders',
  schemaVersion: 1,
  state: PositionHolders,
  event: PositionHoldersEvent,
  evolve: (before, { position, person }) => ({
    position,
    people: [...new Set([...(before?.people ?? []), person])],
  }),
};
