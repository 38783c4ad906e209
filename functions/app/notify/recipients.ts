import { callerKeys, mayRead, readerKeysOfDocument } from '../../../shared/documents/access/rights.ts';
import type { Document } from '../../../shared/documents/document.ts';
import type { PersonId, PositionId } from '../../../shared/kernel/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { absencesOn, holdingsOn, isSuspended, substitutesOf } from '../../../shared/organisation/directory.ts';
import { Standing } from '../../../shared/organisation/standing.ts';
import { authorityRef } from '../../../shared/organisation/standing-events.ts';
import type { Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import type { Errand, Scene } from './errands.ts';

/** Somebody whose inbox shows at least one of the errands, and in whose place, when it is not theirs. */
export type Recipient = { standing: Standing; errands: readonly Errand[]; inPlaceOf: readonly string[] };
export type Addressing = Scene & { store: Store; views: Views; now: Instant };

/** Whoever ever held the position: the view says whom to look up, their own stream whether they hold it today. */
const everHeld = async (views: Views, position: PositionId): Promise<string[]> => {
  const people: string[] = [];
  let cursor: string | undefined;
  do {
    const pk = `directory#position:${position}`;
    const page = await views.query({ pk, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    people.push(...page.rows.map((row) => row.sk));
    cursor = page.next;
  } while (cursor !== undefined);
  return people;
};

const standingsOf = async (store: Store, people: readonly PersonId[]): Promise<Standing[]> =>
  people.length === 0
    ? []
    : (await store.load(people.map(authorityRef))).streams
        .filter((stream) => stream.version > 0)
        .map((stream) => Standing.parse(stream.state));

/** Everybody who may be meant: holders, the people named, and the substitutes of those among them who are away today. */
const candidates = async (o: Addressing, errands: readonly Errand[]): Promise<Standing[]> => {
  const positions = [...new Set(errands.flatMap((errand) => errand.positions))];
  const held = (await Promise.all(positions.map((position) => everHeld(o.views, position)))).flat();
  const people = Standing.shape.person.array().parse(held);
  const first = new Set([...people, ...errands.flatMap((errand) => errand.people)]);
  const known = await standingsOf(o.store, [...first]);
  const others = new Set(known.flatMap((one) => substitutesOf(one, o.today)).filter((one) => !first.has(one)));
  return [...known, ...(await standingsOf(o.store, [...others]))];
};

/** Names of the absent among `all` who hold one of these positions and named this person in their place. */
const absentFor = (person: PersonId, positions: readonly PositionId[], o: Scene & { all: readonly Standing[] }) =>
  o.all
    .filter((one) => absencesOn(one, o.today).some((absence) => absence.substitute === person))
    .filter((one) => holdingsOn(one, o.today).some((holding) => positions.includes(holding.position)))
    .map((one) => one.name);

/**
 * Who is to be told: those in whose inbox the errand stands today, by the very keys with which the inbox is asked (holders, people named,
 * substitutes of the absent), and who may read the document now. Nobody suspended: a mail asks for an act.
 */
export const recipientsOf = async (
  o: Addressing,
  document: Document,
  errands: readonly Errand[],
): Promise<Recipient[]> => {
  const all = await candidates(o, errands);
  const readers = readerKeysOfDocument(document, o.organisation);
  return all.flatMap((standing) => {
    if (isSuspended(standing, o.now)) return [];
    const { person } = standing;
    const own = { standing, organisation: o.organisation, portfolios: [], on: o.today };
    const keys = callerKeys({ ...own, substituted: all });
    if (!mayRead(readers, keys)) return [];
    const shown = errands.filter(
      (errand) =>
        errand.people.includes(person) || errand.positions.some((position) => keys.includes(`position:${position}`)),
    );
    if (shown.length === 0) return [];
    const held = callerKeys({ ...own, substituted: [] });
    const lent = shown
      .filter((errand) => !errand.positions.some((position) => held.includes(`position:${position}`)))
      .flatMap((errand) => errand.positions);
    return [{ standing, errands: shown, inPlaceOf: absentFor(person, lent, { ...o, all }) }];
  });
};
