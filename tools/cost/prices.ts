/**
 * The one table of prices: USD, region ap-southeast-1 (Singapore), no taxes, no volume steps, no savings plans. None was read from a price list:
 * this project has no AWS account. `memory` = written from memory, `derived` = the published us-east-1 price times the region's usual factor. Check each at
 * https://calculator.aws before a budget is signed.
 */
export const PRICES_AS_OF = '2026-11-23';
export const REGION = 'ap-southeast-1';

export type Price = {
  /** USD for one unit. */
  usd: number;
  unit: string;
  source: 'memory' | 'derived';
  /** Units a month that an account never pays for, however old it is. */
  allowance?: number;
};
const million = 1_000_000;

export const PRICES = {
  // us-east-1: 0.625 and 0.125 a million since November 2024 (read); Singapore is 1.14 times that.
  tableWrite: { usd: 0.7125 / million, unit: 'write request unit', source: 'derived' },
  tableRead: { usd: 0.1425 / million, unit: 'read request unit', source: 'derived' },
  tableStorage: { usd: 0.285, unit: 'GB-month', source: 'memory', allowance: 25 },
  tableRecovery: { usd: 0.228, unit: 'GB-month of point-in-time recovery', source: 'memory' },
  tableBackup: { usd: 0.114, unit: 'GB-month of backup', source: 'memory' },
  filePut: { usd: 0.005 / 1000, unit: 'PUT, COPY, LIST', source: 'memory' },
  fileGet: { usd: 0.0004 / 1000, unit: 'GET, HEAD', source: 'memory' },
  fileStorage: { usd: 0.025, unit: 'GB-month', source: 'memory' },
  fileBackup: { usd: 0.06, unit: 'GB-month of backup', source: 'memory' },
  signingKey: { usd: 1, unit: 'key-month', source: 'memory' },
  signature: { usd: 0.15 / 10_000, unit: 'ECC signature', source: 'memory' },
  httpRequest: { usd: 1.25 / million, unit: 'HTTP API request', source: 'memory' },
  cdnRequest: { usd: 0.012 / 10_000, unit: 'HTTPS request', source: 'memory', allowance: 10 * million },
  cdnTransfer: { usd: 0.12, unit: 'GB to browsers', source: 'memory', allowance: 1_000 },
  invocation: { usd: 0.2 / million, unit: 'invocation', source: 'memory', allowance: million },
  compute: { usd: 0.0000133334, unit: 'GB-second, arm64', source: 'memory', allowance: 400_000 },
  computeX86: { usd: 0.0000166667, unit: 'GB-second, x86', source: 'memory' },
  queueRequest: { usd: 0.4 / million, unit: 'SQS request', source: 'memory', allowance: million },
  mail: { usd: 0.1 / 1000, unit: 'mail', source: 'memory' },
  secret: { usd: 0.4, unit: 'secret-month', source: 'memory' },
  alarm: { usd: 0.1, unit: 'alarm-month', source: 'memory', allowance: 10 },
  dashboard: { usd: 3, unit: 'dashboard-month', source: 'memory', allowance: 3 },
  metric: { usd: 0.3, unit: 'own metric-month', source: 'memory', allowance: 10 },
  logs: { usd: 0.7, unit: 'GB ingested', source: 'memory', allowance: 5 },
  schedule: { usd: 1 / million, unit: 'scheduled call', source: 'memory', allowance: 14 * million },
  firewall: { usd: 5, unit: 'web ACL-month', source: 'memory' },
  firewallRule: { usd: 1, unit: 'rule-month', source: 'memory' },
  firewallRequest: { usd: 0.6 / million, unit: 'request inspected', source: 'memory' },
  activeUser: { usd: 0.015, unit: 'monthly active user, Cognito Essentials', source: 'memory', allowance: 10_000 },
  searchCompute: { usd: 0.288, unit: 'OCU-hour, OpenSearch Serverless', source: 'derived' },
} as const satisfies Record<string, Price>;
export type PriceName = keyof typeof PRICES;
