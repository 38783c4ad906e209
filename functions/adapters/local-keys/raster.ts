import { crc32, deflateSync } from 'node:zlib';

export type Point = readonly [number, number];

type Band = { area: Float32Array; top: number; bottom: number };

/** Coverage of one picture, one colour: 0 … 1 a pixel, anti-aliased by exact area. */
export class Raster {
  readonly width: number;
  readonly height: number;
  readonly #mask: Float32Array;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#mask = new Float32Array(width * height);
  }

  /** Fills closed contours (a hole runs the other way round) and joins the result with what is there. */
  fill(contours: readonly (readonly Point[])[]): void {
    // Only the rows that the shape touches: a signature is hundreds of small shapes.
    const rows = contours.flatMap((contour) => contour.map((point) => point[1]));
    const top = Math.max(0, Math.floor(rows.reduce((a, b) => Math.min(a, b), this.height)));
    const bottom = Math.min(this.height, Math.ceil(rows.reduce((a, b) => Math.max(a, b), 0)));
    if (bottom <= top) return;
    const area = new Float32Array((bottom - top) * this.width + 2);
    for (const contour of contours) {
      for (const [index, from] of contour.entries()) {
        const to = contour[(index + 1) % contour.length];
        if (to !== undefined) this.#edge({ area, top, bottom }, from, to);
      }
    }
    let sum = 0;
    for (let i = 0; i < (bottom - top) * this.width; i++) {
      if (i % this.width === 0) sum = 0;
      sum += area[i] ?? 0;
      const cover = Math.min(1, Math.abs(sum));
      const at = top * this.width + i;
      const old = this.#mask[at] ?? 0;
      this.#mask[at] = old + cover - old * cover;
    }
  }

  /** Signed area that an edge leaves in each pixel of its rows; summed along the row it becomes coverage. */
  #edge(band: Band, from: Point, to: Point): void {
    if (from[1] === to[1]) return;
    const direction = from[1] < to[1] ? 1 : -1;
    const [top, bottom] = direction === 1 ? [from, to] : [to, from];
    const slope = (bottom[0] - top[0]) / (bottom[1] - top[1]);
    for (let y = Math.max(band.top, Math.floor(top[1])); y < Math.min(band.bottom, Math.ceil(bottom[1])); y++) {
      const y0 = Math.max(y, top[1]);
      const y1 = Math.min(y + 1, bottom[1]);
      if (y1 <= y0) continue;
      const clamp = (x: number) => Math.min(this.width - 1e-3, Math.max(0, x));
      const a = clamp(top[0] + (y0 - top[1]) * slope);
      const b = clamp(top[0] + (y1 - top[1]) * slope);
      this.#span(band.area, (y - band.top) * this.width, {
        left: Math.min(a, b),
        right: Math.max(a, b),
        height: direction * (y1 - y0),
      });
    }
  }

  #span(area: Float32Array, row: number, s: { left: number; right: number; height: number }): void {
    const first = Math.floor(s.left);
    const last = Math.floor(s.right);
    const width = s.right - s.left;
    let before = 0;
    for (let x = first; x <= last; x++) {
      // Share of the edge's height that lies left of x+1, with the triangle or trapezium inside this pixel.
      const l = Math.max(s.left, x);
      const r = Math.min(s.right, x + 1);
      const part = width === 0 ? s.height : (s.height * (r - l)) / width;
      const inside = part * (x + 1 - (l + r) / 2);
      area[row + x] = (area[row + x] ?? 0) + inside + before;
      before = part - inside;
    }
    if (last + 1 < this.width) area[row + last + 1] = (area[row + last + 1] ?? 0) + before;
  }

  /** A line with round ends and a thickness at each point. */
  stroke(points: readonly { at: Point; width: number }[]): void {
    for (const [index, point] of points.entries()) {
      const next = points[index + 1];
      this.fill([circle(point.at, point.width / 2, 16)]);
      if (next === undefined) continue;
      const [dx, dy] = [next.at[0] - point.at[0], next.at[1] - point.at[1]];
      const length = Math.hypot(dx, dy);
      if (length === 0) continue;
      const side = (p: { at: Point; width: number }, sign: number): Point => [
        p.at[0] - (dy / length) * (p.width / 2) * sign,
        p.at[1] + (dx / length) * (p.width / 2) * sign,
      ];
      this.fill([[side(point, 1), side(next, 1), side(next, -1), side(point, -1)]]);
    }
  }

  /** PNG, 8-bit RGBA, transparent where nothing was drawn. */
  png([red, green, blue]: readonly [number, number, number]): Uint8Array {
    const raw = Buffer.alloc(this.height * (this.width * 4 + 1));
    for (let i = 0; i < this.#mask.length; i++) {
      const alpha = Math.round(255 * (this.#mask[i] ?? 0));
      const at = i * 4 + Math.floor(i / this.width) + 1;
      raw.set(alpha === 0 ? [0, 0, 0, 0] : [red, green, blue, alpha], at);
    }
    const head = Buffer.alloc(13);
    head.writeUInt32BE(this.width, 0);
    head.writeUInt32BE(this.height, 4);
    head.set([8, 6, 0, 0, 0], 8);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return new Uint8Array(
      Buffer.concat([
        signature,
        chunk('IHDR', head),
        chunk('IDAT', deflateSync(raw, { level: 9 })),
        chunk('IEND', Buffer.alloc(0)),
      ]),
    );
  }
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

export const circle = (centre: Point, radius: number, steps: number): Point[] =>
  Array.from({ length: steps }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / steps;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
