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
