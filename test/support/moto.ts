import { afterAll, it } from 'vitest';
import { startMoto } from '../../tools/moto.ts';

/** What every AWS client of a test is made with. */
export type MotoServer = {
  endpoint: string;
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
};

/**
 * Runs the suite against moto_server when this machine has Python and can reach a package index (or has it in .cache/); otherwise one skipped
 * test says what is missing. With them, anything that fails fails.
 */
export const withMoto = async (suite: (server: MotoServer) => void | Promise<void>): Promise<void> => {
  const moto = await startMoto();
  if ('missing' in moto) {
    it.skip(`moto: skipped, missing on this machine: ${moto.missing}`, () => {});
    return;
  }
  afterAll(() => moto.stop());
  const { endpoint } = moto;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  await suite({ endpoint, client: { endpoint, region: 'ap-southeast-1', credentials } });
};
