import { createHash } from 'node:crypto';
import { type Point, Raster } from './raster.ts';

const WIDTH = 750;
const HEIGHT = 390;
/** Bright blue ink (Phụ lục I.II.7: màu xanh). */
const INK = [18, 58, 178] as const;

/** Numbers between 0 and 1 that follow from the name alone: one person always signs alike. */
const numbersFrom = (name: string): (() => number) => {
  let block = createHash('sha256').update(name.normalize('NFC')).digest();
  let at = 0;
  return () => {
    if (at >= block.length) {
      block = createHash('sha256').update(block).digest();
      at = 0;
    }
    return (block[at++] ?? 0) / 255;
  };
};

/** Catmull-Rom: a smooth hand through the given points. */
const smooth = (points: readonly Point[]): Point[] =>
  points.slice(1, -2).flatMap((p1, index) => {
    const p0 = points[index] ?? p1;
    const p2 = points[index + 2] ?? p1;
    const p3 = points[index + 3] ?? p2;
    return Array.from({ length: 24 }, (_, step): Point => {
      const t = step / 24;
      const along = (axis: 0 | 1) =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t);
      return [along(0), along(1)];
    });
  });

/** The pen presses on the way down and lifts on the way up. */
const inked = (path: readonly Point[]) =>
  path.map((at, index) => {
    const before = path[Math.max(0, index - 1)] ?? at;
    const fall = (at[1] - before[1]) / 6;
    const ends = Math.min(1, index / 14, (path.length - 1 - index) / 26);
    return { at, width: (4.4 + 3.2 * Math.max(-0.6, Math.min(1, fall))) * (0.35 + 0.65 * Math.max(0, ends)) };
  });

/** A tall opening loop, a running line that calms down, and a flourish below. */
const strokes = (name: string): Point[][] => {
  const next = numbersFrom(name);
  const x0 = 90 + next() * 30;
  const opening: Point[] = [
    [x0 - 40, 250 + next() * 20],
    [x0, 240],
    [x0 + 62 + next() * 20, 96 + next() * 30],
    [x0 + 30, 62 + next() * 24],
    [x0 + 4, 170],
    [x0 + 26, 286],
    [x0 + 84, 252],
  ];
  const waves = 5 + Math.round(next() * 2);
  const step = 380 / waves;
  const running = Array.from({ length: waves }, (_, i): Point[] => {
    const x = x0 + 100 + i * step;
    const height = (86 - i * 8) * (0.55 + 0.6 * next()) * (i === 2 ? 1.35 : 1);
    const base = 244 - i * 5;
    return [
      [x + step * 0.42, base - height],
      [x + step * 0.3, base - height * 0.6],
      [x + step * 0.55, base + 8 + next() * 10],
    ];
  }).flat();
  const end: Point[] = [
    [680, 190 + next() * 20],
    [716, 168],
    [720, 166],
  ];
  const low = 300 + next() * 24;
  const flourish: Point[] = [
    [690, low - 30],
    [640, low - 24],
    [420, low - 14 + next() * 10],
    [190 + next() * 40, low + 10],
    [240, low + 26],
    [430, low + 4],
    [560, low - 2],
    [566, low - 2],
  ];
  return [[...opening, ...running, ...end], flourish];
};

/** Image of a handwritten signature (hình ảnh chữ ký): blue PNG, transparent; invented from the name, nobody's real hand. */
export const handwriting = (name: string): Uint8Array => {
  const raster = new Raster(WIDTH, HEIGHT);
  for (const stroke of strokes(name)) raster.stroke(inked(smooth(stroke)));
  return raster.png(INK);
};
