import type { DocumentIn } from '../../../shared/documents/document.ts';
import { deliveryAggregate, deliveryId } from '../../../shared/documents/issuing/delivery.ts';
import type { DispatchLine } from '../../../shared/documents/records.ts';
import { canonicalHash } from '../../../shared/kernel/event-record.ts';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import { stateOf, write } from '../execute.ts';
import { currentDocument, currentOrganisation, type ReactDependencies, reactionId } from './steps.ts';

/** Each delivery is two actions of a commit that may hold a hundred. */
const AT_ONCE = 40;

const deliverSome = (
  d: ReactDependencies,
  o: {
    document: DocumentIn<'issued'>;
    lines: readonly DispatchLine[];
    cause: string;
    part: number;
    issuerName: string;
  },
) => {
  const { document } = o;
  const refs = o.lines.map((line) => ({ aggregate: deliveryAggregate.name, id: deliveryId(document.id, line.id) }));
  return d.execute({
    commandId: reactionId(o.cause, `deliver:${o.part}`),
    actor: document.number.by.person,
    bodyHash: canonicalHash({ document: document.id, lines: o.lines.map((line) => line.id) }),
    refs,
    decide: async (streams) => {
      const writes = o.lines.flatMap((line) => {
        const at = stateOf(deliveryAggregate, streams, deliveryId(document.id, line.id));
        if (at.state !== null) return [];
        return [
          write(deliveryAggregate, at, [
            {
              type: 'ItemDelivered',
              at: d.clock.now(),
              by: document.number.by,
              document: document.id,
              line,
              display: document.number.display,
              subject: document.subject,
              issuerName: o.issuerName,
              date: document.number.date,
              urgency: document.heading.urgency,
            },
          ]),
        ];
      });
      return ok({ writes, guards: [], answer: null });
    },
  });
};

/** Chuyển văn bản đến từng nơi nhận: one stream each, so that thirty registries never collide. */
export const deliverStep = async (d: ReactDependencies, id: DocumentId, cause: string): Promise<void> => {
  const document = await currentDocument(d.store, id);
  if (document === null || document.status !== 'issued') return;
  const organisation = await currentOrganisation(d.store);
  const issuerName = unitLabel(organisation, document.heading.issuer, document.number.date);
  const { lines } = document.dispatch;
  for (let start = 0; start < lines.length; start += AT_ONCE) {
    const done = await deliverSome(d, {
      document,
      lines: lines.slice(start, start + AT_ONCE),
      cause,
      part: start / AT_ONCE,
      issuerName,
    });
    if (!done.ok) throw new Error(`delivery refused: ${done.error.code}`);
  }
};
