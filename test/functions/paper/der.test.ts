import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { children, integer, oid, readDer, readOid, sequence, setOf, tlv } from '../../../shared/kernel/der.ts';

describe('DER', () => {
  it('reads back what it writes, of any length', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 70_000]) {
      const element = readDer(tlv(0x04, new Uint8Array(length).fill(7)));
      expect(element?.content.length).toBe(length);
    }
  });
  it('keeps object identifiers', () => {
    for (const dotted of ['1.2.840.113549.1.7.2', '2.5.4.97', '0.4.0.1862.1.6.2', '2.16.840.1.101.3.4.2.1']) {
      expect(readOid(readDer(oid(dotted)))).toBe(dotted);
    }
  });
  it('sorts the members of a set by their bytes', () => {
    const set = setOf(integer(300), integer(2), oid('1.2.3'));
    expect(children(readDer(set), 0x31)?.map((one) => one.content[0])).toEqual([2, 1, 42]);
  });
  it('accepts no second spelling of a length', () => {
    expect(readDer(Uint8Array.from([0x04, 0x81, 0x01, 0x00]))).toBeUndefined();
    expect(readDer(Uint8Array.from([0x30, 0x80, 0x00, 0x00]))).toBeUndefined();
  });
  it('answers any bytes without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const element = readDer(bytes);
        children(element);
        readOid(element);
        return element === undefined || element.whole.length <= bytes.length;
      }),
      { seed: 30, numRuns: 500 },
    );
    expect(children(readDer(sequence(integer(1))))).toHaveLength(1);
  });
});
