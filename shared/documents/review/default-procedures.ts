import { LocalDate } from '../../kernel/time.ts';
import { Procedure, type Step } from '../procedure.ts';

/** Nghị định 30/2020/NĐ-CP is in force from 5/3/2020 (Điều 37). */
const FROM = LocalDate.parse('2020-03-05');

const review: Step = {
  id: 'unit-review',
  kind: 'unit-review',
  actor: { kind: 'head-of-drafting-unit' }, // Điều 12.1
  group: 0,
  workingDays: 2,
  endorses: true,
};
const format: Step = {
  id: 'format-check',
  kind: 'format-check',
  actor: { kind: 'format-checker' }, // Điều 12.2
  group: 1,
  workingDays: 1,
  endorses: true,
};
const legal: Step = {
  id: 'legal-review',
  kind: 'legal-review',
  actor: { kind: 'jurist' },
  group: 1,
  workingDays: 3,
  endorses: true,
  optional: true,
};
const approval: Step = {
  id: 'approval',
  kind: 'approval',
  actor: { kind: 'signer' }, // Điều 11.1
  group: 2,
  workingDays: 2,
  endorses: false,
};

/** Quy trình mặc định: in force until an agency writes its own; decisions and regulations also pass legal review, beside the format check. */
export const defaultProcedures = (): Procedure[] => [
  Procedure.parse({
    id: 'general',
    version: 1,
    name: 'Quy trình chung',
    types: [],
    fields: [],
    steps: [review, format, approval],
    period: { from: FROM },
  }),
  Procedure.parse({
    id: 'decisions',
    version: 1,
    name: 'Quyết định, nghị quyết, quy chế, quy định',
    types: ['decision', 'resolution', 'regulation', 'provision'],
    fields: [],
    steps: [review, format, legal, approval],
    period: { from: FROM },
  }),
];
