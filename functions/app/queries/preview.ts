import type { Document } from '../../../shared/documents/document.ts';
import { PreviewQuery } from '../../../shared/documents/query-answers.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Paper } from '../../ports/paper.ts';
import type { QueryHandler } from '../call.ts';
import { unprintable } from '../commands/unprintable.ts';
import { paperRequest } from '../paper-request.ts';
import { readPrepared } from '../seal-bytes.ts';
import { type Asker, type ReadPorts, readable } from './caller.ts';
import { query } from './query.ts';

export type PreviewDependencies = { ports: ReadPorts; paper: Paper; publicUrl: string; demo: boolean };

/** The page made for this signature, to its own signatory only. */
const prepared = async ({ ports }: PreviewDependencies, o: { document: Document; asker: Asker; digest: Hash }) => {
  const record = await readPrepared(ports, o.digest);
  const own = record?.document === o.document.id && record.capacity?.person === o.asker.caller.person;
  return own ? ports.files.get('prepared', o.document.id, o.digest) : undefined;
};

const drafted = async (d: PreviewDependencies, { document, asker }: { document: Document; asker: Asker }) => {
  const content = await d.ports.readContent(document.id, document.contentHash);
  if (content === undefined) return undefined;
  const capacity = 'approval' in document ? document.approval.capacity : undefined;
  const { pdf } = await d.paper.render(
    paperRequest(document, content, {
      organisation: asker.organisation,
      on: asker.today,
      // The same text gives the same bytes: the day of the version, not the moment of looking.
      createdAt: document.versions.at(-1)?.at ?? document.createdAt,
      publicUrl: d.publicUrl,
      demo: d.demo,
      ...(capacity === undefined ? {} : { capacity }),
    }),
  );
  return pdf;
};

/** Xem trang in: what is about to be signed, before it is (no blank signing, Điều 13). */
export const previewQuery = (d: PreviewDependencies): QueryHandler =>
  query(d.ports, PreviewQuery, async ({ asker, params, query: { prepared: digest } }) => {
    const found = await readable(d.ports, asker, params.id);
    if (!found.ok) return found;
    const { document, inside } = found.value;
    if (!inside) return refuse('absent', 'kernel.absent');
    try {
      const body =
        digest === undefined ? await drafted(d, { document, asker }) : await prepared(d, { document, asker, digest });
      if (body === undefined) return refuse('absent', 'kernel.absent');
      return ok({
        data: undefined,
        bytes: { body, type: 'application/pdf', filename: `du-thao-${document.symbol.replaceAll('/', '-')}.pdf` },
      });
    } catch (error) {
      return unprintable(error);
    }
  });
