import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentEvent } from '../../../shared/documents/events.ts';
import type { Turn } from '../../../shared/documents/procedure.ts';
import { isOpen } from '../../../shared/documents/roles.ts';
import type { PersonId, PositionId, UnitId } from '../../../shared/kernel/ids.ts';
import { covers, type Instant, type LocalDate } from '../../../shared/kernel/time.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import type { Rank } from '../../../shared/organisation/position.ts';
import { registryUnits } from '../../../shared/organisation/registry.ts';
import type { NoticeTask } from '../../../shared/words/notice.ts';

/** One thing that an event asks, of positions and people as the inbox keeps them; by whom it is asked stands in the event. */
export type Errand = {
  task: NoticeTask;
  due?: LocalDate;
  positions: readonly PositionId[];
  people: readonly PersonId[];
};
export type Scene = { organisation: Organisation; today: LocalDate };

/** Positions of these ranks that exist today in one of these units. */
export const positionsIn = (
  { organisation, today }: Scene,
  units: readonly UnitId[],
  ranks: readonly Rank[],
): PositionId[] =>
  organisation.positions
    .filter((one) => units.includes(one.unit) && ranks.includes(one.rank) && covers(one.period, today))
    .map((one) => one.id);

/** Văn thư of an issuer or of a recipient unit; a unit without one is served by its leaders, who may also receive (Điều 22). */
export const registryOf = (scene: Scene, unit: UnitId): PositionId[] => {
  const units = registryUnits(scene.organisation, unit, scene.today);
  const clerks = positionsIn(scene, units, ['clerk']);
  return clerks.length > 0 ? clerks : positionsIn(scene, [unit], ['head', 'deputy']);
};

/** The turns that this event opened and that stand yet: one of a parallel group that goes on was told of before. */
const turnErrands = (turns: readonly Turn[], document: Document, at: Instant): Errand[] =>
  turns
    .filter((turn) => turn.since === at)
    .filter((turn) => document.turns.some((now) => now.step === turn.step && now.since === turn.since))
    .map(({ kind, due, positions, people }) => ({ task: kind, due, positions, people }));

/** Was this step already failing? A step is tried again for hours; its clerks hear of it once, and again when a person retried in vain. */
const failingBefore = (step: string, earlier: readonly DocumentEvent[]): boolean => {
  for (const event of earlier.toReversed()) {
    if (event.type !== 'IssuingFailed') return false;
    if (event.step === step) return true;
  }
  return false;
};

/** What an event of a document asks of whom, as far as the document asks it now. `earlier`: the few events before it, oldest first. */
export const documentErrands = (
  event: DocumentEvent,
  document: Document,
  o: Scene & { earlier: readonly DocumentEvent[] },
): Errand[] => {
  if ('turns' in event) return turnErrands(event.turns, document, event.at);
  const { issuer, draftingUnit } = document.heading;
  switch (event.type) {
    case 'DraftHandedOver': {
      if (!isOpen(document) || !document.drafters.includes(event.to)) return [];
      const due = document.turns.find((turn) => turn.people.includes(event.to))?.due;
      return [{ task: 'drafting', ...(due === undefined ? {} : { due }), positions: [], people: [event.to] }];
    }
    case 'IssuingFailed': {
      const stands = 'failure' in document && document.failure !== undefined && document.status !== 'voided';
      if (!stands || failingBefore(event.step, o.earlier)) return [];
      return [{ task: 'retry', positions: registryOf(o, issuer), people: [] }];
    }
    case 'ReaderGranted': {
      const grant = document.grants.find((one) => one.key === event.key && one.at === event.at);
      if (grant === undefined || grant.confirmedBy !== undefined) return [];
      const archive = positionsIn(o, registryUnits(o.organisation, issuer, o.today), ['archivist']);
      const heads = positionsIn(o, [draftingUnit], ['head', 'division-head']);
      return [{ task: 'access', positions: [...heads, ...archive], people: [] }];
    }
    default:
      return [];
  }
};
