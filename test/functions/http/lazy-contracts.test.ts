import { describe, expect, it } from 'vitest';
import { type ContractRows, lazyContracts } from '../../../functions/http/lazy-contracts.ts';
import { refusalWords } from '../../../shared/words/refusals.ts';
import { anOffice, contracts, fakeApp } from './office.ts';

const rows = (): ContractRows => ({ app: fakeApp().app, contracts, fileLink: undefined, words: refusalWords });
const nothing = { app: { commands: new Map(), queries: new Map() }, contracts: [] };
const signedIn = { headers: { Authorization: 'Bearer khai' } };

describe('contract rows that come with the first request', () => {
  it('answer as if they had been there from the start, and are loaded once', async () => {
    let loads = 0;
    const load = async () => {
      loads += 1;
      return rows();
    };
    const { http } = anOffice({ ...nothing, later: lazyContracts(load) });
    const { http: atOnce } = anOffice();
    const [row] = contracts.filter((one) => one.kind === 'query');
    const path = row?.path.replaceAll(/\{\w+\}/g, 'x') ?? '';
    for (const app of [http, http]) {
      const [later, before] = [await app.request(path, signedIn), await atOnce.request(path, signedIn)];
      expect([later.status, await later.text()]).toEqual([before.status, await before.text()]);
    }
    expect(loads).toBe(1);
  });

  it('are not loaded for a health check or a sign-in', async () => {
    const load = async (): Promise<ContractRows> => {
      throw new Error('loaded');
    };
    const { http } = anOffice({ ...nothing, later: lazyContracts(load) });
    expect((await http.request('/healthz')).status).toBe(200);
  });

  it('say no in words to an unknown address and to a method that is not allowed', async () => {
    const { http } = anOffice({ ...nothing, later: lazyContracts(async () => rows()) });
    const unknown = await http.request('/api/nowhere', signedIn);
    expect([unknown.status, (await unknown.json()).code]).toEqual([404, 'kernel.no-such-address']);
    const [row] = contracts.filter((one) => one.kind === 'query');
    const wrong = await http.request(row?.path.replaceAll(/\{\w+\}/g, 'x') ?? '', { ...signedIn, method: 'DELETE' });
    expect([wrong.status, (await wrong.json()).code]).toEqual([405, 'kernel.method-not-allowed']);
  });

  it('are tried again after they could not be loaded, and the failure is told', async () => {
    let loads = 0;
    const load = async () => {
      loads += 1;
      if (loads === 1) throw new Error('the bucket of the code is away');
      return rows();
    };
    const { http, logged } = anOffice({ ...nothing, later: lazyContracts(load) });
    expect((await http.request('/api/nowhere', signedIn)).status).toBe(500);
    expect(JSON.stringify(logged)).toContain('the bucket of the code is away');
    expect((await http.request('/api/nowhere', signedIn)).status).toBe(404);
  });
});
