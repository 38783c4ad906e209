import type { DemoPerson } from '../adapters/local-issuer/people.ts';
import type { ProviderConfig } from '../ports/identity.ts';
import type { Office } from './compose.ts';
import type { LocalPorts } from './local-ports.ts';

export type ServeOptions = {
  ports: LocalPorts;
  office: Office;
  dataDir: string;
  publicUrl: string;
  log: (line: Record<string, unknown>) => void;
  /** The demo brings its own identity provider; a real office names its own. */
  identity:
    | { kind: 'demo'; people: readonly DemoPerson[]; pin: string }
    | { kind: 'oidc'; providers: readonly ProviderConfig[] };
  openapi?: Record<string, unknown>;
};
