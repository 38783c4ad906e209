import * as z from 'zod';
import { type FunctionName, platform as functions } from '../../../functions/platform.ts';
import { everyStatement, type Platform, type Statement, statementsOf } from '../../infra/templates.ts';
import type { Need } from './aws-call.ts';

/** What stands in a test for a thing of the templates, by the thing's own name there: a table, a bucket, a queue, a secret's ARN. */
export type Places = Readonly<Record<string, string>>;
/** One act on one resource that a policy allows. */
type Grant = { role: string; action: string; resource: string; condition: unknown };

/** `<Files1A2B3C4D>/content/*` → `Files/content/*`. */
const plainly = (resource: string): string => resource.replace(/<([A-Za-z0-9]+?)[0-9A-F]{8}>/g, '$1');
export const told = ({ action, resource }: Grant): string => `${action} ${plainly(resource)}`;

const patterns = new Map<string, RegExp>();
const likeOf = (pattern: string): RegExp => {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const made = new RegExp(`^${parts.join('.*')}$`, 's');
  patterns.set(pattern, made);
  return made;
};

const Condition = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string()), z.number()])));
type Asked = { need: Need; role: string };

/** What the request brings for a condition: over TLS 1.3, as the SDK does it. */
const contextOf = (key: string, { need, role }: Asked): string[] => {
  if (key === 'aws:SecureTransport') return ['true'];
  if (key === 's3:TlsVersion') return ['1.3'];
  if (key === 'aws:PrincipalArn') return [`<${role}>`];
  if (key === 'dynamodb:LeadingKeys') return need.leadingKeys ?? [];
  throw new Error(`a condition on ${key}, which the test does not know`);
};
const OPERATORS: Readonly<Record<string, (values: string[], wanted: string[]) => boolean>> = {
  Bool: (values, wanted) => values.some((value) => wanted.includes(value)),
  NumericLessThan: (values, wanted) => values.some((value) => wanted.some((limit) => Number(value) < Number(limit))),
  ArnNotEquals: (values, wanted) => !values.some((value) => wanted.includes(value)),
  'ForAllValues:StringLike': (values, wanted) =>
    values.every((value) => wanted.some((pattern) => likeOf(pattern).test(value))),
};
const holds = (condition: unknown, asked: Asked): boolean =>
  Object.entries(Condition.parse(condition ?? {})).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const compare = OPERATORS[operator];
      if (compare === undefined) throw new Error(`a condition ${operator}, which the test does not know`);
      return compare(contextOf(key, asked), [wanted].flat().map(String));
    }),
  );

/** A secret's `Ref` is its ARN: the templates' reader writes it as a bare name. */
const bracketed = (resource: string): string => (/^[A-Za-z]+[0-9A-F]{8}$/.test(resource) ? `<${resource}>` : resource);
const covers = (action: string, wanted: string): boolean => likeOf(action).test(wanted);
const grantsOf = (role: string, statements: readonly Statement[], on?: string): Grant[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource = [], Condition: condition }) =>
      Action.flatMap((action) =>
        (on === undefined ? Resource.map(bracketed) : [on]).map((resource) => ({ role, action, resource, condition })),
      ),
    );

/** Where a resource of the test stands in the templates: `<LogicalId>` and what follows. */
const placeIn = (platform: Platform, places: Places) => {
  const idOf = (name: string): string => {
    const found = platform.found.find(({ id }) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id));
    if (found === undefined) throw new Error(`the templates have no ${name}`);
    return `<${found.id}>`;
  };
  const keys = new Map(
    platform
      .of('AWS::KMS::Alias')
      .map(({ properties }) => [String(properties.AliasName), String(properties.TargetKeyId)]),
  );
  const known = Object.entries(places).map(([name, place]) => ({ place, id: idOf(name) }));
  return (resource: string): string => {
    const bare = resource.replace(/^table\//, '');
    const at = known.find(({ place }) => bare === place || bare.startsWith(`${place}/`));
    if (at !== undefined) return `${at.id}${bare.slice(at.place.length)}`;
    if (resource.startsWith('identity/')) return `arn:aws:ses:ap-southeast-1:AccountId:${resource}`;
    return keys.get(resource) ?? resource;
  };
};

const Principal = z.object({ AWS: z.string() });
const isFor = (role: string, { Principal: principal }: Statement): boolean =>
  Principal.safeParse(principal).data?.AWS === `<${role}>`;

/** The policies of a stage, asked about single acts of its functions, as IAM would be: allowed by some statement, denied by none. */
export const policiesOf = (platform: Platform, places: Places) => {
  const every = everyStatement(platform);
  const place = placeIn(platform, places);
  const roleOf = (name: FunctionName): string => {
    const made = platform
      .of('AWS::Lambda::Function')
      .find(({ properties }) => properties.Description === functions[name].breaks);
    return String(made?.properties.Role).replace(/^<(.+)>$/, '$1');
  };
  const read = (role: string): Grant[] => [
    ...grantsOf(role, statementsOf(platform, role)),
    ...every
      .filter(({ on, statement }) => on.type === 'AWS::KMS::Key' && isFor(role, statement))
      .flatMap(({ on, statement }) => grantsOf(role, [statement], `<${on.id}>`)),
  ];
  const known = new Map<string, Grant[]>();
  const grants = (role: string): Grant[] => {
    const found = known.get(role) ?? read(role);
    known.set(role, found);
    return found;
  };
  const denials = every.filter(({ statement }) => statement.Effect === 'Deny');
  const isDenied = (asked: Asked, resource: string): boolean =>
    denials.some(
      ({ on, statement }) =>
        statement.Action.some((action) => covers(action, asked.need.action)) &&
        (on.type === 'AWS::KMS::Key'
          ? resource === `<${on.id}>`
          : (statement.Resource ?? []).some((pattern) => likeOf(pattern).test(resource))) &&
        holds(statement.Condition, asked),
    );
  return {
    roleOf,
    grants,
    /** The grants that allow it; none when nothing does, or something forbids it. */
    allowing: (name: FunctionName, need: Need): Grant[] => {
      const role = roleOf(name);
      const resource = place(need.resource);
      const asked = { need, role };
      if (isDenied(asked, resource)) return [];
      return grants(role).filter(
        (grant) =>
          covers(grant.action, need.action) && likeOf(grant.resource).test(resource) && holds(grant.condition, asked),
      );
    },
  };
};
