import { Delivery } from '../../../shared/documents/issuing/delivery.ts';
import type { DeliveryLine } from '../../../shared/documents/lines.ts';
import type { Change } from '../../ports/store.ts';
import type { ViewRow } from '../../ports/views.ts';
import { newestFirst, row } from './document-line.ts';
import { loadState } from './load-state.ts';
import { replaceRows } from './owned-rows.ts';
import { type ProjectorPorts, reindexDocument } from './project-document.ts';

const statusOf = (delivery: Delivery): DeliveryLine['status'] => {
  if (delivery.line.target.kind === 'outside') {
    if (delivery.receipt !== undefined) return 'receipt-recorded';
    return delivery.sent === undefined ? 'to-send' : 'sent';
  }
  if (delivery.handedOn.length > 0) return 'handed-on';
  if (delivery.received !== undefined) return 'received';
  return delivery.opened.length > 0 ? 'opened' : 'delivered';
};

/** A delivery as a row of its unit's registry and of the issuer's dispatch list. */
export const deliveryLine = (delivery: Delivery): DeliveryLine => {
  const { target, id, purpose, via } = delivery.line;
  const { document, display, subject, issuerName, date, urgency, deliveredAt, received, sent, receipt } = delivery;
  return {
    document,
    line: id,
    to: target.name,
    purpose,
    display,
    subject,
    issuerName,
    date,
    urgency,
    deliveredAt,
    status: statusOf(delivery),
    opened: delivery.opened.map(({ by, at }) => ({ by: by.name, at })),
    handedOn: delivery.handedOn.map(({ by, at, to, person }) => ({
      to,
      by: by.name,
      at,
      ...(person === undefined ? {} : { person }),
    })),
    ...(target.kind === 'unit' ? { unit: target.unit } : {}),
    ...(via === undefined ? {} : { via }),
    ...(received === undefined ? {} : { received: { by: received.by.name, at: received.at } }),
    ...(sent === undefined ? {} : { sent: { ...sent, by: sent.by.name } }),
    ...(receipt === undefined ? {} : { receipt: { date: receipt.date, evidence: receipt.evidence } }),
  };
};

const rowsOf = (delivery: Delivery): ViewRow[] => {
  const line = deliveryLine(delivery);
  const rows = [row(`dispatch#${delivery.document}`, delivery.line.id, line)];
  if (delivery.line.target.kind === 'unit') {
    const sk = `${newestFirst(delivery.deliveredAt)}#${delivery.document}#${delivery.line.id}`;
    rows.push(row(`registry#${delivery.line.target.unit}`, sk, line));
  }
  const keys = delivery.handedOn.flatMap(({ to, person }) => [
    person === undefined ? `unit:${to}` : `person:${person}`,
  ]);
  if (keys.length > 0) rows.push(row(`handed#${delivery.document}`, delivery.line.id, { keys: [...new Set(keys)] }));
  return rows;
};

/** Văn bản đến của đơn vị nhận: delivered, opened by whom, received, handed on. */
export const projectDelivery = async (ports: ProjectorPorts, change: Change): Promise<void> => {
  const loaded = await loadState(ports.store, change.ref, Delivery);
  if (loaded === undefined) return;
  await replaceRows(
    ports.views,
    { stream: `delivery/${change.ref.id}`, version: loaded.version },
    rowsOf(loaded.state),
  );
  if (loaded.state.handedOn.length > 0) await reindexDocument(ports, loaded.state.document);
};
