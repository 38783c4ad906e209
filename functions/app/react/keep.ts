import { underWay } from '../../../shared/documents/issuing/after-number.ts';
import { dossierAggregate } from '../../../shared/documents/issuing/dossier.ts';
import { keptUntil } from '../../../shared/documents/issuing/retention.ts';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import { stateOf } from '../execute.ts';
import { currentDocument, type ReactDependencies } from './steps.ts';

/**
 * Bảo quản bản gốc (Điều 19, 29.2c): the sealed file of a filed document goes beyond anybody's reach for the retention period of its dossier.
 * It leaves no event: keeping again changes nothing, and a copy can only be kept longer.
 */
export const keepStep = async (d: Pick<ReactDependencies, 'store' | 'files'>, id: DocumentId): Promise<void> => {
  const document = await currentDocument(d.store, id);
  if (document === null || !underWay(document) || document.status === 'numbered' || document.filed === undefined)
    return;
  const { dossier: dossierId, at } = document.filed;
  const { streams } = await d.store.load([{ aggregate: dossierAggregate.name, id: dossierId }]);
  const dossier = stateOf(dossierAggregate, streams, dossierId).state;
  if (dossier === null) throw new Error(`dossier ${dossierId} is missing`);
  const { retention, year } = dossier;
  const retainUntil = keptUntil({ retention, year, filedAt: at });
  await d.files.retain({ area: 'paper', owner: id, hash: document.seal.fileHash, retainUntil });
};
