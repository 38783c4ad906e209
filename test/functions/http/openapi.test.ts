import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../../functions/entry/compose.ts';
import { describeApi } from '../../../tools/openapi-document.ts';
import { anOffice, contracts as twoVerbs } from './office.ts';

describe('the description of the API (OpenAPI 3.1)', () => {
  it('is the one that the contract tables give today: run `npm run openapi` after changing a contract', () => {
    const stored: unknown = JSON.parse(readFileSync('functions/http/openapi.json', 'utf8'));
    expect(stored).toEqual(JSON.parse(JSON.stringify(describeApi())));
  });
  it('has one operation for every row, each under its own address and method', () => {
    const addresses = contracts.map((row) => `${row.method} ${row.path}`);
    expect(addresses.length).toBeGreaterThan(20);
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
  });
  it('tells which headers a verb needs and which problems it answers', () => {
    const described = JSON.parse(JSON.stringify(describeApi(twoVerbs)));
    const edit = described.paths['/api/notes/{id}'].put;
    expect(edit.parameters.map((p: { name: string }) => p.name)).toEqual([
      'id',
      'Idempotency-Key',
      'If-Match',
      'Acting-As',
    ]);
    expect(Object.keys(edit.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '428',
      '429',
      '431',
      '500',
      '503',
    ]);
    const { $ref } = edit.requestBody.content['application/json'].schema;
    const body = described.components.schemas[$ref.split('/').at(-1)];
    expect(body.properties.text).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 50,
    });
    expect(described.paths['/api/notes/{id}/paper'].get.responses['200'].content).toHaveProperty(['application/pdf']);
  });
  it('refers to nothing that it does not hold', () => {
    const described = JSON.parse(JSON.stringify(describeApi()));
    const references = [...JSON.stringify(described).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    const held = (path: string): unknown => path.split('/').reduce((at, part) => at?.[part], described);
    expect(references.length).toBeGreaterThan(100);
    expect([...new Set(references)].filter((path) => held(path) === undefined)).toEqual([]);
  });
  it('is served to anyone who builds on it', async () => {
    const { http } = anOffice({ openapi: async () => ({ openapi: '3.1.0' }) });
    expect(await (await http.request('/openapi.json')).json()).toEqual({ openapi: '3.1.0' });
  });
});
