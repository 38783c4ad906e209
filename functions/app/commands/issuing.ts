import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { canRetryIssuing } from '../../../shared/documents/issuing/after-number.ts';
import { canIssue, IssueDocument, issue } from '../../../shared/documents/issuing/issue.ts';
import { OpenRegister, openRegister } from '../../../shared/documents/issuing/open-register.ts';
import { registerAggregate, registerId } from '../../../shared/documents/issuing/register.ts';
import { VoidNumber, voidNumber } from '../../../shared/documents/issuing/void-number.ts';
import { isClerkOf } from '../../../shared/documents/who.ts';
import { SeriesId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { type Instant, officeYear } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import type { Caller, CommandHandler } from '../call.ts';
import { guard, stateOf, write } from '../execute.ts';
import type { Serial } from '../serial.ts';
import { intentRef, spendIntent } from '../step-up.ts';
import {
  type CommandDependencies,
  documentIdOf,
  documentRef,
  factsOn,
  getContent,
  loadedDocument,
  onDocument,
} from './document-command.ts';
import { makeSeriesOf } from './find-register.ts';

export type IssuingDependencies = CommandDependencies & {
  store: Store;
  clock: Clock;
  realNow: () => Instant;
  /** One queue per register. */
  serially: Serial;
};

const registerRef = (series: SeriesId, year: number) => ({
  aggregate: registerAggregate.name,
  id: registerId(series, year),
});

/** Phát hành: number, date and register row in one transaction; what follows rolls forward by itself. */
export const issueCommand = (d: IssuingDependencies): CommandHandler => {
  const seriesOf = makeSeriesOf(d);
  return async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const command = IssueDocument.parse(call.body);
    const known = await seriesOf({ caller: call.caller, id: id.value });
    if (!known.ok) return known;
    const series = known.value;
    return d.serially(`register/${series}`, () => {
      const year = officeYear(d.clock.now());
      return d.execute({
        commandId: call.commandId,
        actor: call.caller.person,
        bodyHash: call.bodyHash,
        refs: [
          documentRef(id.value),
          registerRef(series, year),
          registerRef(series, year - 1),
          intentRef(command.intent),
        ],
        decide: async (streams) => {
          const at = loadedDocument(streams, id.value);
          if (at.state === null) return refuse('absent', 'kernel.absent');
          const content = await getContent(d.files, id.value, at.state.contentHash);
          const gathered = await factsOn(d, { document: at.state, caller: call.caller, content, alone: true });
          if (!gathered.ok) return gathered;
          const { facts, guards } = gathered.value;
          const register = stateOf(registerAggregate, streams, registerId(series, year));
          const previousYear = stateOf(registerAggregate, streams, registerId(series, year - 1)).state;
          if (officeYear(facts.now) !== year) return refuse('conflict', 'kernel.busy');
          const issued = issue({ document: at.state, register: register.state }, command, {
            ...facts,
            series,
            previousYear,
            content,
          });
          if (!issued.ok) return issued;
          const spent = spendIntent(streams, command.intent, {
            command: { act: 'issue', documents: [{ id: id.value, hash: command.fileHash }] },
            now: facts.now,
            realNow: d.realNow(),
            actor: facts.actor,
          });
          if (!spent.ok) return spent;
          const { display, date, late } = issued.value.number;
          return ok({
            writes: [
              write(documentAggregate, at, issued.value.document),
              write(registerAggregate, register, issued.value.register),
              spent.value.write,
            ],
            guards: guards.map(guard),
            answer: { id: id.value, status: 'numbered', display, date, late },
          });
        },
      });
    });
  };
};

/** Mở sổ đăng ký văn bản đi at a stated number. */
export const openRegisterCommand =
  (d: IssuingDependencies): CommandHandler =>
  async (call) => {
    const series = SeriesId.safeParse(call.params.series);
    const year = Number(call.params.year);
    if (!series.success || !Number.isInteger(year)) return refuse('absent', 'kernel.absent');
    const command = OpenRegister.parse(call.body);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [registerRef(series.data, year)],
      decide: async (streams) => {
        const register = stateOf(registerAggregate, streams, registerId(series.data, year));
        const gathered = await d.gather({ caller: call.caller });
        if (!gathered.ok) return gathered;
        const opened = openRegister(register.state, command, { ...gathered.value.facts, series: series.data, year });
        if (!opened.ok) return opened;
        return ok({
          writes: [write(registerAggregate, register, opened.value)],
          guards: [],
          answer: { series: series.data, year, next: command.first },
        });
      },
    });
  };

/** Hủy số: document and register together. */
export const voidNumberCommand =
  (d: IssuingDependencies): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const command = VoidNumber.parse(call.body);
    const before = loadedDocument((await d.store.load([documentRef(id.value)])).streams, id.value).state;
    if (before === null) return refuse('absent', 'kernel.absent');
    const register =
      'number' in before
        ? registerRef(before.number.series, before.number.year)
        : registerRef(SeriesId.parse('none'), 0);
    return onDocument(d, { call, refs: () => [register] }, async ({ at, facts, streams }) => {
      const voided = voidNumber(at.state, command, facts);
      if (!voided.ok) return voided;
      const book = stateOf(registerAggregate, streams, register.id);
      return ok({
        writes: [
          write(documentAggregate, at, voided.value.document),
          write(registerAggregate, book, voided.value.register),
        ],
        guards: [],
        answer: { id: at.state.id, status: 'voided' },
      });
    });
  };

/** Chạy lại phát hành: by the clerk, on a document that stands still. */
export const retryIssuingRule = (
  document: Parameters<typeof canRetryIssuing>[0],
  _command: unknown,
  facts: Parameters<typeof isClerkOf>[0],
) => {
  const allowed = canRetryIssuing(document);
  if (!allowed.ok) return allowed;
  if (!isClerkOf(facts, document.heading.issuer))
    return refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  const step =
    allowed.value.failure?.step ?? (allowed.value.status === 'numbered' ? ('seal' as const) : ('dispatch' as const));
  return ok([{ type: 'IssuingRetried' as const, at: facts.now, by: facts.actor, step }]);
};

/** For the step-up: the clerk's act on this signed file. */
export const describeIssuing = async (d: IssuingDependencies, caller: Caller, asked: { id: string; hash: string }) => {
  const id = documentIdOf({ id: asked.id });
  if (!id.ok) return id;
  const document = loadedDocument((await d.store.load([documentRef(id.value)])).streams, id.value).state;
  if (document === null) return refuse('absent', 'kernel.absent');
  const gathered = await factsOn(d, { document, caller });
  if (!gathered.ok) return gathered;
  const allowed = canIssue(document, gathered.value.facts);
  if (!allowed.ok) return allowed;
  if (allowed.value.signature.fileHash !== asked.hash)
    return refuse('conflict', 'document.version-superseded', { facts: { version: document.version } });
  const { actor } = gathered.value.facts;
  return ok({ actor, capacity: actor.title });
};
