import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { handwriting } from '../../functions/adapters/local-keys/handwriting.ts';
import { localKeys } from '../../functions/adapters/local-keys/local-keys.ts';
import { sealImage } from '../../functions/adapters/local-keys/seal-image.ts';
import { localTsa } from '../../functions/adapters/local-tsa/local-tsa.ts';
import { makePaper } from '../../functions/paper/paper.ts';
import { localTimestamper } from '../../functions/paper/timestamper.ts';
import type { SignatureField } from '../../functions/ports/paper.ts';
import { Instant, LocalDate } from '../../shared/kernel/time.ts';
import { letterOf } from './generated-letter.ts';

/**
 * The stages of issuing one letter, in milliseconds, in a process that has done nothing before: the first pass is cold, the others warm. Keys and
 * time stamp authority are local, so no network is in it. Answers the parent and ends.
 */
const AT = Instant.parse('2024-01-03T02:00:00.000Z');
const ORGANISATION = 'Ủy ban nhân dân thành phố Hà Nội';
const Asked = z.object({ pages: z.number().int().positive(), passes: z.number().int().positive() });

const directory = mkdtempSync(join(tmpdir(), 'vanthu-stages-'));
const tools = async () => {
  const clock = { now: () => AT };
  const keys = localKeys({ directory, clock });
  const organisation = ORGANISATION;
  await keys.enrol({ keyRef: 'person:p01', commonName: 'Nguyễn Quốc Khải', organisation, kind: 'person' });
  await keys.enrol({ keyRef: 'seal:UBND-HN', commonName: organisation, organisation, kind: 'seal' });
  const stamper = localTimestamper(localTsa({ authority: keys.timestampAuthority, clock }).respond, keys.roots);
  const drawn = new Map<SignatureField, Uint8Array>();
  /** Drawn once in a process, as the office does. */
  const imageOf = (field: SignatureField): Uint8Array => {
    const image = drawn.get(field) ?? (field === 'seal' ? sealImage(ORGANISATION) : handwriting('Nguyễn Quốc Khải'));
    drawn.set(field, image);
    return image;
  };
  return { keys, stamper, paper: makePaper(), imageOf };
};
type Tools = Awaited<ReturnType<typeof tools>>;
type Measure = <T>(stage: string, work: () => Promise<T>) => Promise<T>;

const signField = async (
  { keys, stamper, paper, imageOf }: Tools,
  measure: Measure,
  o: { pdf: Uint8Array; field: SignatureField },
) => {
  const isSeal = o.field === 'seal';
  const keyRef = isSeal ? 'seal:UBND-HN' : 'person:p01';
  await measure(isSeal ? 'drawSeal' : 'drawHand', async () => imageOf(o.field));
  const prepared = await measure(isSeal ? 'prepareSeal' : 'prepareSignature', async () =>
    paper.prepareSignature(o.pdf, {
      field: o.field,
      at: AT,
      name: keyRef,
      reason: 'Ký ban hành văn bản',
      appearance: { image: imageOf(o.field) },
    }),
  );
  return measure(isSeal ? 'seal' : 'sign', async () => {
    const certified = await keys.certificates(keyRef);
    if (certified === undefined) throw new Error(`no key ${keyRef}`);
    const signature = await keys.sign(keyRef, paper.toBeSigned(prepared, certified.chain));
    const timestampToken = await stamper.stamp(new Uint8Array(createHash('sha256').update(signature).digest()));
    return paper.embed(prepared, { ...certified, signature, timestampToken });
  });
};

/** One letter from text to sealed file. */
const pass = async (made: Tools, pages: number, turn: number): Promise<Record<string, number>> => {
  const stages: Record<string, number> = {};
  const measure: Measure = async (stage, work) => {
    const from = performance.now();
    const value = await work();
    stages[stage] = performance.now() - from;
    return value;
  };
  const request = letterOf(pages, turn);
  const rendered = await measure('render', () => made.paper.render(request));
  if (rendered.pages !== pages) throw new Error(`the generated letter has ${rendered.pages} pages, not ${pages}`);
  const signed = await signField(made, measure, { pdf: rendered.pdf, field: 'signer' });
  const { symbol, place } = request;
  const date = LocalDate.parse('2024-01-03');
  const numbered = await measure('number', () => made.paper.number(signed, { number: turn + 1, symbol, place, date }));
  await signField(made, measure, { pdf: numbered, field: 'seal' });
  return stages;
};

const { pages, passes } = Asked.parse(JSON.parse(process.argv[2] ?? ''));
try {
  const made = await tools();
  const measured: Record<string, number>[] = [];
  for (let turn = 0; turn < passes; turn += 1) measured.push(await pass(made, pages, turn));
  process.send?.(measured);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.disconnect();
