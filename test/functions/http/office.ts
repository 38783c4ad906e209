import type { Hono } from 'hono';
import * as z from 'zod';
import type { App, CommandCall, CommandHandler, QueryHandler } from '../../../functions/app/call.ts';
import { type HttpOptions, httpApp } from '../../../functions/http/app.ts';
import { makeSessions } from '../../../functions/http/sessions.ts';
import type { Identity } from '../../../functions/ports/identity.ts';
import { ForeignCursor } from '../../../functions/ports/store.ts';
import type { Contract } from '../../../shared/kernel/contract.ts';
import { type CommandId, PersonId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { err, ok } from '../../../shared/kernel/result.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { refusalWords } from '../../../shared/words/refusals.ts';

/** An office of two verbs and two queries: enough to show how any contract row behaves over HTTP. */
const Note = z.object({
  text: z.string().min(1).max(50),
  due: z.iso.date().optional(),
  lines: z.array(z.object({ n: z.number().int() })).optional(),
});

export const contracts: readonly Contract[] = [
  {
    kind: 'query',
    name: 'notes.read',
    method: 'GET',
    path: '/api/notes/{id}',
    title: 'Đọc ghi chú',
    query: z.object({}),
    answer: Note,
  },
  {
    kind: 'query',
    name: 'notes.find',
    method: 'GET',
    path: '/api/notes/find',
    title: 'Tìm ghi chú',
    query: z.object({
      limit: z.coerce.number().int().max(100).default(20),
      type: z.union([z.string(), z.array(z.string())]).optional(),
    }),
    answer: z.unknown(),
  },
  {
    kind: 'query',
    name: 'notes.paper',
    method: 'GET',
    path: '/api/notes/{id}/paper',
    title: 'Tải tệp',
    query: z.object({}),
    answer: z.unknown(),
    binary: 'application/pdf',
  },
  {
    kind: 'command',
    name: 'notes.write',
    method: 'POST',
    path: '/api/notes/{id}/write',
    title: 'Ghi',
    body: Note,
    answer: z.unknown(),
  },
  {
    kind: 'command',
    name: 'notes.edit',
    method: 'PUT',
    path: '/api/notes/{id}',
    title: 'Sửa',
    body: Note,
    answer: z.unknown(),
    ifMatch: true,
  },
];

export const NOW = Instant.parse('2023-10-20T01:00:00.000Z');
export const START = Date.parse('2026-03-02T03:00:00.000Z');

/** A wall clock that the test moves by hand. */
export const wallClock = () => {
  let at = START;
  return {
    now: (): Instant => Instant.parse(new Date(at).toISOString()),
    pass: (minutes: number) => {
      at += minutes * 60_000;
    },
  };
};

export const fakeApp = () => {
  const calls: CommandCall[] = [];
  const seen = new Map<CommandId, string>();
  const app: App = {
    commands: new Map<string, CommandHandler>([
      [
        'notes.write',
        async (call: CommandCall) => {
          calls.push(call);
          const before = seen.get(call.commandId);
          if (before !== undefined && before !== call.bodyHash) return refuse('unmet', 'kernel.idempotency-key-reused');
          seen.set(call.commandId, call.bodyHash);
          if (call.params.id === 'crash') throw new Error('disk on fire at /secret/path');
          if (call.params.id === 'elsewhere') throw new ForeignCursor();
          if (call.params.id === 'hidden') return refuse('absent', 'kernel.absent');
          if (call.params.id === 'late')
            return refuse('conflict', 'step-up.expired', {
              basis: 'Điều 13',
              facts: { expiresAt: '2023-10-20T03:05:00.000Z' },
            });
          if (call.params.id === 'slow') await new Promise(() => {});
          return ok({
            answer: { by: call.caller.person, as: call.caller.as, body: call.body },
            version: 4,
            replayed: before !== undefined,
          });
        },
      ],
      [
        'notes.edit',
        async (call: CommandCall) =>
          call.ifMatch === 8
            ? ok({ answer: {}, version: 9, replayed: false })
            : refuse('conflict', 'document.version-superseded'),
      ],
    ]),
    queries: new Map<string, QueryHandler>([
      ['notes.read', async (call) => ok({ data: { id: call.params.id }, version: 8 })],
      ['notes.find', async (call) => ok({ data: call.query })],
      [
        'notes.paper',
        async () =>
          ok({
            data: undefined,
            bytes: { body: new Uint8Array([37, 80]), type: 'application/pdf', filename: 'Công văn 05.pdf' },
          }),
      ],
    ]),
  };
  return { app, calls };
};

/** Accepts exactly the bearer `khai`, as a provider would accept a real token; other tests use the real provider. */
export const oneToken: Identity = {
  verifyAccessToken: async (token) =>
    token === 'khai'
      ? ok({
          person: PersonId.parse('p01'),
          issuer: 'https://id.example',
          subject: 'p01',
          authenticatedAt: NOW,
          authTimeClaimed: true,
        })
      : err('bad-signature' as const),
  begin: async () => err('unknown-issuer' as const),
  finish: async () => err('unknown-issuer' as const),
};

export const KEY = new Uint8Array(32).fill(7);

export const anOffice = (more: Partial<HttpOptions> = {}) => {
  const clock = wallClock();
  const { app, calls } = fakeApp();
  const logged: Record<string, unknown>[] = [];
  const publicUrl = more.publicUrl ?? 'http://127.0.0.1:8080';
  const sessions = makeSessions({ key: KEY, publicUrl, realNow: clock.now });
  const http: Hono = httpApp({
    app,
    contracts,
    sessions,
    identity: oneToken,
    words: refusalWords,
    publicUrl,
    now: () => NOW,
    realNow: clock.now,
    log: (line) => logged.push(line),
    traceId: () => 'trace-1',
    ...more,
  });
  return { http, calls, logged, clock, sessions, publicUrl };
};

export const ULID = '01HD5Z2N6B8W3V9KQJ4T7RXM0C';
export const write = (http: Hono, id: string, body: unknown, headers: Record<string, string> = {}) =>
  http.request(`/api/notes/${id}/write`, {
    method: 'POST',
    headers: { Authorization: 'Bearer khai', 'Content-Type': 'application/json', 'Idempotency-Key': ULID, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
