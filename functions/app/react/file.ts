import type { Document } from '../../../shared/documents/document.ts';
import type { DossierEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { underWay } from '../../../shared/documents/issuing/after-number.ts';
import { type Dossier, dossierAggregate, fileCopyNotation } from '../../../shared/documents/issuing/dossier.ts';
import { canonicalHash } from '../../../shared/kernel/event-record.ts';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { unitOf } from '../../../shared/organisation/directory.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import { documentRef, loadedDocument } from '../commands/document-command.ts';
import { stateOf, write } from '../execute.ts';
import { currentDocument, currentOrganisation, type ReactDependencies, reactionId } from './steps.ts';

type Numbered = Extract<Document, { status: 'numbered' | 'sealed' | 'issued' }>;

/** The dossier of the file plan that the drafter chose, else the year's tập lưu văn bản đi of the series (Điều 19). */
const dossierIdOf = (document: Numbered): string =>
  document.heading.dossier ??
  `${document.heading.issuer}.${document.number.year}.${fileCopyNotation(document.number.series)}`;

const opening = (document: Numbered, organisation: Organisation, at: DossierEvent['at']): DossierEvent[] => {
  if (document.heading.dossier !== undefined) return [];
  const { issuer } = document.heading;
  const { series, year, by } = document.number;
  const name = organisation.series.find((one) => one.id === series)?.name ?? series;
  return [
    {
      type: 'DossierOpened',
      at,
      by,
      id: dossierIdOf(document),
      organId: unitOf(organisation, issuer)?.exchangeId ?? issuer,
      year,
      notation: fileCopyNotation(series),
      title: `Tập lưu văn bản đi: ${name}, năm ${year}`,
      retention: '50 năm',
      creator: by.person,
      unit: issuer,
    },
  ];
};

/**
 * Lập hồ sơ (Điều 29): document and dossier in one commit, so that an ordinal is given once. Only what bears the agency's seal is filed: a
 * number without a seal may still be voided.
 */
export const fileStep = async (d: ReactDependencies, id: DocumentId, cause: string): Promise<void> => {
  const before = await currentDocument(d.store, id);
  if (before === null || !underWay(before) || before.status === 'numbered' || before.filed !== undefined) return;
  const dossierId = dossierIdOf(before);
  const organisation = await currentOrganisation(d.store);
  const done = await d.execute({
    commandId: reactionId(cause, 'file'),
    actor: before.number.by.person,
    bodyHash: canonicalHash({ id, dossierId }),
    refs: [documentRef(id), { aggregate: dossierAggregate.name, id: dossierId }],
    decide: async (streams) => {
      const at = loadedDocument(streams, id);
      const dossier = stateOf(dossierAggregate, streams, dossierId);
      const document = at.state;
      if (document === null || !underWay(document)) return refuse('conflict', 'document.has-no-number');
      if (document.filed !== undefined) return ok({ writes: [], guards: [], answer: null });
      const now = d.clock.now();
      const opened = dossier.state === null ? opening(document, organisation, now) : [];
      const folder = opened.reduce<Dossier | null>(dossierAggregate.evolve, dossier.state);
      if (folder === null) return refuse('unmet', 'dossier.not-open', { facts: { dossier: dossierId } });
      const ordinal = folder.count + 1;
      const said = { at: now, by: document.number.by };
      const added: DossierEvent = {
        type: 'DocumentAddedToDossier',
        ...said,
        document: id,
        display: document.number.display,
        subject: document.subject,
        ordinal,
        pages: document.signature.pages,
      };
      return ok({
        writes: [
          write(documentAggregate, at, [
            { type: 'DocumentFiled', ...said, dossier: dossierId, code: folder.code, ordinal },
          ]),
          write(dossierAggregate, dossier, [...opened, added]),
        ],
        guards: [],
        answer: null,
      });
    },
  });
  if (!done.ok) throw new Error(`filing refused: ${done.error.code}`);
};
