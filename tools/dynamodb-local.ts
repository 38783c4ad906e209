import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, whenReady } from './local-server.ts';

/**
 * DynamoDB Local for the contract suites: fetched by Maven, never vendored, since its licence allows development on one's own
 * computers only. Its native libraries come as `.so`/`.dylib`/`.dll` artifacts into the same folder.
 */
const VERSION = '3.1.0';
const CACHE = join(import.meta.dirname, '..', '.cache', 'dynamodb-local');
const MAIN = 'software.amazon.dynamodb.services.local.main.ServerRunner';
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vanthu</groupId><artifactId>dynamodb-local</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>software.amazon.dynamodb</groupId><artifactId>DynamoDBLocal</artifactId><version>${VERSION}</version>
  </dependency></dependencies>
</project>
`;
const START_MILLISECONDS = 40_000;

export type DynamoDbLocal = { endpoint: string; stop: () => Promise<void> } | { missing: string };

/** The running server, or what is missing on this machine. Throws when everything is there and it does not start all the same. */
export const startDynamoDbLocal = async (): Promise<DynamoDbLocal> => {
  if (!runs('java', '-version')) return { missing: 'java' };
  const libraries = join(CACHE, VERSION);
  if (!existsSync(libraries)) {
    if (!runs('mvn', '-version')) return { missing: 'mvn (to fetch DynamoDB Local once)' };
    await fetchInto(libraries);
  }
  return launch(libraries);
};

const runs = (program: string, flag: string): boolean => spawnSync(program, [flag], { stdio: 'ignore' }).status === 0;

/** Downloads beside the target and renames, so that two test processes may do it at once and a broken download is never used. */
const fetchInto = async (libraries: string): Promise<void> => {
  const work = `${libraries}.${process.pid}`;
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'pom.xml'), POM);
  const goal = ['dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'];
  const fetched = spawnSync('mvn', ['-q', '-B', ...goal], { cwd: work, encoding: 'utf8' });
  if (fetched.status !== 0) throw new Error(`mvn could not fetch DynamoDB Local ${VERSION}: ${fetched.stdout}`);
  await rename(join(work, 'lib'), libraries).catch((error: unknown) => {
    if (!existsSync(libraries)) throw error; // else another process was first
  });
  await rm(work, { recursive: true, force: true });
};

const launch = async (libraries: string): Promise<DynamoDbLocal> => {
  const port = await freePort();
  // The first tier of the compiler starts in half the time, and a test server does not live long enough for the second.
  const jvm = ['-XX:TieredStopAtLevel=1', `-Djava.library.path=${libraries}`, '-cp', join(libraries, '*'), MAIN];
  const server = ['-port', String(port), '-inMemory', '-sharedDb', '-disableTelemetry'];
  const child = spawn('java', [...jvm, ...server], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const name = `DynamoDB Local ${VERSION}`;
  const ready = { name, answers: () => answers(endpoint), milliseconds: START_MILLISECONDS };
  return { endpoint, ...(await whenReady(child, ready)) };
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
};
