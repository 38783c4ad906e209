import { contentHashOf } from '../../shared/documents/content-hash.ts';
import type { Document } from '../../shared/documents/document.ts';
import { DocumentEvent } from '../../shared/documents/events.ts';
import { documentAggregate } from '../../shared/documents/evolve.ts';
import { fold } from '../../shared/kernel/aggregate.ts';
import { DocumentId } from '../../shared/kernel/ids.ts';
import { contentOf, firstContentOf } from './reading-content.ts';
import { actor } from './reading-organisation.ts';

export const STAGES = ['draft', 'submitted', 'approved', 'signed', 'numbered', 'sealed', 'issued'] as const;
export type Stage = (typeof STAGES)[number];
export type DocumentPlan = {
  /** Counts the documents of a test: 1, 2, 3 … */
  n: number;
  stage: Stage;
  subject?: string;
  unit?: string;
  drafter?: string;
  signer?: string;
  consulted?: string[];
  recipients?: string[];
  field?: boolean;
  wholeAuthority?: boolean;
  granted?: string[];
  relations?: { kind: string; display: string }[];
  internal?: boolean;
  urgency?: string;
  /** The text was changed once: the first version had another. */
  edited?: boolean;
};

export const documentId = (n: number): DocumentId => DocumentId.parse(`01HD${String(n).padStart(22, '0')}`);
export const codeOf = (n: number): string =>
  `abcdefghijklmnopqrstuvwx${'abcdefghijklmnop'[n % 16]}${'abcdefghijklmnop'[(n >> 4) % 16]}`;
const hash = (fill: string): string => fill.repeat(64).slice(0, 64);
const at = (n: number, step: number): string =>
  `2023-10-1${n % 9}T0${step % 10}:${String(n % 60).padStart(2, '0')}:00.000Z`;

const capacityOf = (signer: string) => ({
  kind: 'head',
  person: `p-${signer}`,
  name: `Người ${signer}`,
  position: signer,
  holding: `h-${signer}`,
  lines: ['CHỦ TỊCH'],
  evidence: { holding: `h-${signer}`, basis: 'Điều 13.1' },
});

/** The events that bring a document to that stage, in the ordinary way: one step, approval by the signer. */
export const eventsOf = (plan: DocumentPlan): DocumentEvent[] => {
  const { n, unit = 'NC', drafter = 'cv-nc', signer = 'ct' } = plan;
  const content = contentOf(plan);
  const contentHash = contentHashOf(content);
  const turn = (kind: string, positions: string[], people: string[] = []) => ({
    step: kind,
    kind,
    positions,
    people,
    since: at(n, 2),
    due: '2023-10-25',
  });
  const heading = {
    type: 'official-letter',
    issuer: 'UBND',
    competence: 'head',
    draftingUnit: unit,
    urgency: plan.urgency ?? 'normal',
    wholeAuthority: plan.wholeAuthority ?? false,
    ...(plan.field === true ? { field: 'noi-vu' } : {}),
  };
  const procedure = {
    id: 'thuong',
    version: 1,
    name: 'Thường',
    types: [],
    fields: [],
    steps: [{ id: 'ky', kind: 'approval', actor: { kind: 'signer' }, group: 0, workingDays: 1, endorses: false }],
    period: { from: '2020-01-01' },
  };
  const lines = (plan.recipients ?? []).map((one, index) => ({
    id: `L${index}`,
    target: { kind: 'unit', unit: one, name: `Tên ${one}` },
    purpose: 'implement',
  }));
  const grants = (plan.granted ?? []).map((key) => ({
    on: 'signed' as const,
    event: { type: 'ReaderGranted', at: at(n, 4), by: actor('cvp'), key, reason: 'phối hợp xử lý' },
  }));
  const consulted =
    plan.consulted === undefined || plan.consulted.length === 0
      ? []
      : [
          {
            type: 'ConsultationOpened',
            at: at(n, 1),
            by: actor(drafter),
            consultation: {
              round: 1,
              units: plan.consulted,
              contentHash,
              question: 'Xin ý kiến',
              deadline: '2023-10-24',
              openedAt: at(n, 1),
            },
          },
        ];
  const signature = {
    by: actor(signer),
    at: at(n, 4),
    capacity: capacityOf(signer),
    contentHash,
    fileHash: hash('a'),
    preparedDigest: hash('b'),
    level: 'B-T',
    stepUp: { method: 'webauthn', at: at(n, 4), challenge: hash('c') },
    verificationCode: codeOf(n),
    pages: 2,
  };
  const number = {
    series: 'CV',
    year: 2023,
    number: 3000 + n,
    display: `${3000 + n}/UBND-NC`,
    date: '2023-10-19',
    at: at(n, 5),
    by: actor('vt'),
    late: false,
  };
  const by = (position: string, step: number) => ({ at: at(n, step), by: actor(position) });
  const edit = {
    type: 'DraftEdited',
    ...by(drafter, 1),
    heading,
    symbol: 'UBND-NC',
    subject: content.subject,
    contentHash,
    version: 2,
  };
  const all: { on: Stage; event: unknown }[] = [
    {
      on: 'draft',
      event: {
        type: 'DraftStarted',
        ...by(drafter, 0),
        id: documentId(n),
        heading,
        symbol: 'UBND-NC',
        subject: content.subject,
        contentHash: contentHashOf(firstContentOf(plan)),
        drafters: [`p-${drafter}`],
        attachments: [],
        relations: plan.relations ?? [],
      },
    },
    ...(plan.edited === true ? [{ on: 'draft' as const, event: edit }] : []),
    ...consulted.map((event) => ({ on: 'draft' as const, event })),
    {
      on: 'submitted',
      event: { type: 'DraftSubmitted', ...by(drafter, 2), contentHash, procedure, turns: [turn('approval', [signer])] },
    },
    {
      on: 'approved',
      event: {
        type: 'DocumentApproved',
        ...by(signer, 3),
        contentHash,
        capacity: capacityOf(signer),
        turns: [turn('signature', [signer])],
      },
    },
    { on: 'signed', event: { type: 'DocumentSigned', ...by(signer, 4), signature, turns: [turn('issue', ['vt'])] } },
    ...grants,
    { on: 'numbered', event: { type: 'DocumentNumbered', ...by('vt', 5), number } },
    { on: 'sealed', event: { type: 'DocumentSealed', ...by('vt', 6), fileHash: hash('d'), level: 'B-T' } },
    {
      on: 'issued',
      event: {
        type: 'DocumentDispatched',
        ...by('vt', 7),
        lines,
        readers: (plan.recipients ?? []).map((one) => `unit:${one}`),
      },
    },
  ];
  const last = STAGES.indexOf(plan.stage);
  return all.filter(({ on }) => STAGES.indexOf(on) <= last).map(({ event }) => DocumentEvent.parse(event));
};

export const aReadDocument = (plan: DocumentPlan): Document => {
  const document = fold(documentAggregate, null, eventsOf(plan));
  if (document === null) throw new Error('a plan gives at least one event');
  return document;
};
