import type { InboxLine, WaitingLine } from '../../../shared/documents/lines.ts';
import type { Turn } from '../../../shared/documents/procedure.ts';
import type { ViewRow } from '../../ports/views.ts';
import { lineOf, newestFirst, positionTitle, row, type Seen, urgencyRank } from './document-line.ts';

const inboxRows = (seen: Seen, turn: Turn): ViewRow[] => {
  const sk = `${urgencyRank(seen.document)}#${turn.due}#${seen.document.id}#${turn.step}`;
  const line: InboxLine = {
    ...lineOf(seen),
    step: turn.step,
    kind: turn.kind,
    since: turn.since,
    due: turn.due,
    ...(seen.from === undefined ? {} : { from: seen.from }),
  };
  return [
    ...turn.positions.map((position) => row(`inbox#position:${position}`, sk, { ...line, position })),
    ...turn.people.map((person) => row(`inbox#person:${person}`, sk, line)),
  ];
};

/** Đang chờ người khác: for everybody who took part and whose turn it is not (whose turn is it?). */
const waitingRows = (seen: Seen): ViewRow[] => {
  const { document } = seen;
  const [turn] = document.turns;
  if (turn === undefined) return [];
  const named = new Set(document.turns.flatMap((one) => one.people));
  const whose = document.turns.flatMap((one) => one.positions.map((position) => positionTitle(seen, position)));
  const line: WaitingLine = {
    ...lineOf(seen),
    kind: turn.kind,
    since: turn.since,
    due: turn.due,
    whose: [...new Set(whose)],
    positions: [...new Set(document.turns.flatMap((one) => one.positions))],
  };
  const sk = `${urgencyRank(document)}#${turn.due}#${document.id}`;
  return [...new Set([...document.drafters, ...document.participants])]
    .filter((person) => !named.has(person))
    .map((person) => row(`waiting-for-others#person:${person}`, sk, line));
};

const draftingRows = (seen: Seen): ViewRow[] => {
  const { document } = seen;
  const open =
    document.status === 'drafting' || document.status === 'in-review' || document.status === 'awaiting-approval';
  if (!open && document.status !== 'approved') return [];
  return document.drafters.map((person) =>
    row(`drafting#person:${person}`, `${newestFirst(seen.at)}#${document.id}`, lineOf(seen)),
  );
};

/** What is under way: inboxes, drafts, waiting lists and the drafting unit's documents. */
export const workingRows = (seen: Seen): ViewRow[] => [
  ...seen.document.turns.flatMap((turn) => inboxRows(seen, turn)),
  ...waitingRows(seen),
  ...draftingRows(seen),
  row(
    `unit-documents#${seen.document.heading.draftingUnit}`,
    `${newestFirst(seen.at)}#${seen.document.id}`,
    lineOf(seen),
  ),
];
