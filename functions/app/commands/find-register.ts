import { canIssue, seriesFor } from '../../../shared/documents/issuing/issue.ts';
import type { DocumentId, SeriesId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { officeDate } from '../../../shared/kernel/time.ts';
import { Organisation } from '../../../shared/organisation/organisation.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import type { Caller } from '../call.ts';
import { makeParsed, ORGANISATION } from '../facts/document-facts.ts';
import { type CommandDependencies, documentRef, factsOn, loadedDocument } from './document-command.ts';

/**
 * The register a document goes into is found before the transaction, in one read: type and issuer no longer change once it is signed. Whether it
 * may be issued at all is asked inside; here only to say the right no when there is no register.
 */
export const makeSeriesOf = (d: CommandDependencies & { store: Store; clock: Clock }) => {
  const organisationOf = makeParsed(Organisation);
  return async (call: { caller: Caller; id: DocumentId }): Promise<Result<SeriesId, Refusal>> => {
    const { streams } = await d.store.load([documentRef(call.id), ORGANISATION]);
    const document = loadedDocument(streams, call.id).state;
    if (document === null) return refuse('absent', 'kernel.absent');
    const master = streams.find((stream) => stream.ref.aggregate === ORGANISATION.aggregate && stream.version > 0);
    const today = officeDate(d.clock.now());
    const series = master === undefined ? undefined : seriesFor(organisationOf(master), document, today);
    if (series !== undefined) return ok(series.id);
    const gathered = await factsOn(d, { document, caller: call.caller });
    if (!gathered.ok) return gathered;
    const allowed = canIssue(document, gathered.value.facts);
    if (!allowed.ok && allowed.error.code !== 'document.already-numbered') return allowed;
    return refuse('unmet', 'register.no-series', { basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP' });
  };
};
