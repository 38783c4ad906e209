import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Contract } from '../../shared/kernel/contract.ts';
import type { RefusalWords } from '../../shared/words/refusals.ts';
import type { App } from '../app/call.ts';
import type { Door } from './app.ts';
import { contractRoutes, type FileLink } from './contract-routes.ts';
import { makeProblem } from './problem.ts';

export type ContractRows = {
  app: App;
  contracts: readonly Contract[];
  fileLink: FileLink | undefined;
  words: RefusalWords;
};

/**
 * Contract rows whose code is loaded by the first request that reaches them: a function that starts for a sign-in, a health check or a look at
 * a printed code does not wait for the rules of the whole office.
 */
export const lazyContracts =
  (load: () => Promise<ContractRows>) =>
  ({ authenticate }: Pick<Door, 'authenticate'>): Hono => {
    const make = async (): Promise<Hono> => {
      const { words, ...loaded } = await load();
      const problem = makeProblem(words);
      const rows = new Hono();
      rows.onError((error) => {
        throw error; // told and answered by the app around it
      });
      rows.notFound((c) => problem(c, { kind: 'absent', code: 'kernel.no-such-address' }));
      rows.use(
        methodNotAllowed({
          app: rows,
          onMethodNotAllowed: (c, allowed) => {
            const headers = { Allow: allowed.join(', ') };
            return problem(c, { kind: 'invalid', code: 'kernel.method-not-allowed' }, { status: 405, headers });
          },
        }),
      );
      return rows.route('/', contractRoutes({ ...loaded, authenticate, problem }));
    };
    let made: Promise<Hono> | undefined;
    const routes = new Hono();
    routes.all('/api/*', async (c) => {
      made ??= make();
      // A load that failed is tried again by the next request.
      const rows = await made.catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return rows.fetch(c.req.raw, c.env);
    });
    return routes;
  };
