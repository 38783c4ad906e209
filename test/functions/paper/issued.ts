import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handwriting } from '../../../functions/adapters/local-keys/handwriting.ts';
import { localKeys } from '../../../functions/adapters/local-keys/local-keys.ts';
import { sealImage } from '../../../functions/adapters/local-keys/seal-image.ts';
import { localTsa } from '../../../functions/adapters/local-tsa/local-tsa.ts';
import { makePaper } from '../../../functions/paper/paper.ts';
import { localTimestamper } from '../../../functions/paper/timestamper.ts';
import type { PaperRequest, SignatureField } from '../../../functions/ports/paper.ts';
import { Instant, LocalDate } from '../../../shared/kernel/time.ts';

export const at = Instant.parse('2023-09-18T02:02:11Z');
const clock = { now: () => at };
const folders: string[] = [];
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vanthu-paper-'));
  folders.push(folder);
  return folder;
};
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** A demo authority with one leader, one seal and a time stamp authority. */
export const demoOffice = async () => {
  const keys = localKeys({ directory: temporaryFolder(), clock });
  const organisation = 'UBND thành phố Hà Nội';
  await keys.enrol({ keyRef: 'person:p01', commonName: 'Nguyễn Quốc Khải', organisation, kind: 'person' });
  await keys.enrol({ keyRef: 'seal:UBND-HN', commonName: organisation, organisation, kind: 'seal' });
  const tsa = localTsa({ authority: keys.timestampAuthority, clock });
  const stamper = localTimestamper(tsa.respond, keys.roots);
  const paper = makePaper();
  const images = { signer: handwriting('Nguyễn Quốc Khải'), seal: sealImage(organisation) };
  const trust = { roots: keys.roots, timestampRoots: keys.roots, at };

  const sign = async (pdf: Uint8Array, field: SignatureField, keyRef: string): Promise<Uint8Array> => {
    const certified = await keys.certificates(keyRef);
    if (certified === undefined) throw new Error(`no key ${keyRef}`);
    const prepared = await paper.prepareSignature(pdf, {
      field,
      at,
      name: keyRef,
      reason: 'Ký ban hành',
      appearance: { image: images[field] },
    });
    const signature = await keys.sign(keyRef, paper.toBeSigned(prepared, certified.chain));
    const timestampToken = await stamper.stamp(new Uint8Array(createHash('sha256').update(signature).digest()));
    return paper.embed(prepared, { ...certified, signature, timestampToken });
  };
  const number = (pdf: Uint8Array, request: PaperRequest, value: number) =>
    paper.number(pdf, {
      number: value,
      symbol: request.symbol,
      place: request.place,
      date: LocalDate.parse('2023-09-18'),
    });
  /** All revisions of one issued document. */
  const issue = async (request: PaperRequest, value: number) => {
    const rendered = await paper.render(request);
    const signed = await sign(rendered.pdf, 'signer', 'person:p01');
    const numbered = await number(signed, request, value);
    const sealed = await sign(numbered, 'seal', 'seal:UBND-HN');
    return { rendered: rendered.pdf, pages: rendered.pages, signed, numbered, sealed };
  };
  return { keys, tsa, stamper, paper, trust, sign, number, issue };
};
