import type { FieldCode, PositionId, UnitId } from '../../kernel/ids.ts';
import { covers, type LocalDate } from '../../kernel/time.ts';
import { fieldLeader, holdingsOn, positionOf, unitOf } from '../../organisation/directory.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Position } from '../../organisation/position.ts';
import type { Portfolio, Standing } from '../../organisation/standing.ts';
import type { Document } from '../document.ts';

/** Everyone of the deployment who holds a position today. */
export const WHOLE_AUTHORITY = 'authority:main';

const unitKey = (unit: UnitId): string => `unit:${unit}`;
const positionKey = (position: PositionId): string => `position:${position}`;

/** A text nobody has signed yet: only those who make it may read it. */
const isDraft = (document: Document): boolean =>
  document.status === 'drafting' ||
  document.status === 'in-review' ||
  document.status === 'awaiting-approval' ||
  document.status === 'approved' ||
  document.status === 'abandoned';

/** Whoever took part, or whose turn it is: they cannot act on what they may not read. */
const takingPart = (document: Document): string[] => [
  ...[...document.participants, ...document.drafters].map((person) => `person:${person}`),
  ...document.turns.flatMap((turn) => [
    ...turn.people.map((person) => `person:${person}`),
    ...turn.positions.map(positionKey),
  ]),
];

/** The drafting unit, the consulted units, and the signing units: the issuer's and that of the position that signs for it (TL., TUQ.). */
const concernedUnits = (document: Document, organisation: Organisation): UnitId[] => {
  const signs = document.turns
    .filter((turn) => turn.kind === 'approval' || turn.kind === 'signature')
    .flatMap((turn) => turn.positions)
    .flatMap((position) => positionOf(organisation, position)?.unit ?? []);
  const signed = [
    ...('approval' in document ? [document.approval.by.unit] : []),
    ...('signature' in document ? [document.signature.by.unit] : []),
  ];
  const consulted = document.consultations.flatMap((round) => round.units);
  return [document.heading.draftingUnit, document.heading.issuer, ...consulted, ...signs, ...signed];
};

/** Recipient units and their registries; a revoked unit is no longer among the stored readers. */
const recipients = (document: Document): string[] =>
  document.status !== 'issued'
    ? []
    : document.dispatch.lines.flatMap(({ target }) =>
        target.kind === 'unit' && document.readers.includes(unitKey(target.unit))
          ? [unitKey(target.unit), `registry:${target.unit}`]
          : [],
      );

/**
 * Ai được đọc dự thảo: whoever took part, and the drafting, consulted and signing units. Earlier versions, returns, opinions and working files of
 * an issued document are drafts still, and stay with them.
 */
export const draftKeysOfDocument = (document: Document, organisation: Organisation): string[] => [
  ...new Set([...takingPart(document), ...concernedUnits(document, organisation).map(unitKey)]),
];

/**
 * Ai được đọc văn bản (architecture §7), as the keys that are stored with views and search records: those of the draft; from the signature on the
 * issuer's registry, the leader of the field and explicit grants; from issue on the archive, the recipient units and, when so marked, the whole
 * authority. Administrators appear nowhere.
 */
export const readerKeysOfDocument = (document: Document, organisation: Organisation): string[] => {
  const keys = draftKeysOfDocument(document, organisation);
  if (isDraft(document)) return keys;
  const { issuer, field, wholeAuthority } = document.heading;
  keys.push(`registry:${issuer}`, ...(field === undefined ? [] : [`field:${field}`]), ...document.readers);
  if (document.status === 'issued') {
    keys.push(`archive:${issuer}`, ...recipients(document), ...(wholeAuthority ? [WHOLE_AUTHORITY] : []));
  }
  return [...new Set(keys)];
};

/** Được đọc: one shared key opens the document. */
export const mayRead = (ofDocument: readonly string[], ofCaller: readonly string[]): boolean =>
  ofDocument.some((key) => ofCaller.includes(key));

/** The units whose records a registry or archive position keeps: its own; a room's agency; the committee an office serves; councils using that seal. */
const servedUnits = (organisation: Organisation, from: UnitId): UnitId[] => {
  const found: UnitId[] = [];
  for (let unit = unitOf(organisation, from); unit !== undefined && found.length < 6; ) {
    found.push(unit.id);
    const serves = (unit.kind === 'room' || unit.kind === 'office') && unit.parent !== undefined;
    unit = serves && unit.parent !== undefined ? unitOf(organisation, unit.parent) : undefined;
  }
  const councils = organisation.units.filter((unit) => unit.sealOf !== undefined && found.includes(unit.sealOf));
  return [...found, ...councils.map((unit) => unit.id)];
};

const keysOfPosition = (organisation: Organisation, position: Position): string[] => {
  if (position.rank === 'administrator') return [positionKey(position.id)];
  const served =
    position.rank === 'clerk' || position.rank === 'archivist' ? servedUnits(organisation, position.unit) : [];
  const desk = position.rank === 'clerk' ? 'registry' : 'archive';
  return [
    positionKey(position.id),
    unitKey(position.unit),
    ...served.map((unit) => `${desk}:${unit}`),
    WHOLE_AUTHORITY,
  ];
};

export type CallerFacts = {
  standing: Standing;
  /** Standings of the people who named the caller as substitute for that day; others are ignored. */
  substituted: readonly Standing[];
  organisation: Organisation;
  portfolios: Iterable<Portfolio>;
  on: LocalDate;
};

const positionsOn = (standing: Standing, organisation: Organisation, on: LocalDate): Position[] =>
  holdingsOn(standing, on)
    .map((holding) => positionOf(organisation, holding.position))
    .filter((position) => position !== undefined)
    .filter((position) => covers(position.period, on));

/** Positions whose work passes to this substitute that day (Người xử lý thay): the turn, not the unit's papers. */
const substitutedPositions = ({ standing, substituted, organisation, on }: CallerFacts): Position[] =>
  substituted
    .filter((absent) => absent.absences.some((one) => covers(one.period, on) && one.substitute === standing.person))
    .flatMap((absent) => positionsOn(absent, organisation, on));

/**
 * Khóa người đọc of a person on a date. A substitute gets the absent person's `position:` keys only, so that they can read what they must act
 * on; an administrator's position opens nothing by default.
 */
export const callerKeys = (facts: CallerFacts): string[] => {
  const { standing, organisation, portfolios, on } = facts;
  const fields: FieldCode[] = [...portfolios]
    .filter((portfolio) => fieldLeader(portfolio, on) === standing.person)
    .map((portfolio) => portfolio.field);
  return [
    ...new Set([
      `person:${standing.person}`,
      ...positionsOn(standing, organisation, on).flatMap((position) => keysOfPosition(organisation, position)),
      ...substitutedPositions(facts).map((position) => positionKey(position.id)),
      ...fields.map((field) => `field:${field}`),
    ]),
  ];
};
