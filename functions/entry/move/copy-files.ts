import { Document } from '../../../shared/documents/document.ts';
import { EventBody } from '../../../shared/kernel/event-record.ts';
import { DocumentId, Hash } from '../../../shared/kernel/ids.ts';
import { Organisation } from '../../../shared/organisation/organisation.ts';
import { keepStep } from '../../app/react/keep.ts';
import type { Files } from '../../ports/files.ts';
import type { Change } from '../../ports/store.ts';
import { filesNamedBy } from '../journal/file-names.ts';
import { type Head, type Kept, MoveRefused } from './end.ts';

/** The record that names a file also says its type to browsers; this one is only what the store keeps beside the bytes. */
const TYPES: Readonly<Record<string, string>> = {
  content: 'application/json',
  paper: 'application/pdf',
  prepared: 'application/pdf',
};

/** `{area}/{owner}/{sha256}` of what an event names. */
export const filesOf = ({ ref, event }: Change): string[] =>
  ref.aggregate === 'document' ? filesNamedBy(ref.id, EventBody.parse(JSON.parse(event.bytes)).event) : [];

/** Copies a file unless it is there; the hash is checked at both ends. */
export const copyFile = async (source: Files, target: Files, file: string): Promise<void> => {
  const [area = '', owner = '', sha256] = file.split('/');
  const hash = Hash.parse(sha256);
  if ((await target.get(area, owner, hash)) !== undefined) return;
  const bytes = await source.get(area, owner, hash);
  if (bytes === undefined) throw new MoveRefused(`nguồn thiếu tệp ${file} mà nhật ký nhắc đến`);
  await target.put(area, owner, bytes, TYPES[area] ?? 'application/octet-stream');
};

const copySlot = async (source: Files, target: Files, slot: string): Promise<Uint8Array | undefined> => {
  const bytes = await source.read(slot);
  if (bytes === undefined) return undefined;
  const kept = await target.putIfAbsent(slot, bytes);
  if (Buffer.compare(kept, bytes) !== 0) throw new MoveRefused(`đích đã có giá trị khác ở ${slot}`);
  return bytes;
};

const hashIn = (record: Uint8Array): Hash | undefined => {
  const found: unknown = JSON.parse(new TextDecoder().decode(record));
  return typeof found === 'object' && found !== null && 'digest' in found
    ? Hash.safeParse(found.digest).data
    : undefined;
};

/** Signature and timestamp of prepared bytes, made once: a step that stands still must find them, or an act would be signed twice. */
const copySignatureSlots = async (source: Files, target: Files, digest: Hash): Promise<void> => {
  for (const kind of ['prepared', 'signature', 'timestamp']) await copySlot(source, target, `${kind}/${digest}`);
};

/** Values that a document's steps keep for their own repetition: the person's signature, and the seal that may be half made. */
const copyStepsOf = async (source: Kept, target: Kept, ref: Head['ref']): Promise<void> => {
  const [stream] = (await source.store.load([ref])).streams;
  const document = Document.parse(stream?.state);
  if (!('signature' in document)) return;
  const { preparedDigest, fileHash } = document.signature;
  await copySignatureSlots(source.files, target.files, preparedDigest);
  const seal = await copySlot(source.files, target.files, `seal/${ref.id}/${fileHash}`);
  const digest = seal && hashIn(seal);
  if (digest === undefined) return;
  await copySignatureSlots(source.files, target.files, digest);
  if ((await source.files.get('prepared', ref.id, digest)) !== undefined)
    await copyFile(source.files, target.files, `prepared/${ref.id}/${digest}`);
};

/** Enrolled images of signatures and seals, by the keys that people and issuing agencies of this office can have. */
const appearanceSlots = async (source: Kept, heads: ReadonlyMap<string, Head>): Promise<string[]> => {
  const people = [...heads.values()].filter(({ ref }) => ref.aggregate === 'authority').map(({ ref }) => ref.id);
  const organisation = heads.get('organisation/main');
  if (organisation === undefined) return [];
  const [stream] = (await source.store.load([organisation.ref])).streams;
  const units = Organisation.parse(stream?.state).units.map((unit) => unit.id);
  return [...people.map((id) => `appearance/person:${id}`), ...units.map((id) => `appearance/seal:${id}`)];
};

/**
 * What no event names: values that steps keep for their repetition, images of signatures and seals, and the locked copies of issued originals, which
 * the target makes for the same terms. A page that was only prepared for a signature is left: whoever was about to sign prepares it again.
 */
export const copyBesides = async (source: Kept, target: Kept, heads: ReadonlyMap<string, Head>): Promise<void> => {
  for (const slot of await appearanceSlots(source, heads)) await copySlot(source.files, target.files, slot);
  for (const { ref } of heads.values()) {
    if (ref.aggregate !== 'document') continue;
    await copyStepsOf(source, target, ref);
    await keepStep(target, DocumentId.parse(ref.id));
  }
};
