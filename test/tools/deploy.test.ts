import { describe, expect, it } from 'vitest';
import { loadStage } from '../../infra/stage.ts';
import { covers } from '../../tools/deploy/certificate-check.ts';
import { differenceLines, differenceOf } from '../../tools/deploy/difference.ts';
import { deployStacks } from '../../tools/deploy/roll-out.ts';
import { answersHealth } from '../../tools/deploy/smoke.ts';
import { refusalToTakeDown } from '../../tools/deploy/take-down.ts';
import { servedAs } from '../../tools/deploy/upload.ts';
import { temporaryPassword } from '../../tools/stage/administrators.ts';

const table = (attribute: string, more: object = {}) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  DeletionPolicy: 'Retain',
  Properties: {
    KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: attribute, AttributeType: 'S' }],
    Replicas: [{ Region: 'ap-southeast-1' }],
    ...more,
  },
});
const topic = (name: string) => ({ Type: 'AWS::SNS::Topic', Properties: { DisplayName: name } });
const of = (Resources: object) => ({ Resources });

describe('what a deployment would change', () => {
  it('is counted: new, changed and removed resources', () => {
    const found = differenceOf('s', of({ A: topic('a'), B: topic('b') }), of({ A: topic('other'), C: topic('c') }));
    expect(found).toMatchObject({ isNew: false, added: 1, changed: 1, removed: 1, losses: [] });
  });

  it('is no loss when a table only gets a tag, or a stack is new', () => {
    const tagged = table('pk', { BillingMode: 'PAY_PER_REQUEST' });
    expect(differenceOf('s', of({ Records: table('pk') }), of({ Records: tagged })).losses).toEqual([]);
    expect(differenceOf('s', undefined, of({ Records: table('pk') }))).toMatchObject({ isNew: true, losses: [] });
  });

  it('names a table that would be replaced or removed, also one whose data would be left lying', () => {
    const replaced = differenceOf('s', of({ Records: table('pk') }), of({ Records: table('id') }));
    expect(replaced.losses).toEqual([expect.stringContaining('Records (AWS::DynamoDB::GlobalTable) sẽ bị thay')]);
    const orphaned = differenceOf('s', of({ Records: table('pk') }), of({}));
    expect(orphaned.losses).toEqual([expect.stringContaining('sẽ bị bỏ khỏi hệ thống')]);
    expect(differenceLines([orphaned])).toContainEqual(expect.stringMatching(/^NGUY HIỂM {2}s: Records/));
  });

  it('does not cry about functions and topics', () => {
    expect(differenceOf('s', of({ A: topic('a') }), of({})).losses).toEqual([]);
  });
});

describe('rolling out', () => {
  const assembly = 'cdk.out/x';
  const stage = loadStage('sample-production');

  it('goes from the data to the alarms, and stops at the first stack that fails', async () => {
    const called: string[] = [];
    const all = await deployStacks(stage, {
      assembly,
      runCdk: async ([, id = '']) => called.push(id) * 0,
    });
    expect([all, called]).toEqual([true, ['Data', 'Api', 'Web', 'Observability']]);
    const until: string[] = [];
    const stopped = await deployStacks(stage, {
      assembly,
      runCdk: async ([, id = '']) => {
        until.push(id);
        return id === 'Api' ? 1 : 0;
      },
    });
    expect([stopped, until]).toEqual([false, ['Data', 'Api']]);
  });

  it('has no stack in us-east-1 without a domain, and may deploy one stack alone', async () => {
    const called: string[] = [];
    const runCdk = async (args: readonly string[]) => called.push(args[1] ?? '') * 0;
    await deployStacks(loadStage('sample-demo'), { assembly, runCdk });
    await deployStacks(stage, { assembly, runCdk, only: 'Data' });
    expect(called).toEqual(['Data', 'Api', 'Observability', 'Data']);
  });

  it('is done when the office answers, however late, and not when it never does', async () => {
    let asked = 0;
    const late = async () => {
      asked += 1;
      return new Response('', { status: asked < 3 ? 503 : 200 });
    };
    expect(await answersHealth('https://x', { attempts: 5, milliseconds: 1, fetch: late })).toBe(true);
    expect(asked).toBe(3);
    const never = () => Promise.reject(new TypeError('fetch failed'));
    expect(await answersHealth('https://x', { attempts: 2, milliseconds: 1, fetch: never })).toBe(false);
  });
});

describe('the browser app', () => {
  it('is kept by browsers for ever where the name changes with the content, and nowhere else', () => {
    expect(servedAs('assets/index-B3xk9_Qd.js')).toEqual({
      ContentType: 'text/javascript; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
    });
    expect(servedAs('index.html')).toEqual({ ContentType: 'text/html; charset=utf-8', CacheControl: 'no-cache' });
    expect(servedAs('sw.js').CacheControl).toBe('no-cache');
    expect(servedAs('assets/logo.svg')).toEqual({ ContentType: 'image/svg+xml', CacheControl: 'no-cache' });
  });
});

it('a certificate for every name of a domain covers one label, not two', () => {
  expect(covers('*.example.gov.vn', 'api.example.gov.vn')).toBe(true);
  expect(covers('*.example.gov.vn', 'api.vanthu.example.gov.vn')).toBe(false);
  expect(covers('*.example.gov.vn', 'example.gov.vn')).toBe(false);
  expect(covers('example.gov.vn', 'example.gov.vn')).toBe(true);
});

it('an office in use is never taken down, nor what nobody can delete', () => {
  expect(refusalToTakeDown(loadStage('sample-production'))).toContain('bản vận hành');
  const demo = loadStage('sample-demo');
  expect(refusalToTakeDown({ ...demo, objectLock: { mode: 'COMPLIANCE', days: 1 } })).toContain('COMPLIANCE');
  expect(refusalToTakeDown(demo)).toBeUndefined();
});

it('a temporary password has every kind of letter that the pool asks for, and is another one each time', () => {
  const made = Array.from({ length: 200 }, temporaryPassword);
  expect(new Set(made).size).toBe(200);
  for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#%+=?]/, /^.{16}$/])
    expect(made.filter((one) => !kind.test(one))).toEqual([]);
});
