import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makePaper } from '../../functions/paper/paper.ts';
import { bundle } from '../../infra/bundle.ts';
import { withDynamoDbLocal } from '../support/dynamodb-local.ts';
import { detours } from '../support/lambda/detours.ts';
import { type Issued, issueLetter } from '../support/lambda/letter.ts';
import { permissionSuite } from '../support/lambda/permission-suite.ts';
import { aStage, type Stage } from '../support/lambda/stage.ts';
import { PUBLIC_URL } from '../support/lambda/stage-under-test.ts';
import { withMoto } from '../support/moto.ts';

const Sent = z.object({
  ses: z.object({
    Message: z.array(z.object({ destinations: z.object({ ToAddresses: z.array(z.string()) }), subject: z.string() })),
  }),
});
const Found = z.object({ hits: z.array(z.object({ id: z.string() })) });

await withMoto(async (moto) => {
  await withDynamoDbLocal((tables) => {
    describe('công văn 3073 through the functions that synthesis wrote', () => {
      let stage: Stage;
      let issued: Issued;
      let pdf: Uint8Array;
      beforeAll(async () => {
        await bundle();
        stage = await aStage({ ...tables, moto, table: await tables.newTable(), at: '2023-09-18T08:00:00+07:00' });
        await stage.settle();
        issued = await issueLetter(stage);
        const answer = await issued.people.drafter.get(`/api/documents/${issued.journey.id}/pdf`);
        if (answer.data instanceof Uint8Array) pdf = answer.data;
      }, 240_000);
      afterAll(async () => {
        await stage?.close();
        // For programs that are not ours (npm run conformance).
        const out = process.env.LAMBDA_OUT;
        if (out === undefined || pdf === undefined) return;
        writeFileSync(join(out, '3073-lambda.pdf'), pdf);
        writeFileSync(join(out, 'root.der'), stage.cloud.root);
      });
      const search = async (text: string) => {
        const answer = await issued.people.drafter.get(`/api/archive/search?text=${encodeURIComponent(text)}`);
        return Found.parse(answer.data).hits.map((hit) => hit.id);
      };

      it('gives the number, seals, files and dispatches', async () => {
        expect(issued.journey.display).toBe('3073/UBND-NC');
        const { data } = await issued.people.drafter.get(`/api/documents/${issued.journey.id}`);
        expect(JSON.stringify(data)).toContain('"status":"issued"');
        expect(JSON.stringify(data)).toContain('"filed":{');
      });

      it('hands out a file with two valid signatures of KMS keys', async () => {
        const report = await makePaper().verify(pdf, {
          roots: [stage.cloud.root],
          timestampRoots: [stage.cloud.root],
          at: stage.clock.now(),
        });
        expect(report.signatures.map((one) => [one.kind, one.level, one.intact, one.trusted])).toEqual([
          ['person', 'B-T', true, true],
          ['agency', 'B-T', true, true],
        ]);
        expect(report.valid).toBe(true);
      });

      it('keeps the issued original locked for the term of its dossier, and an anchor of the journal', async () => {
        const { s3, archiveBucket } = stage.cloud;
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: archiveBucket }));
        const keys = Contents.map((one) => one.Key ?? '');
        const original = keys.find((key) => key.startsWith(`content/paper/${issued.journey.id}/`));
        expect(original).toBeDefined();
        const kept = await s3.send(new HeadObjectCommand({ Bucket: archiveBucket, Key: original ?? '' }));
        expect(kept.ObjectLockMode).toBe('GOVERNANCE');
        expect(kept.ObjectLockRetainUntilDate?.getTime()).toBeGreaterThan(Date.now());
        expect(keys.filter((key) => key.startsWith('anchors/'))).not.toEqual([]);
      });

      it('finds it by number, with accents and without', async () => {
        for (const text of ['3073/UBND-NC', 'kỷ luật, kỷ cương', 'ky luat ky cuong'])
          expect(await search(text), text).toContain(issued.journey.id);
      });

      it('goes on finding it after the index was compacted', async () => {
        await (await stage.functionOf('compact')).invoke({ task: 'compact-search' });
        expect(await search('3073/UBND-NC')).toContain(issued.journey.id);
      });

      it('tells people by mail that it is their turn', async () => {
        const stored: unknown = await (await fetch(`${stage.moto}/moto-api/data.json`)).json();
        const told = Sent.parse(stored).ses.Message.flatMap((one) => one.destinations.ToAddresses);
        // The drafter's unit was asked to review; after dispatch the registries of the units it went to were told. Turns that were over before
        // the mail function came to them are not mailed.
        expect(told).toContain(`${stage.letter.roles.contentReviewer}@example.com`);
        expect(new Set(told).size).toBeGreaterThan(10);
        expect(told.length).toBe(new Set(told).size);
      });

      it('shows the verification page to anybody, and judges a file that a stranger brings', async () => {
        const page = await stage.door.fetch(new Request(`${PUBLIC_URL}/xac-thuc/${issued.journey.verificationCode}`));
        expect(page.status).toBe(200);
        expect(await page.text()).toContain('3073/UBND-NC');
        const form = new FormData();
        form.set('tep', new File([Uint8Array.from(pdf)], 'ban-goc.pdf', { type: 'application/pdf' }));
        const judged = await stage.door.fetch(
          new Request(`${PUBLIC_URL}/xac-thuc/${issued.journey.verificationCode}`, {
            method: 'POST',
            body: form,
          }),
        );
        expect(judged.status).toBe(200);
        const text = await judged.text();
        expect(text).toContain('3073/UBND-NC');
        expect(text).toContain('trùng từng byte với bản lưu');
      });

      it('answers preview, signature page, signature and search by their own functions', () => {
        const taken = new Map(stage.door.seen.map(({ key, to }) => [key, to]));
        expect([...new Set(taken.values())].sort()).toEqual(['api', 'inspect', 'render', 'search', 'sign']);
      });

      it('turns away at the gateway whoever brings no token or session of ours', async () => {
        const asked = (headers: Record<string, string>) =>
          stage.door.fetch(new Request(`${PUBLIC_URL}/api/inbox`, { headers }));
        expect((await asked({})).status).toBe(403);
        expect((await asked({ cookie: '__Host-vanthu-session=forged' })).status).toBe(403);
        expect((await asked({ authorization: 'Bearer a.b.c' })).status).toBe(403);
        expect((await stage.door.fetch(new Request(`${PUBLIC_URL}/healthz`))).status).toBe(200);
      });

      it('knows a second identity provider: a token that Cognito gave', async () => {
        const asked = (token: string) =>
          stage.door.fetch(new Request(`${PUBLIC_URL}/api/me`, { headers: { authorization: `Bearer ${token}` } }));
        const me = await asked(stage.cognitoToken);
        expect(me.status).toBe(200);
        expect(await me.json()).toMatchObject({ person: stage.letter.roles.drafter });
        expect((await asked(`${stage.cognitoToken.slice(0, -6)}AAAAAA`)).status).toBe(403);
      });

      it('sweeps, and anchors every day, by the schedule', async () => {
        const sweep = await stage.functionOf('sweep');
        await sweep.invoke({ task: 'sweep' });
        expect(sweep.lines.join('\n')).toContain('"StuckDocuments":0');
        await issued.people.drafter.get(`/api/documents/${issued.journey.id}`);
        await sweep.invoke({ task: 'daily-anchor' });
        await stage.settle();
        expect((await stage.functionOf('issue')).lines.filter((line) => line.includes('message-failed'))).toEqual([]);
      });

      it('asks for a certificate in the name of the one role that can sign', async () => {
        const issue = await stage.functionOf('issue');
        const asked = { key: 'anchor:main', subject: 'CN=Mốc nhật ký, O=UBND thành phố Hà Nội, C=VN' };
        for (const key of ['anchor:main', `seal:${stage.letter.issuer}`]) {
          const answer = await issue.invoke({ certificateRequest: { ...asked, key } });
          expect(JSON.stringify(answer)).toContain('BEGIN CERTIFICATE REQUEST');
        }
        await expect(issue.invoke({ certificateRequest: { ...asked, key: 'person:p01' } })).rejects.toThrow();
      });

      it('refuses to start without a variable that it needs', async () => {
        const { TABLE: _, ...incomplete } = stage.environmentOf('api');
        await expect(stage.startWith('api', incomplete)).rejects.toThrow('TABLE');
      });

      detours(() => ({ stage, issued }));
      permissionSuite(() => stage);
    });
  });
});
