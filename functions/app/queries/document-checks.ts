import * as z from 'zod';
import { draftKeysOfDocument, mayRead } from '../../../shared/documents/access/rights.ts';
import type { FormatCheckAnswer, RouteAnswer } from '../../../shared/documents/check-contract.ts';
import { formatCheck } from '../../../shared/documents/format/lint.ts';
import { dryRun } from '../../../shared/documents/review/dry-run.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { covers, LocalDate } from '../../../shared/kernel/time.ts';
import type { Files } from '../../ports/files.ts';
import type { Store } from '../../ports/store.ts';
import type { QueryCall, QueryHandler } from '../call.ts';
import {
  documentIdOf,
  documentRef,
  factsOn,
  getContent,
  keysOf,
  loadedDocument,
} from '../commands/document-command.ts';
import type { GatherFacts } from '../facts/document-facts.ts';

export type DocumentChecks = { store: Store; files: Files; gather: GatherFacts };

/**
 * The document with the facts of the day, for those who may read the draft: how a text is made, and who of the staff is away meanwhile, is not
 * for those whom it was sent to.
 */
const factsOf = async (d: DocumentChecks, call: QueryCall) => {
  const id = documentIdOf(call.params);
  if (!id.ok) return id;
  const { state: document, loaded } = loadedDocument((await d.store.load([documentRef(id.value)])).streams, id.value);
  if (document === null) return refuse('absent', 'kernel.absent');
  const content = await getContent(d.files, document.id, document.contentHash);
  const gathered = await factsOn(d, { document, caller: call.caller, content });
  if (!gathered.ok) return gathered;
  const { facts } = gathered.value;
  const inside = mayRead(draftKeysOfDocument(document, facts.organisation.organisation), keysOf(facts));
  if (!inside) return refuse('absent', 'kernel.absent');
  return ok({ document, content, version: loaded.version, facts });
};

/** Chạy thử: who will get it, who is away or suspended, when it should be done. */
const route =
  (d: DocumentChecks): QueryHandler =>
  async (call) => {
    const known = await factsOf(d, call);
    if (!known.ok) return known;
    const answer: RouteAnswer = dryRun(known.value.document, known.value.facts);
    return ok({ data: answer, version: known.value.version });
  };

/** Kiểm tra thể thức of the text as it stands. */
const format =
  (d: DocumentChecks): QueryHandler =>
  async (call) => {
    const known = await factsOf(d, call);
    if (!known.ok) return known;
    const { document, content, facts, version } = known.value;
    const { organisation } = facts.organisation;
    const findings = formatCheck(content, document.heading, { organisation, on: facts.today });
    const answer: FormatCheckAnswer = { version: document.version, findings };
    return ok({ data: answer, version });
  };

const On = z.object({ on: LocalDate.optional() });
/** Quy trình in force on a day. */
const procedures =
  (d: DocumentChecks): QueryHandler =>
  async (call) => {
    const gathered = await d.gather({ caller: call.caller });
    if (!gathered.ok) return gathered;
    const { procedures: known, today } = gathered.value.facts;
    const { on = today } = On.parse(call.query);
    return ok({ data: { on, items: known.all.filter((one) => covers(one.period, on)) } });
  };

export const documentChecks = (d: DocumentChecks): [string, QueryHandler][] => [
  ['documents.route', route(d)],
  ['documents.format-check', format(d)],
  ['procedures.list', procedures(d)],
];
