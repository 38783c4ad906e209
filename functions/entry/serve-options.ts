import type { DemoPerson } from '../adapters/local-issuer/people.ts';
import type { ProviderConfig } from '../ports/identity.ts';
import type { Signer } from '../ports/signer.ts';
import type { Office } from './compose.ts';
import type { LocalPorts } from './local-ports.ts';

/** One machine's ports, whoever its keys come from. */
export type MachinePorts = Omit<LocalPorts, 'keys' | 'signer'> & { signer: Signer };

export type ServeOptions = {
  ports: MachinePorts;
  office: Office;
  dataDir: string;
  publicUrl: string;
  log: (line: Record<string, unknown>) => void;
  /** The demo brings its own identity provider; a real office names its own. */
  identity:
    | { kind: 'demo'; people: readonly DemoPerson[]; pin: string }
    | { kind: 'oidc'; providers: readonly ProviderConfig[] };
  /** Acts are refused, reading goes on. */
  readOnly?: boolean;
  openapi?: () => Promise<Record<string, unknown>>;
};
