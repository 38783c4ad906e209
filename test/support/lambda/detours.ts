import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { REFUSED } from '../../../functions/app/notify/refused-address.ts';
import type { Act } from '../../../functions/entry/journey.ts';
import { type Issued, issueLetter } from './letter.ts';
import { REFUSED_ADDRESS } from './recorded-functions.ts';
import type { Stage } from './stage.ts';
import { PUBLIC_URL } from './stage-under-test.ts';

const Id = z.object({ id: z.string() });
const Link = z.object({ url: z.string() });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes);
const HOUR = 3600;

/** What goes another way than the journey: files beside the API, steps that fail and are taken up again, a stage closed to acts or gone round. */
export const detours = (of: () => { stage: Stage; issued: Issued }): void => {
  const draft = async (): Promise<string> => {
    const { stage, issued } = of();
    const { type, issuer, competence, field, draftingUnit, urgency, content } = stage.letter;
    const heading = { type, issuer, competence, field, draftingUnit, urgency, symbolSuffix: field };
    const started = await issued.people.drafter.post('/api/documents', { heading, content });
    return `/api/documents/${Id.parse(started.data).id}`;
  };
  /** As a browser sends a file: the link first, then the bytes to the bucket itself. */
  const upload = async (path: string, bytes: Uint8Array): Promise<string> => {
    const { drafter } = of().issued.people;
    const [hash, checksum] = [sha256(bytes).digest('hex'), sha256(bytes).digest('base64')];
    const file = { sha256: hash, size: bytes.length, type: 'text/plain', notSecret: true };
    const { url } = Link.parse((await drafter.post(`${path}/uploads`, file)).data);
    const headers = {
      'content-type': 'text/plain',
      'x-amz-checksum-sha256': checksum,
      // S3 keeps the checksum that it was sent; moto only with this beside it.
      'x-amz-sdk-checksum-algorithm': 'SHA256',
    };
    const sent = await fetch(url, { method: 'PUT', headers, body: Uint8Array.from(bytes) });
    expect(sent.status).toBe(200);
    return hash;
  };
  const attach = (path: string, hash: string, size: number) => {
    const attachment = { hash, name: 'Phụ lục.txt', type: 'text/plain', size, role: 'working' };
    return of().issued.people.drafter.post(`${path}/attachments`, { attachment });
  };

  it('takes a file past the API into the bucket, and refuses one that never came', async () => {
    const { drafter } = of().issued.people;
    const path = await draft();
    const bytes = new TextEncoder().encode('Phụ lục kèm theo công văn');
    expect((await attach(path, sha256(bytes).digest('hex'), bytes.length)).status).toBe(422);
    const hash = await upload(path, bytes);
    expect((await attach(path, hash, bytes.length)).status).toBe(200);
    expect((await drafter.get(`${path}/attachments/${hash}`)).data).toEqual(bytes);
  });

  it('sends whoever reads a file that Lambda cannot answer with to the bucket', async () => {
    const { drafter } = of().issued.people;
    const path = await draft();
    const bytes = new Uint8Array(5 * 1024 * 1024).fill(65);
    const hash = await upload(path, bytes);
    expect((await attach(path, hash, bytes.length)).status).toBe(200);
    const answer = await drafter.get(`${path}/attachments/${hash}`);
    expect(answer.status).toBe(302);
    const file = await fetch(answer.headers.get('location') ?? '');
    expect(file.status).toBe(200);
    expect(sha256(new Uint8Array(await file.arrayBuffer())).digest('hex')).toBe(hash);
  });

  it('keeps the number of a letter whose seal gets no time stamp; sweep and clerk try again until it is out', async () => {
    const { stage, issued } = of();
    const act: Act = async ({ who }, work) => {
      // The authority goes down after the signature; before, mail is carried, so that the next reviewer's refused address is found.
      stage.timestamps.down = who === 'clerk';
      const done = await work();
      if (who === 'contentReviewer') await stage.settle();
      return done;
    };
    const { people } = issued;
    const { journey } = await issueLetter(stage, { people, act });
    const path = `/api/documents/${journey.id}`;
    const status = async () => JSON.stringify((await people.clerk.get(path)).data);
    expect(await status()).toContain('"status":"numbered"');
    const environment = stage.environmentOf('sweep');
    const later = await stage.startWith('sweep', {
      ...environment,
      CLOCK_OFFSET_SECONDS: String(stage.offset + HOUR),
    });
    await later.invoke({ task: 'sweep' });
    expect(later.lines.join('\n')).toContain('"StuckDocuments":1');
    expect(later.lines.join('\n')).toContain('"tried":1');
    await stage.settle();
    expect(await status()).toContain('"status":"numbered"');
    stage.timestamps.down = false;
    expect((await people.clerk.post(`${path}/retry-issuing`)).status).toBe(200);
    await stage.settle();
    expect(await status()).toContain('"status":"issued"');
    expect(await status()).toContain('"filed":{');
  });

  it('counts and shows an address that the mail service refuses', async () => {
    const { stage } = of();
    expect(await stage.views.get(REFUSED, REFUSED_ADDRESS)).toMatchObject({
      person: stage.letter.roles.formatReviewer,
    });
    expect((await stage.functionOf('mail')).lines.join('\n')).toContain('"MailRefused":1');
  });

  it('sets a document aside whose record cannot be read, and the sweep carries it on', async () => {
    const { stage, issued } = of();
    const Keys = { pk: { S: `s#document/${issued.journey.id}` }, sk: { S: `e#${'1'.padStart(15, '0')}` } };
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', Keys, NewImage: { seq: { N: '1' } } } };
    const relay = await stage.functionOf('relay');
    expect(await relay.invoke({ Records: [record] })).toEqual({ batchItemFailures: [] });
    expect(relay.lines.join('\n')).toContain('"StalledStreams":1');
    const sweep = await stage.functionOf('sweep');
    await sweep.invoke({ task: 'sweep' });
    expect(sweep.lines.join('\n')).toMatch(/"event":"swept","resumed":[1-9]/);
    await stage.settle();
    const { data } = await issued.people.drafter.get(`/api/documents/${issued.journey.id}`);
    expect(JSON.stringify(data)).toContain('"status":"issued"');
  });

  it('lets go of the search log that a later compaction no longer needs', async () => {
    const { stage, issued } = of();
    const logged = async () => {
      const listed = await stage.cloud.listSearch();
      return listed.filter((key) => key.includes('/log/')).length;
    };
    const before = await logged();
    await (await stage.functionOf('compact')).invoke({ task: 'compact-search' });
    expect(await logged()).toBeLessThan(before);
    const found = await issued.people.drafter.get('/api/archive/search?text=3073');
    expect(JSON.stringify(found.data)).toContain(issued.journey.id);
  });

  it('refuses acts while the stage is read-only, and goes on answering', async () => {
    const { stage, issued } = of();
    const closed = await stage.startWith('api', { ...stage.environmentOf('api'), READ_ONLY: 'true' });
    const drafter = await stage.as(
      stage.letter.roles.drafter,
      stage.doorTo({ instead: { api: closed }, origin: stage.cloud.origin.value }),
    );
    const refused = await drafter.post(`/api/documents/${issued.journey.id}/submit`, { contentHash: 'x' });
    expect(refused.status).toBe(503);
    expect(refused.data).toMatchObject({ code: 'kernel.read-only' });
    expect((await drafter.get('/api/inbox')).status).toBe(200);
  });

  it('turns away whoever goes round the distribution', async () => {
    const { stage } = of();
    const round = stage.doorTo({ origin: undefined });
    const guessed = stage.doorTo({ origin: 'x'.repeat(43) });
    for (const door of [round, guessed])
      for (const path of ['/healthz', '/api/inbox', '/xac-thuc/x'])
        expect((await door.fetch(new Request(`${PUBLIC_URL}${path}`))).status, path).toBe(403);
    const posted = new Request(`${PUBLIC_URL}/xac-thuc/x`, { method: 'POST', body: new FormData() });
    expect((await round.fetch(posted)).status).toBe(403);
  });
};
