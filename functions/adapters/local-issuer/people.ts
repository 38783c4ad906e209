import * as z from 'zod';

/** A demo person as the sign-in page shows one. */
export const DemoPerson = z.object({
  id: z.string(),
  name: z.string(),
  /** "Chuyên viên", "Chủ tịch". */
  title: z.string(),
  /** Heading of the group: "Văn phòng Ủy ban nhân dân thành phố". */
  unit: z.string(),
  /** What this person does in the demo ("Soạn thảo", "Ký ban hành"): shown first. */
  role: z.string().optional(),
});
export type DemoPerson = z.infer<typeof DemoPerson>;
