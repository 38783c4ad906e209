import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import * as z from 'zod';
import type { Answered, ApiClient } from '../../functions/entry/api-client.ts';
import { demoPeople } from '../../functions/entry/demo-office.ts';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import { type OpenDemo, openDemo } from '../../functions/entry/open-demo.ts';
import { streamKey } from '../../shared/kernel/event-record.ts';
import { Instant } from '../../shared/kernel/time.ts';

/** Who plays which part in the demo office. */
export const PEOPLE = {
  chair: 'p01',
  viceChairFinance: 'p02',
  viceChairCulture: 'p03',
  officeHead: 'p06',
  formatChecker: 'p07',
  roomHead: 'p08',
  drafter: 'p09',
  clerk: 'p10',
  departmentHead: 'p12',
  departmentDeputy: 'p13',
  administrator: 'p22',
  archivist: 'p24',
  jurist: 'p25',
  otherRoomHead: 'p26',
  otherDrafter: 'p27',
  cultureRoomHead: 'p28',
  cultureDrafter: 'p29',
  departmentRoomHead: 'p35',
  departmentDrafter: 'p36',
  departmentClerk: 'p38',
  districtHead: 'p19',
  districtClerk: 'p73',
} as const;
export type Part = keyof typeof PEOPLE;

/** An instant by the office clock: `2023-09-14T08:00` is eight in the morning in Hà Nội. */
export const at = (text: string): Instant =>
  Instant.parse(new Date(`${text.length === 16 ? `${text}:00` : text}+07:00`).toISOString());

const KEYS = join('.cache', 'test-keys');
/** Keys of the demo people, named by what they are made from: another demo office or another way of making keys makes new ones. */
export const keyFolder = (): string => {
  const sources = ['seed/demo.json', '../adapters/local-keys/certificate.ts', '../adapters/local-keys/local-keys.ts'];
  const hash = createHash('sha256');
  for (const name of sources) hash.update(readFileSync(new URL(`../../functions/entry/${name}`, import.meta.url)));
  return join(KEYS, hash.digest('hex').slice(0, 16));
};

/** Keeps the keys for the next file. A file that comes at the same time keeps its own: whoever renames first wins. */
const keepKeys = (dataDir: string): void => {
  const kept = keyFolder();
  if (existsSync(kept)) return;
  mkdirSync(KEYS, { recursive: true });
  const partial = mkdtempSync(join(KEYS, 'partial-'));
  cpSync(join(dataDir, 'keys'), partial, { recursive: true });
  try {
    renameSync(partial, kept);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
};

export type Story = OpenDemo & {
  /** The person signed in; the same browser each time. */
  browser: (part: Part | (string & {})) => Promise<ApiClient>;
  /** Puts the office clock. */
  go: (text: string) => void;
  logged: Record<string, unknown>[];
};

const storyOf = (opened: OpenDemo, logged: Record<string, unknown>[]): Story => {
  const browsers = new Map<string, Promise<ApiClient>>();
  const parts: ReadonlyMap<string, string> = new Map(Object.entries(PEOPLE));
  const browser = (part: string): Promise<ApiClient> => {
    const person = parts.get(part) ?? part;
    const known = browsers.get(person) ?? opened.as(person);
    browsers.set(person, known);
    return known;
  };
  return { ...opened, browser, go: (text) => opened.clock.set(at(text)), logged };
};

/** One demo office for a test file, in a folder of its own, closed and removed after it. */
export const aStoryOffice = (o: { at?: string; adapt?: (ports: LocalPorts) => LocalPorts } = {}): (() => Story) => {
  let story: Story | undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'vanthu-story-'));
  beforeAll(async () => {
    if (existsSync(keyFolder())) cpSync(keyFolder(), join(dataDir, 'keys'), { recursive: true });
    const logged: Record<string, unknown>[] = [];
    const opened = await openDemo({
      dataDir,
      at: at(o.at ?? '2023-09-14T08:00'),
      log: (line) => logged.push(line),
      ...(o.adapt === undefined ? {} : { adapt: o.adapt }),
    });
    keepKeys(dataDir);
    await opened.settle();
    story = storyOf(opened, logged);
  }, 120_000);
  afterAll(async () => {
    await story?.settle();
    await story?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return () => {
    if (story === undefined) throw new Error('the office opens before the first test');
    return story;
  };
};

export const nameOf = (story: Story, part: Part): string =>
  demoPeople(story.world).find((person) => person.id === PEOPLE[part])?.name ?? '';

/** Every stream with its version and head: two equal pictures mean that nothing was stored between them. */
export const storedSoFar = async ({ ports }: Story): Promise<Record<string, string>> => {
  const picture: Record<string, string> = {};
  let after: string | undefined;
  do {
    const page = await ports.store.heads(after, 500);
    for (const { ref, version, head } of page.items) picture[streamKey(ref)] = `${version} ${head}`;
    after = page.next;
  } while (after !== undefined);
  return picture;
};

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  basis: z.string().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
export type Expected = { status: number; code: string; detail: string | RegExp; basis?: string };

export const problemOf = (answered: Answered): Problem => Problem.parse(answered.data);

/** A no as people meet it: status, problem document, code, Vietnamese sentence, provision. And nothing was stored. */
export const expectRefusal = async (
  story: Story,
  act: () => Promise<Answered>,
  expected: Expected,
): Promise<Problem> => {
  await story.settle();
  const before = await storedSoFar(story);
  const answered = await act();
  expect(answered.data).toMatchObject({ code: expected.code });
  expect(answered.status).toBe(expected.status);
  expect(answered.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answered.headers.get('content-language')).toBe('vi');
  const problem = problemOf(answered);
  expect(problem.status).toBe(expected.status);
  expect(problem.type).toBe(`/problems/${expected.code}`);
  if (typeof expected.detail === 'string') expect(problem.detail).toBe(expected.detail);
  else expect(problem.detail).toMatch(expected.detail);
  expect(problem.detail).not.toMatch(/[{}…]/);
  if (expected.basis !== undefined) expect(problem.basis).toBe(expected.basis);
  await story.settle();
  expect(await storedSoFar(story)).toEqual(before);
  return problem;
};

/** The answer of an act that must succeed. */
export const done = (answered: Answered): unknown => {
  if (answered.status !== 200) throw new Error(`HTTP ${answered.status}: ${JSON.stringify(answered.data)}`);
  return answered.data;
};
