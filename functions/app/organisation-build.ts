import type { FieldCode } from '../../shared/kernel/ids.ts';
import type { Period } from '../../shared/kernel/time.ts';
import { Organisation } from '../../shared/organisation/organisation.ts';
import { Delegation, Entrustment, type Portfolio, Standing } from '../../shared/organisation/standing.ts';
import type { OrganisationFile, OrganisationRow, Placed } from './organisation-rows.ts';

type Dated = { validFrom: Period['from']; validTo?: Period['to'] };
const periodOf = ({ validFrom, validTo }: Dated): Period => ({
  from: validFrom,
  ...(validTo === undefined ? {} : { to: validTo }),
});
/** Without the keys that have no value: a stored state is JSON, and JSON has none. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const values = <Row>(rows: readonly Placed<Row>[]): Row[] => rows.map((row) => row.value);
/** The row without its dates, and with its period. */
const dated = <Row extends Dated>({ validFrom, validTo, ...rest }: Row) => ({
  ...rest,
  period: periodOf({ validFrom, validTo }),
});

const unitFrom = (row: OrganisationRow<'units'>) => {
  const { name, printed, printedParent, printedCollective, abbreviation, ...rest } = dated(row);
  return {
    ...rest,
    names: [{ name, printed, printedParent, printedCollective, abbreviation, period: rest.period }],
    successors: [],
  };
};

/** Cơ cấu tổ chức from rows that have been checked. */
export const organisationFrom = (file: OrganisationFile): Organisation =>
  Organisation.parse(
    plain({
      units: values(file.units).map(unitFrom),
      positions: values(file.positions).map(dated),
      fields: values(file.fields).map(dated),
      matters: values(file.matters).map(dated),
      standingRules: values(file.standingRules).map(dated),
      groups: values(file.groups).map((row) => {
        const { parent, kinds, ...rest } = dated(row);
        return { ...rest, rule: { parent, kinds } };
      }),
      series: values(file.series).map(dated),
    }),
  );

const delegationFrom = (row: OrganisationRow<'delegations'>): Delegation =>
  Delegation.parse({
    id: row.id,
    from: row.delegator,
    fromPosition: row.delegatorPosition,
    to: row.delegatee,
    toPosition: row.delegateePosition,
    issuer: row.issuer,
    types: row.types,
    fields: row.fields,
    scope: row.scope,
    reason: row.reason,
    basis: { symbol: row.basisSymbol, date: row.basisDate },
    period: periodOf(row),
  });

/** One stream of authority for each person of the list, whether or not they hold a position. */
export const standingsFrom = (file: OrganisationFile): Standing[] => {
  const delegations = values(file.delegations).map(delegationFrom);
  return values(file.people).map(({ id, name, email }) =>
    Standing.parse(
      plain({
        person: id,
        name,
        email,
        holdings: values(file.holdings)
          .filter((row) => row.person === id)
          .map(dated),
        absences: [],
        suspensions: [],
        delegationsGiven: delegations.filter((one) => one.from === id),
        delegationsReceived: delegations.filter((one) => one.to === id),
        entrusted: values(file.entrustments)
          .filter((row) => row.delegatee === id)
          .map((row) => Entrustment.parse({ ...dated(row), from: row.delegator })),
      }),
    ),
  );
};

/** One portfolio for each field, assignments in the order of their dates. */
export const portfoliosFrom = (file: OrganisationFile): Portfolio[] => {
  const codes = [...new Set<FieldCode>(values(file.fields).map((row) => row.code))];
  return codes.map((field) => ({
    field,
    assignments: values(file.fieldAssignments)
      .filter((row) => row.field === field)
      .map(({ person, basis, ...row }) => ({ person, basis, period: periodOf(row) }))
      .sort((a, b) => (a.period.from < b.period.from ? -1 : 1)),
  }));
};
