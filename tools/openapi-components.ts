import { canonicalHash, canonicalJson } from '../shared/kernel/event-record.ts';

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSchema = (value: unknown): value is Json =>
  isRecord(value) && (typeof value.type === 'string' || Array.isArray(value.anyOf) || Array.isArray(value.oneOf));

const SMALL = 200;

const count = (value: unknown, seen: Map<string, number>): void => {
  if (Array.isArray(value)) for (const item of value) count(item, seen);
  if (!isRecord(value)) return;
  if (isSchema(value)) {
    const text = canonicalJson(value);
    if (text.length > SMALL) seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  for (const item of Object.values(value)) count(item, seen);
};

/** Schemas that stand in several places are written once: the content of a document alone would otherwise stand there fifty times. */
export const shareSchemas = (paths: Json): { paths: unknown; schemas: Json } => {
  const seen = new Map<string, number>();
  count(paths, seen);
  const schemas: Json = {};
  const inside = (value: Json): Json =>
    Object.fromEntries(Object.entries(value).map(([name, item]) => [name, share(item)]));
  const share = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(share);
    if (!isRecord(value)) return value;
    if (!isSchema(value) || (seen.get(canonicalJson(value)) ?? 0) < 2) return inside(value);
    const title = typeof value.title === 'string' ? value.title : 'Schema';
    const name = `${title}-${canonicalHash(value).slice(0, 10)}`;
    if (schemas[name] === undefined) {
      schemas[name] = {};
      schemas[name] = inside(value);
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  return { paths: share(paths), schemas };
};

/**
 * Schemas that hold themselves (any JSON) come with definitions of their own, and their references count from the top of the document:
 * the definitions move to the components, the references follow.
 */
export const hoistDefinitions = (value: unknown, schemas: Json, names: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => hoistDefinitions(item, schemas, names));
  if (!isRecord(value)) return value;
  if (typeof value.$ref === 'string') return { ...value, $ref: names.get(value.$ref) ?? value.$ref };
  const { $defs, ...rest } = value;
  const own = isRecord($defs) ? Object.entries($defs) : [];
  const nameOf = (definition: unknown) => `Recursive-${canonicalHash(definition).slice(0, 10)}`;
  const known = new Map([
    ...names,
    ...own.map(([name, definition]) => [`#/$defs/${name}`, `#/components/schemas/${nameOf(definition)}`] as const),
  ]);
  for (const [, definition] of own) schemas[nameOf(definition)] = hoistDefinitions(definition, schemas, known);
  return Object.fromEntries(Object.entries(rest).map(([name, item]) => [name, hoistDefinitions(item, schemas, known)]));
};
