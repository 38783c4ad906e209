import { expect, it } from 'vitest';
import { parseProvisions } from '../../../shared/kernel/provision.ts';

it('reads điểm, khoản and Điều of a citation', () => {
  expect(parseProvisions('theo điểm a khoản 2 Điều 103 của Luật')).toEqual([
    { point: 'a', clause: '2', article: '103', index: 5, raw: 'điểm a khoản 2 Điều 103' },
  ]);
});

it('reads an article alone, a clause without a point, and text typed in NFD', () => {
  const found = parseProvisions('Điều 5; khoản 1 Điều 18; điểm đ, khoản 3, Điều 31a'.normalize('NFD'));
  expect(found.map(({ article, clause, point }) => [article, clause, point])).toEqual([
    ['5', undefined, undefined],
    ['18', '1', undefined],
    ['31a', '3', 'đ'],
  ]);
});

it('takes neither a list without an article nor a longer number', () => {
  expect(parseProvisions('khoản 2, điều kiện 3, Điều 1234')).toEqual([]);
});
