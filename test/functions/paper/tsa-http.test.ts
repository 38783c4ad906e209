import { serve } from '@hono/node-server';
import { afterAll, describe, expect, it } from 'vitest';
import { httpTimestamper } from '../../../functions/paper/timestamper.ts';
import { demoOffice, removeFolders } from './issued.ts';

afterAll(removeFolders);

describe('the demo time stamp authority over HTTP', () => {
  it('stamps a digest and refuses other kinds of requests', async () => {
    const { keys, tsa } = await demoOffice();
    const started = Promise.withResolvers<number>();
    const server = serve({ fetch: tsa.handle, port: 0, hostname: '127.0.0.1' }, (info) => started.resolve(info.port));
    const url = `http://127.0.0.1:${await started.promise}/`;
    try {
      const token = await httpTimestamper(url, keys.roots).stamp(new Uint8Array(32).fill(3));
      expect(token[0]).toBe(0x30);
      expect((await fetch(url)).status).toBe(415);
      await expect(httpTimestamper(url, []).stamp(new Uint8Array(32))).rejects.toThrow('not acceptable');
    } finally {
      server.close();
    }
  });
});
