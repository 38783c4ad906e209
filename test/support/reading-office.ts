import { DeliveryEvent, DocumentEvent, DossierEvent, RegisterEvent } from '../../shared/documents/events.ts';
import { documentId } from './reading-document.ts';
import { actor } from './reading-organisation.ts';
import { type ReadingWorld, readingWorld } from './reading-world.ts';

export const later = { at: '2023-10-19T08:00:00.000Z' };

const taken = (n: number) => ({
  type: 'NumberTaken',
  at: '2023-10-19T05:00:00.000Z',
  by: actor('vt'),
  number: 3000 + n,
  display: `${3000 + n}/UBND-NC`,
  date: '2023-10-19',
  document: documentId(n),
  typeName: 'Công văn',
  subject: `việc số ${n}`,
  signer: 'Người ct',
  recipients: 'Tên SNV',
  fileCopy: 'VT, NC',
  copies: 1,
});

/** 1 draft on plan 171, 2 issued to SNV, 3 issued to STC replacing 2, 4 issued and kept in the room, 5 signed, 6 waits for approval. */
export const readingOffice = async (): Promise<ReadingWorld> => {
  const w = await readingWorld();
  await w.put({
    n: 1,
    stage: 'draft',
    subject: 'dự thảo quy chế',
    relations: [{ kind: 'implements', display: '171-KH/TU' }],
  });
  await w.put({
    n: 2,
    stage: 'issued',
    subject: 'triển khai kỷ luật, kỷ cương',
    recipients: ['SNV'],
    relations: [{ kind: 'implements', display: '171-KH/TU' }],
  });
  await w.put({
    n: 3,
    stage: 'issued',
    subject: 'thay thế công văn',
    recipients: ['STC'],
    relations: [{ kind: 'replaces', display: '3002/UBND-NC' }],
  });
  await w.put({ n: 4, stage: 'issued', subject: 'việc riêng của phòng' });
  await w.put({ n: 5, stage: 'signed' });
  await w.put({ n: 6, stage: 'submitted', consulted: ['STC'] });
  await w.put({ n: 7, stage: 'issued', recipients: ['SNV'], consulted: ['STC'], edited: true });
  await w.add(2, [
    DocumentEvent.parse({
      type: 'DocumentAffected',
      ...later,
      by: actor('vt'),
      document: documentId(3),
      display: '3003/UBND-NC',
      kind: 'replaces',
    }),
  ]);
  const { registerAggregate, deliveryAggregate, dossierAggregate } = w.aggregates;
  const opened = {
    type: 'RegisterOpened',
    ...later,
    by: actor('vt'),
    series: 'CV',
    year: 2023,
    first: 3002,
    basis: 'Quyết định',
    approver: 'Chánh VP',
  };
  const voided = {
    type: 'NumberVoided',
    ...later,
    by: actor('vt'),
    number: 3004,
    reason: 'trùng nội dung',
    approver: 'Chánh VP',
  };
  const register = [opened, taken(2), taken(3), taken(4), voided].map((event) => RegisterEvent.parse(event));
  await w.append(registerAggregate, 'CV.2023', register);
  const delivered = {
    type: 'ItemDelivered',
    ...later,
    by: actor('vt'),
    document: documentId(2),
    line: { id: 'L0', target: { kind: 'unit', unit: 'SNV', name: 'Tên SNV' }, purpose: 'implement' },
    display: '3002/UBND-NC',
    subject: 'triển khai kỷ luật, kỷ cương',
    issuerName: 'Tên UBND',
    date: '2023-10-19',
    urgency: 'normal',
  };
  const said = { ...later, by: actor('vt-snv') };
  const delivery = [
    delivered,
    { type: 'ItemReceived', ...said },
    { type: 'ItemHandedOn', ...said, to: 'SNV', person: 'p-cv-th' },
  ];
  await w.append(
    deliveryAggregate,
    `${documentId(2)}.L0`,
    delivery.map((event) => DeliveryEvent.parse(event)),
  );
  const dossier = {
    type: 'DossierOpened',
    ...later,
    by: actor('cv-nc'),
    id: 'D1',
    organId: 'H26',
    year: 2023,
    notation: '01.NC',
    title: 'Hồ sơ kỷ luật kỷ cương',
    retention: '10 năm',
    creator: 'p-cv-nc',
    unit: 'NC',
  };
  const items = [2, 4].map((n, index) => ({
    type: 'DocumentAddedToDossier',
    ...later,
    by: actor('vt'),
    document: documentId(n),
    display: `${3000 + n}/UBND-NC`,
    subject: `việc ${n}`,
    ordinal: index + 1,
    pages: 2,
  }));
  await w.append(
    dossierAggregate,
    'D1',
    [dossier, ...items].map((event) => DossierEvent.parse(event)),
  );
  await w.drain();
  if (w.failures.length > 0) throw new Error(w.failures[0]?.cause);
  return w;
};
