import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RETRIES } from '../../functions/entry/aws/state.ts';
import { EDGE_REGION } from '../../infra/data/secrets.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
/** Vite names what it bundles by content: `index-B3xk9_Qd.js`. */
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** How a file of the app is served: by content type, and whether its name changes with its content. */
export const servedAs = (file: string): { ContentType: string; CacheControl: string } => ({
  ContentType: TYPES[extname(file)] ?? 'application/octet-stream',
  CacheControl: HASHED.test(file) ? FOREVER : 'no-cache',
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((file) => !file.endsWith('.map'));

/**
 * The browser app into its bucket; the number of files. Pages last: while this runs, whoever opens the app finds every file that its page names.
 * Files of earlier versions stay for browsers that are open.
 */
export const uploadApp = async (s3: S3Client, o: { bucket: string; folder: string }): Promise<number> => {
  const files = filesIn(o.folder).sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
  for (const Key of files)
    await s3.send(
      new PutObjectCommand({ Bucket: o.bucket, Key, Body: readFileSync(join(o.folder, Key)), ...servedAs(Key) }),
    );
  return files.length;
};

/** Everything that is not named by its content, asked for anew. `reference` makes a repeated request the same one. */
export const refreshEdge = async (distribution: string, reference: string): Promise<void> => {
  const cloudFront = new CloudFrontClient({ ...RETRIES, region: EDGE_REGION });
  const batch = { CallerReference: reference, Paths: { Quantity: 1, Items: ['/*'] } };
  await cloudFront.send(new CreateInvalidationCommand({ DistributionId: distribution, InvalidationBatch: batch }));
};
