import { AskRelations, type RelationNode } from '../../../shared/archive/contract.ts';
import { RelationLine } from '../../../shared/documents/lines.ts';
import { nfc } from '../../../shared/kernel/vietnamese-text.ts';
import type { QueryHandler } from '../call.ts';
import { keyOfDisplay } from '../project/record-rows.ts';
import { numbered } from './archive-search.ts';
import { type Asker, type ReadPorts, readableAmong } from './caller.ts';
import { data, query } from './query.ts';

const MAX_LINES = 300;
const MAX_CHILDREN = 200;

/** Lines the asker may read; the id of a document that is named there stays hidden when that one is not theirs to read. */
const readableLines = async (
  ports: ReadPorts,
  asker: Asker,
  lines: readonly RelationLine[],
): Promise<RelationLine[]> => {
  const open = await readableAmong(
    ports,
    asker,
    lines.flatMap((line) => [line.document, ...(line.target.document === undefined ? [] : [line.target.document])]),
  );
  return lines
    .filter((line) => open.has(line.document))
    .map((line) => {
      const { document, ...target } = line.target;
      return document === undefined || open.has(document) ? line : { ...line, target };
    });
};

const linesAt = async (ports: ReadPorts, asker: Asker, at: { key: string; begins: 'in#' | 'out#' }) => {
  const found = await ports.views.query({ pk: `relations#${at.key}`, begins: at.begins, limit: MAX_CHILDREN });
  const lines = found.rows.map((row) => RelationLine.parse(row.data));
  return { lines: await readableLines(ports, asker, lines), cut: found.next !== undefined };
};

/** Breadth first: everything that names the document, then everything that names those; each document is gone down once. */
const treeUnder = async (ports: ReadPorts, asker: Asker, from: { key: string; depth: number }) => {
  const under: RelationNode[] = [];
  const visited = new Set([from.key]);
  let level = [from.key];
  let cut = false;
  for (let depth = 1; depth <= from.depth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const key of level) {
      if (under.length >= MAX_LINES) return { under, cut: true };
      const found = await linesAt(ports, asker, { key, begins: 'in#' });
      cut ||= found.cut;
      under.push(...found.lines.map((line) => ({ ...line, depth })));
      for (const line of found.lines)
        if (line.key !== undefined && !visited.has(line.key)) {
          visited.add(line.key);
          next.push(line.key);
        }
    }
    level = next;
  }
  return { under: under.slice(0, MAX_LINES), cut: cut || under.length > MAX_LINES };
};

/** Toàn bộ văn bản dưới một văn bản (e.g. Kế hoạch 171-KH/TU), whether the archive has that one or not; and what it names itself. */
export const relationsQuery = (ports: ReadPorts): QueryHandler =>
  query(ports, AskRelations, async ({ asker, query: { of, depth } }) => {
    const key = keyOfDisplay(nfc(of));
    // Words that are no number name no document: nothing stands under them.
    if (key === undefined) return data({ of, documents: [], under: [], cites: [], cut: false });
    const { under, cut } = await treeUnder(ports, asker, { key, depth });
    const cites = await linesAt(ports, asker, { key, begins: 'out#' });
    return data({
      of,
      documents: await numbered(ports, asker, key),
      under,
      cites: cites.lines,
      cut: cut || cites.cut,
    });
  });
