import { NoSignatureImage } from '../../app/seal-bytes.ts';
import type { Anchors } from '../../ports/anchors.ts';
import type { Paper } from '../../ports/paper.ts';
import type { SearchIndex } from '../../ports/search.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Timestamper } from '../../ports/timestamp.ts';

/**
 * Ports that a function does not have: its role could not use them, and its bundle does not carry them. No route leads to code that needs
 * them, so meeting one is a mistake in functions/platform.ts, and says so.
 */
const absent = (what: string) => async (): Promise<never> => {
  throw new Error(`this function has no ${what}: the route belongs to another function (functions/platform.ts)`);
};

export const noPaper: Paper = {
  render: absent('typesetting'),
  prepareSignature: absent('paper'),
  toBeSigned: () => {
    throw new Error('this function has no paper');
  },
  embed: absent('paper'),
  number: absent('paper'),
  verify: absent('paper'),
};
export const noSigner: Signer = { sign: absent('keys'), certificates: absent('keys') };
export const noTimestamper: Timestamper = { stamp: absent('time stamp authority') };
export const noAnchors: Anchors = { add: absent('anchors'), read: absent('anchors'), list: absent('anchors') };
export const noSearch: SearchIndex = {
  apply: absent('search'),
  search: absent('search'),
  suggest: absent('search'),
  refresh: absent('search'),
  clear: absent('search'),
  close: async () => undefined,
};
export const noAppearance = async (keyRef: string): Promise<never> => {
  throw new NoSignatureImage(`this function draws no signature image (${keyRef})`);
};
