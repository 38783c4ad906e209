import * as z from 'zod';
import { PersonId, PositionId, UnitId } from './ids.ts';

/** Who acts, in which position of which unit, and for whom when a substitute acts. Both identities are kept (architecture §7). */
export const Actor = z.object({
  person: PersonId,
  /** The name on that day; events are read decades later. */
  name: z.string(),
  position: PositionId,
  /** Printed title, e.g. "Chuyên viên Phòng Nội chính". */
  title: z.string(),
  unit: UnitId,
  /** Set when a substitute acts for an absent person. */
  actingFor: PersonId.optional(),
});
export type Actor = z.infer<typeof Actor>;

/** The acts of the system itself (reactions, sweeps): never a person. */
export const SYSTEM_PERSON = PersonId.parse('system');
export const SYSTEM: Actor = {
  person: SYSTEM_PERSON,
  name: 'Hệ thống',
  position: PositionId.parse('system'),
  title: 'Hệ thống',
  unit: UnitId.parse('system'),
};
