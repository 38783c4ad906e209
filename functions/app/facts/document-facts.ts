import type { Content } from '../../../shared/documents/content.ts';
import type { Directory, DocumentFacts } from '../../../shared/documents/facts.ts';
import { Procedures } from '../../../shared/documents/procedure.ts';
import { apparatus, lineage } from '../../../shared/documents/roles.ts';
import type { StreamRef } from '../../../shared/kernel/event-record.ts';
import type { FieldCode, PersonId, PositionId, UnitId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { covers, type Instant, type LocalDate, officeDate } from '../../../shared/kernel/time.ts';
import { HolidayTable } from '../../../shared/kernel/working-days.ts';
import { requiredStandings, type SigningMatter } from '../../../shared/organisation/authority.ts';
import { agencyOf } from '../../../shared/organisation/directory.ts';
import { Organisation } from '../../../shared/organisation/organisation.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LoadedStream, Store } from '../../ports/store.ts';
import type { Caller } from '../call.ts';
import { actorIn, heldPositions } from './acting-position.ts';

export const ORGANISATION: StreamRef = { aggregate: 'organisation', id: 'main' };
export const PROCEDURES: StreamRef = { aggregate: 'procedures', id: 'main' };
export const CALENDAR: StreamRef = { aggregate: 'calendar', id: 'main' };
export const authorityRef = (person: PersonId): StreamRef => ({ aggregate: 'authority', id: person });
export const fieldRef = (field: FieldCode): StreamRef => ({ aggregate: 'field', id: field });

/** What the directory view answers for some units: who holds which position, absent, suspended, substituted by whom. */
export type ReadDirectory = (
  who: { units: readonly UnitId[]; person: PersonId },
  on: { date: LocalDate; at: Instant },
) => Promise<DirectoryAnswer>;
export type DirectoryAnswer = Directory & {
  /** Positions of absent people whom `person` substitutes today. */
  substitutions: (person: PersonId) => { position: PositionId; for: PersonId }[];
};

export type FactsFor = {
  caller: Caller;
  /** Positions with a turn on the document: the actor acts in the one that has it. */
  wanted?: readonly PositionId[];
  /** The act that may need authority: its field's leader and its delegators are loaded, and guarded. */
  matter?: SigningMatter | undefined;
  /** Units whose holders the rule may have to find. */
  units?: readonly UnitId[];
  content?: Content | undefined;
  /** Acts that find nobody else and that no substitute does (numbering): the directory is not read. */
  alone?: boolean;
};
export type GatheredFacts = { facts: DocumentFacts; guards: LoadedStream[] };
export type GatherFacts = (o: FactsFor) => Promise<Result<GatheredFacts, Refusal>>;

/** Master data changes rarely: a stream at a version is parsed once per process. */
export const makeParsed = <T>(schema: { parse: (value: unknown) => T }) => {
  const cache = new Map<string, { version: number; value: T }>();
  return (stream: LoadedStream): T => {
    const key = `${stream.ref.aggregate}/${stream.ref.id}`;
    const known = cache.get(key);
    if (known?.version === stream.version) return known.value;
    const value = schema.parse(stream.state);
    cache.set(key, { version: stream.version, value });
    return value;
  };
};

export type FactsDependencies = {
  store: Store;
  clock: Clock;
  readDirectory: ReadDirectory;
  /** In force until the office sets its own (streams `procedures/main`, `calendar/main`). */
  defaults: { holidays: HolidayTable; procedures: Procedures };
};

/**
 * Gathers what the rules may know, in at most three reads: master data with the actor's own stream, the streams of those who lend authority to
 * the actor, the directory view. The first two are strongly consistent and returned as guards.
 */
export const makeGatherFacts = ({ store, clock, readDirectory, defaults }: FactsDependencies): GatherFacts => {
  const organisationOf = makeParsed(Organisation);
  const proceduresOf = makeParsed(Procedures);
  const calendarOf = makeParsed(HolidayTable);
  return async ({ caller, wanted = [], matter, units = [], content, alone = false }) => {
    const now = clock.now();
    const today = officeDate(now);
    const field = matter?.field;
    const refs = [
      ORGANISATION,
      PROCEDURES,
      CALENDAR,
      authorityRef(caller.person),
      ...(field === undefined ? [] : [fieldRef(field)]),
    ];
    const { streams } = await store.load(refs);
    const [organisationStream, proceduresStream, calendarStream, own, fieldStream] = streams;
    if (organisationStream === undefined || own === undefined || organisationStream.version === 0)
      return refuse('unmet', 'organisation.not-set-up');
    if (own.version === 0)
      return refuse('forbidden', 'organisation.unknown-person', { facts: { person: caller.person } });
    const organisation = organisationOf(organisationStream);
    const standing = Standing.parse(own.state);
    const portfolios = new Map<FieldCode, Portfolio>();
    if (fieldStream !== undefined && fieldStream.version > 0) {
      const portfolio = Portfolio.parse(fieldStream.state);
      portfolios.set(portfolio.field, portfolio);
    }
    const others = requiredStandings(standing, matter, { portfolios, on: today });
    const lenders = others.length === 0 ? [] : (await store.load(others.map(authorityRef))).streams;
    const standings = new Map(
      [standing, ...lenders.filter((s) => s.version > 0).map((s) => Standing.parse(s.state))].map((s) => [s.person, s]),
    );
    const directory = alone
      ? NOBODY
      : await readDirectory(
          { units: around(organisation, units, today), person: caller.person },
          { date: today, at: now },
        );
    const positions = heldPositions(organisation, standing, {
      today,
      substitutions: directory.substitutions(caller.person),
    });
    const actor = actorIn(organisation, standing, positions, { as: caller.as, wanted });
    if (actor === undefined) return refuse('forbidden', 'organisation.no-position', { facts: { name: standing.name } });
    const facts: DocumentFacts = {
      now,
      today,
      actor,
      positions,
      directory,
      organisation: { organisation, standings, portfolios },
      holidays:
        calendarStream !== undefined && calendarStream.version > 0 ? calendarOf(calendarStream) : defaults.holidays,
      procedures: beside(
        defaults.procedures,
        proceduresStream === undefined || proceduresStream.version === 0 ? undefined : proceduresOf(proceduresStream),
        today,
      ),
      ...(content === undefined ? {} : { content }),
    };
    return ok({ facts, guards: [own, ...lenders, ...(fieldStream === undefined ? [] : [fieldStream])] });
  };
};

/** What the office wrote, beside the default ones that it has not replaced by that day: a procedure for letters leaves decisions as they were. */
const beside = (defaults: Procedures, own: Procedures | undefined, on: LocalDate): Procedures => {
  const written = own?.all ?? [];
  const replaced = new Set(written.filter((one) => covers(one.period, on)).map((one) => one.id));
  return { all: [...defaults.all.filter((one) => !replaced.has(one.id)), ...written] };
};

/** Where a route may lead: the units named, what they belong to, and the agency's own rooms and office. */
const around = (organisation: Organisation, units: readonly UnitId[], on: LocalDate): UnitId[] => [
  ...new Set(
    units.flatMap((unit) => [
      ...lineage(organisation, unit, on).map((one) => one.id),
      ...apparatus(organisation, agencyOf(organisation, unit)?.id ?? unit, on),
    ]),
  ),
];

const NOBODY: DirectoryAnswer = { holders: () => [], substitutions: () => [] };
