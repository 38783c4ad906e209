import { describe, expect, it } from 'vitest';
import { parseStage, stageNames } from '../../infra/stage.ts';
import { SAMPLES, sample } from './templates.ts';

const refusal = (change: Record<string, unknown>, from: (typeof SAMPLES)[number] = 'sample-ward'): string => {
  try {
    parseStage('thử', { ...sample(from), ...change });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('a stage file (cấu hình triển khai)', () => {
  it('comes with samples that are right', () => expect(stageNames()).toEqual(expect.arrayContaining([...SAMPLES])));

  it('is refused in production without an address, since the address is printed and signed', () =>
    expect(refusal({ domain: undefined })).toContain('- domain: bắt buộc ở bản vận hành'));

  it('is refused with keys of persons outside a demo', () =>
    expect(refusal({ demoSigners: ['p01'] })).toContain('- demoSigners: chỉ bản trình diễn'));

  it('is refused with a clock that runs ahead outside a demo', () =>
    expect(refusal({ clockOffsetSeconds: 5 })).toContain('- clockOffsetSeconds: chỉ bản trình diễn'));

  it('is refused with a unit whose id cannot stand in the name of a key', () =>
    expect(refusal({ seals: ['VP.1'] })).toContain('- seals.0: chỉ dùng chữ cái không dấu'));

  it('is refused with a secret written into it', () => {
    const provider = { issuer: 'https://i.example.vn', clientId: 'a', audience: 'b', clientSecret: 's' };
    const identity = { kind: 'oidc', providers: [provider] };
    expect(refusal({ identity })).toContain('không ghi clientSecret vào tệp cấu hình');
  });

  it('is refused with a firewall that has nothing to stand before', () =>
    expect(refusal({ waf: true }, 'sample-demo')).toContain('- waf: chỉ có tác dụng khi có domain'));

  it('is refused with a certificate of another region', () =>
    expect(refusal({ region: 'ap-southeast-3' })).toContain('regionCertificateArn phải thuộc vùng ap-southeast-3'));

  it('is refused when a stage to be torn down would lock its backups for good', () =>
    expect(refusal({ kind: 'test', backup: { vaultLock: 'compliance' } })).toContain('không gỡ bỏ được nữa'));

  it('is refused with a setting that does not exist, and names every fault at once', () => {
    const said = refusal({ color: 'red', name: 'A' });
    expect(said).toContain('color');
    expect(said).toContain('- name: gồm chữ thường');
  });
});
