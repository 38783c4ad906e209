import { Content } from '../../../shared/documents/content.ts';
import type { Document, Heading } from '../../../shared/documents/document.ts';
import { startDraft } from '../../../shared/documents/drafting/start-draft.ts';
import type { DocumentEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import type { Actor } from '../../../shared/kernel/actor.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { DocumentId, FieldCode, Hash, MatterCode, PersonId, PositionId, UnitId } from '../../../shared/kernel/ids.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { Instant, LocalDate, officeDate } from '../../../shared/kernel/time.ts';
import { HolidayTable } from '../../../shared/kernel/working-days.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import { organisation, people, since } from './office-data.ts';

export const person = (id: string) => PersonId.parse(id);
export const hash = (digit: string) => Hash.parse(digit.repeat(64));
export const NOW = Instant.parse('2023-09-18T02:00:00.000Z');

type Change = { absences?: Standing['absences']; suspensions?: Standing['suspensions'] };
export type World = {
  now?: Instant;
  changes?: Record<string, Change>;
  /** Positions without holder. */
  vacant?: string[];
  /** The deputy in charge of the field NC; nobody when absent. */
  fieldLeader?: string;
  content?: Content;
  procedures?: DocumentFacts['procedures'];
  /** Structure that differs. */
  organisation?: Organisation;
};

const standingsOf = (world: World): Map<PersonId, Standing> => {
  const filled = Object.entries(people).filter(([at]) => !world.vacant?.includes(at));
  return new Map(
    filled.map(([at, [id, full]]) => [
      person(id),
      Standing.parse({
        person: id,
        name: full,
        holdings: [{ id: `h-${id}`, person: id, position: at, period: since }],
        absences: world.changes?.[id]?.absences ?? [],
        suspensions: world.changes?.[id]?.suspensions ?? [],
        delegationsGiven: [],
        delegationsReceived: [],
      }),
    ]),
  );
};

const positionOfPerson = (who: string): string => {
  const found = Object.entries(people).find(([, [id]]) => id === who);
  if (found === undefined) throw new Error(`nobody is called ${who}`);
  return found[0];
};
const held = (who: string, actingFor?: string): DocumentFacts['positions'][number] => {
  const one = organisation.positions.find((p) => p.id === positionOfPerson(who));
  if (one === undefined) throw new Error(`no position for ${who}`);
  const { id, unit: at, rank, checksFormat } = one;
  return {
    position: id,
    unit: at,
    rank,
    checksFormat,
    ...(actingFor === undefined ? {} : { actingFor: person(actingFor) }),
  };
};
const actorOf = (who: string): Actor => {
  const at = positionOfPerson(who);
  const one = held(who);
  const title = organisation.positions.find((p) => p.id === at)?.title ?? '';
  return { person: person(who), name: people[at]?.[1] ?? '', position: PositionId.parse(at), title, unit: one.unit };
};

const holdersIn = (world: World): DocumentFacts['directory']['holders'] => {
  const standings = standingsOf(world);
  const now = world.now ?? NOW;
  const today = officeDate(now);
  return (at) =>
    [...standings.values()]
      .filter((one) => one.holdings.some((holding) => holding.position === at))
      .map((one) => {
        const absence = one.absences.find((a) => a.period.from <= today && today <= (a.period.to ?? today));
        const suspended = one.suspensions.some((s) => s.from <= now && (s.to === undefined || now < s.to));
        const substitute = absence?.substitute;
        const base = { person: one.person, name: one.name, absent: absence !== undefined, suspended };
        return substitute === undefined ? base : { ...base, substitute };
      });
};

/** The facts as `who` meets them; a substitute also takes the turns of the absent. */
export const as = (who: string, world: World = {}): DocumentFacts => {
  const standings = standingsOf(world);
  const now = world.now ?? NOW;
  const substituted = [...standings.values()].filter((one) => one.absences.some((a) => a.substitute === who));
  const leader = world.fieldLeader;
  const assignments = leader === undefined ? [] : [{ person: leader, period: since, basis: 'Quyết định phân công' }];
  return {
    now,
    today: officeDate(now),
    actor: actorOf(who),
    positions: [held(who), ...substituted.map((one) => held(one.person, one.person))],
    organisation: {
      organisation: world.organisation ?? organisation,
      standings,
      portfolios: new Map([[FieldCode.parse('NC'), Portfolio.parse({ field: 'NC', assignments })]]),
    },
    holidays: HolidayTable.parse({
      holidays: [{ date: '2023-09-20', name: 'ngày nghỉ giả định' }],
      workingSaturdays: [],
    }),
    procedures: world.procedures ?? { all: [] },
    directory: { holders: holdersIn(world) },
    ...(world.content === undefined ? {} : { content: world.content }),
  };
};

export const letter = (more: Partial<Content> = {}): Content => ({
  ...Content.parse({
    subject: 'đôn đốc thực hiện kỷ luật, kỷ cương hành chính',
    addressees: [{ line: 'Sở Nội vụ', purpose: 'implement', targets: [{ kind: 'unit', unit: 'SNV' }] }],
    blocks: [{ kind: 'paragraph', runs: [{ text: 'Ủy ban nhân dân Thành phố yêu cầu Sở Nội vụ báo cáo kết quả.' }] }],
    recipients: [{ line: 'Sở Tài chính', purpose: 'inform' }],
    fileCopy: 'NC',
  }),
  ...more,
});
export const letterHeading = (more: Partial<Heading> = {}): Heading => ({
  type: 'official-letter',
  issuer: UnitId.parse('UBND'),
  competence: 'head',
  field: FieldCode.parse('NC'),
  draftingUnit: UnitId.parse('NC'),
  urgency: 'normal',
  wholeAuthority: false,
  ...more,
});
export const decisionHeading = (more: Partial<Heading> = {}): Heading =>
  letterHeading({ type: 'decision', competence: 'collective', ...more });
export const decisionContent = (): Content =>
  letter({
    subject: 'ban hành Chương trình công tác năm 2024',
    addressees: [],
    legalBases: ['Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015'],
  });

export const ID = DocumentId.parse('01HAN0Y000000000000000D0C1');
export const C01 = MatterCode.parse('C01');
export const day = (date: string) => LocalDate.parse(date);

/** The events a rule answered; a refusal here is a failed test. */
export const accepted = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
};
export const refusedCode = (result: Result<unknown, Refusal>): string => (result.ok ? 'accepted' : result.error.code);
export const refusal = (result: Result<unknown, Refusal>): Refusal => {
  if (result.ok) throw new Error('was accepted');
  return result.error;
};

export const apply = (before: Document | null, result: Result<readonly DocumentEvent[], Refusal>): Document => {
  const state = fold(documentAggregate, before, accepted(result));
  if (state === null) throw new Error('no events');
  return state;
};

/** A draft by An of Phòng Nội chính. */
export const aDraft = (more: { heading?: Heading; content?: Content; world?: World } = {}): Document =>
  apply(
    null,
    startDraft(
      null,
      {
        heading: more.heading ?? letterHeading(),
        content: more.content ?? letter(),
        drafters: [],
        attachments: [],
        secrecy: 'none',
      },
      { ...as('an', more.world), id: ID },
    ),
  );
