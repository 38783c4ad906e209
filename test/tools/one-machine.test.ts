import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalConfig } from '../../functions/config.ts';
import { officeSettings } from '../../functions/entry/office-settings.ts';

const unit = readFileSync('deploy/vanthu.service', 'utf8');
const recipe = readFileSync('deploy/Containerfile', 'utf8');
const sample = readFileSync('deploy/vanthu.env.sample', 'utf8');
const variables = Object.keys(LocalConfig.shape);

/** `NAME=value` lines of a file of variables, as systemd and container runtimes read it. */
const environment = Object.fromEntries(
  sample
    .split('\n')
    .filter((line) => /^[A-Z][A-Z0-9_]*=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const setting = (name: string): string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].flatMap(([, value = '']) => value.split(' '));

describe('the sample of variables', () => {
  it('names every variable of one machine and no other, with values that are understood', () => {
    expect(Object.keys(environment).sort()).toEqual([...variables].sort());
    const parsed = LocalConfig.parse(environment);
    expect(parsed).toMatchObject({ READ_ONLY: false, PORT: 8080 });
    expect(parsed.OIDC_PROVIDERS).toHaveLength(1);
    // As it is handed out: the disk and no mail.
    const settings = officeSettings(parsed);
    expect(settings).toMatchObject({ publicUrl: 'https://vanthu.example.gov.vn' });
    expect(settings).not.toHaveProperty('store');
    expect(settings).not.toHaveProperty('mail');
  });

  it('keeps the anchors outside the data', () => {
    expect(`${environment.ANCHOR_DIR}/`.startsWith(`${environment.DATA_DIR}/`)).toBe(false);
  });
});

describe('the systemd unit', () => {
  it('starts the program that npm start starts', () => {
    const { scripts }: { scripts: { start: string } } = JSON.parse(readFileSync('package.json', 'utf8'));
    const started = setting('ExecStart').at(-1) ?? '';
    expect(scripts.start).toContain(started);
    expect(existsSync(started)).toBe(true);
    expect(setting('ExecStart')[0]).toBe(`${setting('WorkingDirectory')[0]}/node_modules/.bin/node`);
  });

  it('may write where the sample keeps data and anchors, and nowhere else', () => {
    const places = [environment.DATA_DIR, environment.ANCHOR_DIR];
    expect(setting('ReadWritePaths')).toEqual(places);
    expect(setting('StateDirectory').map((name) => `/var/lib/${name}`)).toEqual(places);
    expect(setting('ProtectSystem')).toEqual(['strict']);
    expect(setting('NoNewPrivileges')).toEqual(['yes']);
  });

  const verifier = spawnSync('systemd-analyze', ['--version'], { stdio: 'ignore' }).status === 0;
  it.skipIf(!verifier)('is understood by systemd', () => {
    const root = mkdtempSync(join(tmpdir(), 'vanthu-unit-'));
    try {
      mkdirSync(join(root, 'unit'));
      // The program and the user are not on this machine; everything else is as it will be.
      const here = unit.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`);
      writeFileSync(join(root, 'unit', 'vanthu.service'), here);
      const checked = spawnSync('systemd-analyze', ['verify', join(root, 'unit', 'vanthu.service')], {
        encoding: 'utf8',
      });
      const about = `${checked.stdout}${checked.stderr}`.split('\n').filter((line) => line.includes('vanthu.service'));
      expect(about).toEqual([]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe('the container', () => {
  it('copies only what is there, and what its ignore list lets through', () => {
    const ignored = readFileSync('deploy/Containerfile.dockerignore', 'utf8');
    const copied = [...recipe.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, names = '']) =>
      names.split(' ').slice(0, -1),
    );
    expect(copied.length).toBeGreaterThan(5);
    for (const name of copied) {
      expect(existsSync(name), name).toBe(true);
      expect(ignored.split('\n'), name).toContain(`!${name}`);
    }
  });

  it('sets only variables that the program knows, and keeps both of its directories in volumes', () => {
    const set = [...recipe.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]);
    const known = set.filter(([name = '']) => variables.includes(name));
    expect(Object.fromEntries(known)).toEqual({
      HOST: '0.0.0.0',
      PORT: '8080',
      DATA_DIR: '/data',
      ANCHOR_DIR: '/anchors',
    });
    expect(recipe).toContain('VOLUME ["/data", "/anchors"]');
  });

  it('does not run as root, and starts what npm start starts', () => {
    expect(recipe.lastIndexOf('USER node')).toBeGreaterThan(recipe.lastIndexOf('FROM'));
    expect(recipe).toContain('ENTRYPOINT ["node", "functions/entry/start.ts"]');
    expect(recipe).toContain('--omit=dev');
    expect(recipe).toContain('/healthz');
  });
});
