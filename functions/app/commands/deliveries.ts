import type * as z from 'zod';
import type { DeliveryEvent } from '../../../shared/documents/events.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import {
  type Delivery,
  deliveryAggregate,
  deliveryId,
  HandOnItem,
  handOnItem,
  openItem,
  ReceiveItem,
  RecordReceipt,
  RecordSent,
  receiveItem,
  recordReceipt,
  recordSent,
} from '../../../shared/documents/issuing/delivery.ts';
import type { UnitId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandHandler } from '../call.ts';
import { stateOf, write } from '../execute.ts';
import { type CommandDependencies, documentIdOf, documentRef, factsOn, loadedDocument } from './document-command.ts';

type Facts = DocumentFacts & { issuer: UnitId };
type Verb<C> = {
  body: z.ZodType<C>;
  rule: (delivery: Delivery, command: C, facts: Facts) => Result<DeliveryEvent[], Refusal>;
};

/** One verb on one line of a dispatch, for those who may read the document. */
const deliveryCommand =
  <C>(d: CommandDependencies, verb: Verb<C>): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const command = verb.body.parse(call.body);
    const key = deliveryId(id.value, call.params.line ?? '');
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [{ aggregate: deliveryAggregate.name, id: key }, documentRef(id.value)],
      decide: async (streams) => {
        const document = loadedDocument(streams, id.value).state;
        const at = stateOf(deliveryAggregate, streams, key);
        if (document === null || at.state === null) return refuse('absent', 'kernel.absent');
        const gathered = await factsOn(d, { document, caller: call.caller });
        if (!gathered.ok) return gathered;
        const decided = verb.rule(at.state, command, { ...gathered.value.facts, issuer: document.heading.issuer });
        return decided.ok
          ? ok({ writes: [write(deliveryAggregate, at, decided.value)], guards: [], answer: {} })
          : decided;
      },
    });
  };

export const deliveryCommands = (d: CommandDependencies, empty: z.ZodType<unknown>): [string, CommandHandler][] => [
  [
    'deliveries.open',
    deliveryCommand(d, { body: empty, rule: (delivery, _command, facts) => openItem(delivery, facts) }),
  ],
  ['deliveries.receive', deliveryCommand(d, { body: ReceiveItem, rule: receiveItem })],
  ['deliveries.hand-on', deliveryCommand(d, { body: HandOnItem, rule: handOnItem })],
  ['deliveries.record-sent', deliveryCommand(d, { body: RecordSent, rule: recordSent })],
  ['deliveries.record-receipt', deliveryCommand(d, { body: RecordReceipt, rule: recordReceipt })],
];
