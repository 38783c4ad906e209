import { createHash } from 'node:crypto';
import * as z from 'zod';
import { done, type Part, type Story } from './office.ts';
import type { Paper } from './office-documents.ts';

const Link = z.object({ url: z.string(), method: z.literal('PUT') });
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const minutes = new TextEncoder().encode('Biên bản phiên họp UBND Thành phố ngày 12/9/2023: tán thành 5/5.');

/** Asks for the link to which a file of that type may be sent. */
export const uploadLink = async (story: Story, part: Part, o: { paper: Paper; bytes: Uint8Array; type?: string }) => {
  const body = {
    sha256: sha256(o.bytes),
    size: o.bytes.length,
    type: o.type ?? 'text/plain',
    notSecret: true,
  };
  return (await story.browser(part)).post(o.paper.path('uploads'), body);
};

/** Sends a file to the draft, as a browser does: link first, then the bytes. The hash by which it is then named. */
export const upload = async (story: Story, part: Part, o: { paper: Paper; bytes: Uint8Array }): Promise<string> => {
  const { url, method } = Link.parse(done(await uploadLink(story, part, o)));
  const headers = { 'content-type': 'text/plain' };
  const sent = await (await story.browser(part)).raw(url, { method, headers, body: Uint8Array.from(o.bytes) });
  if (sent.status !== 200) throw new Error(`upload answered ${sent.status}: ${await sent.text()}`);
  return sha256(o.bytes);
};
