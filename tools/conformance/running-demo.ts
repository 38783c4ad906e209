import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { type ApiClient, apiClient } from '../../functions/entry/api-client.ts';

export type RunningDemo = { baseUrl: string; pin: string; stop: () => Promise<void> };

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
};

/** The demo as anybody starts it, in a process of its own with its data in `folder`. */
export const startDemo = async (folder: string): Promise<RunningDemo> => {
  const port = await freePort();
  const office = spawn(process.execPath, [join(import.meta.dirname, '../../functions/entry/start.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(port), DATA_DIR: join(folder, 'data'), ANCHOR_DIR: join(folder, 'anchors') },
  });
  const ended = once(office, 'exit');
  let said = '';
  const isOpen = new Promise<string>((resolve) => {
    for (const stream of [office.stdout, office.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const pin = /Mã PIN[^:]*: (\d+)/.exec(said)?.[1];
        if (pin !== undefined) resolve(pin);
      });
  });
  const pin = await Promise.race([isOpen, ended.then(() => undefined)]);
  if (pin === undefined) throw new Error(`the demo did not open: ${said.slice(-400)}`);
  const stop = async (): Promise<void> => {
    office.kill('SIGTERM');
    await ended;
  };
  return { baseUrl: `http://127.0.0.1:${port}`, pin, stop };
};

/** Drafter, head of the room, checker of the format, chair, clerk, and the clerk of a department that receives. */
const PEOPLE = ['p09', 'p08', 'p07', 'p01', 'p10', 'p38'];
const LISTS = ['/api/inbox', '/api/waiting', '/api/drafts', '/api/units/VP-NC/documents'];
const Lines = z.object({ items: z.array(z.object({ document: z.string() })) });
const Texts = z.object({ document: z.looseObject({ contentHash: z.string() }) });

const documentsOf = async (client: ApiClient): Promise<string[]> => {
  const answers = await Promise.all(LISTS.map((path) => client.get(path)));
  return answers.flatMap(({ data }) => {
    const lines = Lines.safeParse(data);
    return lines.success ? lines.data.items.map((line) => line.document) : [];
  });
};

const contentHashesOf = async (client: ApiClient, ids: readonly string[]): Promise<Record<string, string>> => {
  const answers = await Promise.all(
    ids.map(async (id) => [id, (await client.get(`/api/documents/${id}`)).data] as const),
  );
  return Object.fromEntries(
    answers.flatMap(([id, data]) => {
      const text = Texts.safeParse(data);
      return text.success ? [[id, text.data.document.contentHash]] : [];
    }),
  );
};

/** Sessions of the people of the demo, and what exists there, for requests that are to get past the door. */
export const signedInPeople = async ({ baseUrl, pin }: RunningDemo) => {
  const cookies: string[] = [];
  const ids = new Set<string>();
  let contentHashes: Record<string, string> = {};
  for (const person of PEOPLE) {
    let cookie = '';
    const watched = (request: Request): Promise<Response> => {
      cookie = request.headers.get('cookie') ?? cookie;
      return fetch(request);
    };
    const client = apiClient({ fetch: watched, baseUrl, pin }, person);
    await client.signIn();
    for (const id of await documentsOf(client)) ids.add(id);
    contentHashes = { ...contentHashes, ...(await contentHashesOf(client, [...ids])) };
    cookies.push(cookie);
  }
  const known = {
    id: [...ids],
    of: [...ids],
    series: ['CV'],
    year: ['2023'],
    issuer: ['UBND-HN'],
    unit: ['SNV', 'VP-NC', 'VP'],
    line: ['r01'],
    round: ['1'],
  };
  return { cookies, known, contentHashes };
};
