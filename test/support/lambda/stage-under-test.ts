import type * as z from 'zod';
import type { ProviderConfig } from '../../../functions/ports/identity.ts';
import { parseStage, type StageConfig } from '../../../infra/stage.ts';

const DOMAIN = 'vanthu.example.com';
/** Behind a distribution, as an office has it. */
export const PUBLIC_URL = `https://${DOMAIN}`;
export const MAIL_FROM = 'vanthu@example.com';

const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/of-the-test`;

/** A demo stage with everything that an office's stage has. */
export const stageUnderTest = (o: {
  providers: readonly z.input<typeof ProviderConfig>[];
  timestampUrl: string;
  seal: string;
  signer: string;
  clockOffsetSeconds: number;
}): StageConfig =>
  parseStage('the test', {
    name: 'thu',
    kind: 'demo',
    region: 'ap-southeast-1',
    domain: {
      name: DOMAIN,
      regionCertificateArn: certificate('ap-southeast-1'),
      globalCertificateArn: certificate('us-east-1'),
    },
    objectLock: { mode: 'GOVERNANCE', days: 30 },
    search: { backend: 'bucket' },
    identity: { kind: 'oidc', providers: o.providers },
    mail: { transport: 'ses', from: MAIL_FROM, identity: MAIL_FROM },
    alarms: { email: MAIL_FROM },
    waf: false,
    timestampUrl: o.timestampUrl,
    seals: [o.seal],
    demoSigners: [o.signer],
    clockOffsetSeconds: o.clockOffsetSeconds,
    backup: { vaultLock: 'none' },
  });
