import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font, type PathCommand } from '@cantoo/fontkit';
import { circle, type Point, Raster } from './raster.ts';

const SIZE = 640;
const CENTRE = SIZE / 2;
/** Red (Phụ lục I.II.8: màu đỏ). */
const RED = [214, 16, 28] as const;

let face: Font | undefined;
const bold = (): Font => {
  if (face === undefined) {
    const path = createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf');
    const font = create(readFileSync(path));
    if ('fonts' in font) throw new Error('a single face is needed');
    face = font;
  }
  return face;
};

/** Outline of a glyph as polygons; curves in eight steps. */
const contoursOf = (commands: readonly PathCommand[]): Point[][] => {
  const contours: Point[][] = [];
  let current: Point[] = [];
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    const [x = 0, y = 0] = current.at(-1) ?? [];
    if (command === 'moveTo') {
      current = [[a, b]];
      contours.push(current);
    } else if (command === 'lineTo') current.push([a, b]);
    else if (command === 'quadraticCurveTo') {
      for (let i = 1; i <= 8; i++) {
        const t = i / 8;
        const u = 1 - t;
        current.push([u * u * x + 2 * u * t * a + t * t * c, u * u * y + 2 * u * t * b + t * t * d]);
      }
    }
  }
  return contours;
};
type Arc = {
  text: string;
  radius: number;
  size: number /** Largest angle the text may fill. */;
  span: number;
  lower: boolean;
};

/** Letters along a ring; on the lower half they stand upright too. */
const writeArc = (raster: Raster, arc: Arc): void => {
  const run = bold().layout(arc.text);
  const positions = run.positions ?? [];
  const scale = arc.size / bold().unitsPerEm;
  const natural = positions.reduce((sum, position) => sum + position.xAdvance * scale, 0);
  const spacing = 1.06;
  const fit = Math.min(1, (arc.span * arc.radius) / (natural * spacing));
  const sign = arc.lower ? -1 : 1;
  let along = (-natural * spacing * fit) / 2;
  for (const [index, glyph] of run.glyphs.entries()) {
    const advance = (positions[index]?.xAdvance ?? 0) * scale * fit;
    const middle = along + (advance * spacing) / 2;
    const angle = (sign * middle) / arc.radius + (arc.lower ? Math.PI / 2 : -Math.PI / 2);
    const turn = angle + sign * (Math.PI / 2);
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const contours = contoursOf(glyph.path.commands).map((contour) =>
      contour.map(([gx, gy]): Point => {
        const x = gx * scale * fit - advance / 2;
        const y = -gy * scale * fit;
        return [
          CENTRE + arc.radius * Math.cos(angle) + x * cos - y * sin,
          CENTRE + arc.radius * Math.sin(angle) + x * sin + y * cos,
        ];
      }),
    );
    raster.fill(contours);
    along += advance * spacing;
  }
};

const ring = (raster: Raster, radius: number, width: number): void =>
  raster.fill([circle([CENTRE, CENTRE], radius, 240), circle([CENTRE, CENTRE], radius - width, 240).reverse()]);

const star = (radius: number): Point[] =>
  Array.from({ length: 10 }, (_, i): Point => {
    const angle = -Math.PI / 2 + (i * Math.PI) / 5;
    const r = i % 2 === 0 ? radius : radius * 0.382;
    return [CENTRE + r * Math.cos(angle), CENTRE + r * Math.sin(angle)];
  });

/**
 * Image of a demo seal (hình ảnh con dấu trình diễn): red PNG, transparent; a plain star instead of the national emblem, and the words
 * CON DẤU TRÌNH DIỄN on the ring, so that it can never pass for a real one.
 */
export const sealImage = (agency: string): Uint8Array => {
  const raster = new Raster(SIZE, SIZE);
  ring(raster, 314, 9);
  ring(raster, 298, 3);
  ring(raster, 206, 4);
  const name = agency.normalize('NFC').toUpperCase();
  writeArc(raster, { text: name, radius: 228, size: 58, span: 3.75, lower: false });
  writeArc(raster, { text: 'CON DẤU TRÌNH DIỄN', radius: 272, size: 44, span: 1.95, lower: true });
  raster.fill([star(112)]);
  return raster.png(RED);
};
