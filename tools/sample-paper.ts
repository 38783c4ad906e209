import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handwriting } from '../functions/adapters/local-keys/handwriting.ts';
import { localKeys } from '../functions/adapters/local-keys/local-keys.ts';
import { sealImage } from '../functions/adapters/local-keys/seal-image.ts';
import { localTsa } from '../functions/adapters/local-tsa/local-tsa.ts';
import { makePaper } from '../functions/paper/paper.ts';
import { localTimestamper } from '../functions/paper/timestamper.ts';
import type { SignatureField } from '../functions/ports/paper.ts';
import { Instant, LocalDate } from '../shared/kernel/time.ts';
import { letter3073 } from '../test/functions/paper/samples.ts';

/** Issues one sample công văn without the rest of the system: `out/3073-UBND-NC.pdf` and the root that vouches for it. */
const at = Instant.parse('2023-09-18T02:02:11Z');
const clock = { now: () => at };
const out = join(import.meta.dirname, '..', 'out');
mkdirSync(out, { recursive: true });
const keys = localKeys({ directory: join(out, 'sample-keys'), clock });
const organisation = 'Ủy ban nhân dân thành phố Hà Nội';
const signer = letter3073.signature.name;
await keys.enrol({ keyRef: 'person:sample', commonName: signer, organisation, kind: 'person' });
await keys.enrol({ keyRef: 'seal:sample', commonName: organisation, organisation, kind: 'seal' });
const authority = localTsa({ authority: keys.timestampAuthority, clock });
const stamper = localTimestamper(authority.respond, keys.roots);
const paper = makePaper();

const sign = async (pdf: Uint8Array, field: SignatureField, image: Uint8Array): Promise<Uint8Array> => {
  const keyRef = field === 'signer' ? 'person:sample' : 'seal:sample';
  const certified = await keys.certificates(keyRef);
  if (certified === undefined) throw new Error(`no key ${keyRef}`);
  const name = field === 'signer' ? signer : organisation;
  const prepared = await paper.prepareSignature(pdf, { field, at, name, reason: 'Ký ban hành', appearance: { image } });
  const signature = await keys.sign(keyRef, paper.toBeSigned(prepared, certified.chain));
  const timestampToken = await stamper.stamp(new Uint8Array(createHash('sha256').update(signature).digest()));
  return paper.embed(prepared, { ...certified, signature, timestampToken });
};

const { pdf } = await paper.render(letter3073);
const signed = await sign(pdf, 'signer', handwriting(signer));
const line = { number: 3073, symbol: letter3073.symbol, place: letter3073.place, date: LocalDate.parse('2023-09-18') };
const sealed = await sign(await paper.number(signed, line), 'seal', sealImage(organisation));
writeFileSync(join(out, '3073-UBND-NC.pdf'), sealed);
for (const root of keys.roots) writeFileSync(join(out, 'demo-root.pem'), new X509Certificate(root).toString());
