import { spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort, whenReady } from './local-server.ts';

/**
 * A real OpenSearch server for the contract suite: the distribution that the OpenSearch project publishes for integration tests (server and HTTP
 * transport, no plug-ins), fetched by Maven and never vendored.
 */
const VERSION = '2.19.6';
const CACHE = join(import.meta.dirname, '..', '.cache', 'opensearch');
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vanthu</groupId><artifactId>opensearch-local</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.opensearch.distribution.integ-test-zip</groupId><artifactId>opensearch</artifactId>
    <version>${VERSION}</version><type>zip</type>
  </dependency></dependencies>
</project>
`;
/** The server refuses to run as root: it then runs as `nobody`, whose number is this one on every Linux. */
const NOBODY = 65_534;
const MEMORY = '-Xms512m -Xmx512m -XX:TieredStopAtLevel=1';
const START_MILLISECONDS = 90_000;

export type OpenSearchLocal = { endpoint: string; version: string; stop: () => Promise<void> } | { missing: string };

/** The running server, or what is missing on this machine. Throws when everything is there and it does not start all the same. */
export const startOpenSearchLocal = async (): Promise<OpenSearchLocal> => {
  if (process.platform === 'win32') return { missing: 'a Unix system' };
  const java = javaHome();
  if (java === undefined) return { missing: 'java (17 or later)' };
  const distribution = join(CACHE, VERSION);
  if (!existsSync(distribution)) {
    if (spawnSync('mvn', ['-version'], { stdio: 'ignore' }).status !== 0)
      return { missing: 'mvn (to fetch OpenSearch once)' };
    await fetchInto(distribution);
  }
  return launch(distribution, java);
};

const javaHome = (): string | undefined => {
  const asked = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  return /java\.home = (.+)/.exec(asked.stderr ?? '')?.[1]?.trim();
};

/** Downloads beside the target and renames, so that two processes may do it at once and a broken download is never used. */
const fetchInto = async (distribution: string): Promise<void> => {
  const work = `${distribution}.${process.pid}`;
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'pom.xml'), POM);
  const fetched = spawnSync('mvn', ['-q', '-B', 'dependency:unpack-dependencies', '-DoutputDirectory=unpacked'], {
    cwd: work,
    encoding: 'utf8',
  });
  if (fetched.status !== 0) throw new Error(`mvn could not fetch OpenSearch ${VERSION}: ${fetched.stdout}`);
  await rename(join(work, 'unpacked', `opensearch-${VERSION}`), distribution).catch((error: unknown) => {
    if (!existsSync(distribution)) throw error; // else another process was first
  });
  await rm(work, { recursive: true, force: true });
};

/** A copy of the distribution of its own for every server: configuration, data and logs lie in it and go with it. */
const prepare = (distribution: string, port: number): { home: string; user: { uid?: number; gid?: number } } => {
  const home = join(mkdtempSync(join(tmpdir(), 'vanthu-opensearch-')), 'server');
  cpSync(distribution, home, { recursive: true });
  const settings = [
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    'transport.port: 0',
    'cluster.routing.allocation.disk.threshold_enabled: false',
  ];
  writeFileSync(join(home, 'config', 'opensearch.yml'), `${settings.join('\n')}\n`);
  if (process.getuid?.() !== 0) return { home, user: {} };
  const inside = readdirSync(home, { recursive: true, encoding: 'utf8' }).map((path) => join(home, path));
  for (const path of [dirname(home), home, ...inside]) chownSync(path, NOBODY, NOBODY);
  return { home, user: { uid: NOBODY, gid: NOBODY } };
};

const launch = async (distribution: string, java: string): Promise<OpenSearchLocal> => {
  const port = await freePort();
  const { home, user } = prepare(distribution, port);
  const environment = { PATH: process.env.PATH ?? '', HOME: home, OPENSEARCH_JAVA_HOME: java };
  const child = spawn(join(home, 'bin', 'opensearch'), {
    ...user,
    cwd: home,
    env: { ...environment, OPENSEARCH_JAVA_OPTS: MEMORY },
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const ready = await whenReady(child, {
    name: `OpenSearch ${VERSION}`,
    answers: () => answers(endpoint),
    milliseconds: START_MILLISECONDS,
    after: async () => rmSync(dirname(home), { recursive: true, force: true }),
  });
  return { endpoint, version: VERSION, ...ready };
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/_cluster/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};
