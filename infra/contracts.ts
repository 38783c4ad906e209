import { type FunctionName, type FunctionRow, platform } from '../functions/platform.ts';
import { archiveQueries } from '../shared/archive/contract.ts';
import { checkQueries } from '../shared/documents/check-contract.ts';
import { documentContracts } from '../shared/documents/contract.ts';
import { issuingContracts } from '../shared/documents/issuing/issuing-contract.ts';
import { documentQueries } from '../shared/documents/query-contract.ts';
import type { Contract } from '../shared/kernel/contract.ts';
import { organisationContracts } from '../shared/organisation/contract.ts';

const contracts: readonly Contract[] = [
  ...documentContracts,
  ...issuingContracts,
  ...documentQueries,
  ...archiveQueries,
  ...checkQueries,
  ...organisationContracts,
];

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Route = { method: Method; path: string; to: FunctionName; public: boolean };
/** Every verb of HTTP that a contract row may have. */
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];

const contractRow = (name: string): Contract => {
  const row = contracts.find((one) => one.name === name);
  if (row === undefined)
    throw new Error(`functions/platform.ts names the contract row ${name}, which no contract table has`);
  return row;
};

const routesOf = (to: FunctionName): Route[] =>
  [...triggersOf(to)].flatMap((trigger): Route[] => {
    if (trigger.kind === 'route') return [{ method: trigger.method, path: trigger.path, to, public: trigger.public }];
    if (trigger.kind !== 'contracts') return [];
    // What no other function takes is one greedy route: API Gateway prefers the more exact ones.
    if (trigger.names === '*') return METHODS.map((method) => ({ method, path: '/api/{proxy+}', to, public: false }));
    return trigger.names.map(contractRow).map(({ method, path }) => ({ method, path, to, public: false }));
  });

export const triggersOf = (name: FunctionName): FunctionRow['triggers'] => platform[name].triggers;
export const functionNames = Object.keys(platform).filter((name): name is FunctionName => name in platform);
/** Every route of the API with the function behind it. */
export const routes = (): Route[] => functionNames.flatMap(routesOf);
