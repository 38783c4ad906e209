import * as z from 'zod';
import { CheckCitation, SearchArchive, SuggestArchive } from '../../../shared/archive/contract.ts';
import { NumberLine } from '../../../shared/documents/lines.ts';
import { nfc } from '../../../shared/kernel/vietnamese-text.ts';
import { DocumentType, documentType } from '../../../shared/organisation/document-type.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import { FACETS, type Facet, type SearchQuery } from '../../ports/search.ts';
import type { QueryHandler } from '../call.ts';
import { keyOfDisplay } from '../project/record-rows.ts';
import { type Asker, type ReadPorts, readableAmong } from './caller.ts';
import { visible } from './lists.ts';
import { data, query } from './query.ts';

const typeName = (code: string): string => {
  const known = DocumentType.safeParse(code);
  return known.success ? documentType(known.data).name : code;
};

const STATES = new Map([
  ['in-force', 'Còn hiệu lực'],
  ['amended', 'Được sửa đổi'],
  ['replaced', 'Được thay thế'],
  ['corrected', 'Được đính chính'],
]);

const Person = z.object({ name: z.string() });
const labelsOf =
  (ports: ReadPorts, asker: Asker) =>
  async (facet: Facet, value: string): Promise<string> => {
    if (facet === 'type') return typeName(value);
    if (facet === 'issuer') {
      const unit = asker.organisation.units.find((one) => one.id === value);
      return unit === undefined ? value : unitLabel(asker.organisation, unit.id, asker.today);
    }
    if (facet === 'field') return asker.organisation.fields.find((field) => field.code === value)?.name ?? value;
    if (facet === 'state') return STATES.get(value) ?? value;
    if (facet !== 'signer') return value;
    const person = Person.safeParse(await ports.views.get(`person#${value}`, 'standing'));
    return person.success ? person.data.name : value;
  };

const toQuestion = (asked: SearchArchive, asker: Asker): SearchQuery => {
  const { text, type, issuer, signer, field, state, from, to, sort, limit, cursor } = asked;
  const year = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return {
    text: nfc(text),
    filters: {
      ...(type === undefined ? {} : { type }),
      ...(issuer === undefined ? {} : { issuer }),
      ...(signer === undefined ? {} : { signer }),
      ...(field === undefined ? {} : { field }),
      ...(state === undefined ? {} : { state }),
      ...(from === undefined && to === undefined ? {} : { year }),
    },
    readers: asker.keys,
    sort,
    facets: FACETS,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  };
};

/** Tra cứu: rights are part of the question to the index, and each hit is checked once more against its record when shown. */
const search = (ports: ReadPorts): QueryHandler =>
  query(ports, SearchArchive, async ({ asker, query: asked }) => {
    const found = await ports.search.search(toQuestion(asked, asker));
    const open = await readableAmong(
      ports,
      asker,
      found.hits.map((hit) => hit.id),
    );
    const hits = found.hits.filter((hit) => open.has(hit.id)).map((hit) => ({ ...hit, typeName: typeName(hit.type) }));
    const hidden = found.hits.length - hits.length;
    const label = labelsOf(ports, asker);
    const facets: Record<string, { value: string; label: string; n: number }[]> = {};
    for (const facet of FACETS) {
      const values = found.facets[facet] ?? [];
      facets[facet] = await Promise.all(values.map(async (one) => ({ ...one, label: await label(facet, one.value) })));
    }
    // A hit that its record refuses shows that the index lags: the counts are then not said at all.
    return data({
      hits,
      total: hidden === 0 ? found.total : { n: hits.length, exact: false },
      facets: hidden === 0 ? facets : {},
      ...(found.cursor === undefined ? {} : { cursor: found.cursor }),
    });
  });

const suggest = (ports: ReadPorts): QueryHandler =>
  query(ports, SuggestArchive, async ({ asker, query: { prefix, limit } }) => {
    const found = await ports.search.suggest(nfc(prefix), asker.keys, limit);
    const open = await readableAmong(
      ports,
      asker,
      found.map((one) => one.id),
    );
    return data({ items: found.filter((one) => open.has(one.id)) });
  });

/** The documents of that number that the asker may read, at whichever issuer. */
export const numbered = async (ports: ReadPorts, asker: Asker, key: string): Promise<NumberLine[]> => {
  const { rows } = await ports.views.query({ pk: `number#${key}`, descending: true, limit: 100 });
  return visible(
    ports,
    asker,
    rows.map((row) => NumberLine.parse(row.data)),
  );
};

/** Kiểm tra viện dẫn: is there such a document, and is it still in force? Not there and not yours to see are one answer. */
const citation = (ports: ReadPorts): QueryHandler =>
  query(ports, CheckCitation, async ({ asker, query: { display, date } }) => {
    const key = keyOfDisplay(nfc(display));
    const lines = key === undefined ? [] : await numbered(ports, asker, key);
    const documents = lines.filter((line) => date === undefined || line.date === date);
    return data(documents.length === 0 ? { found: false } : { found: true, documents });
  });

export const searchQueries = (ports: ReadPorts): [string, QueryHandler][] => [
  ['archive.search', search(ports)],
  ['archive.suggest', suggest(ports)],
  ['archive.citation', citation(ports)],
];
