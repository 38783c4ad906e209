import type { Files } from '../../ports/files.ts';
import { once } from './once.ts';

/** Files whose adapter (and the S3 client, 150 KB) is loaded by the first file that somebody asks for. */
export const lazyFiles = (open: () => Promise<Files>): Files => {
  const files = once(open);
  return {
    put: async (...file) => (await files()).put(...file),
    get: async (...file) => (await files()).get(...file),
    retain: async (...file) => (await files()).retain(...file),
    putIfAbsent: async (...slot) => (await files()).putIfAbsent(...slot),
    read: async (...slot) => (await files()).read(...slot),
    uploadUrl: async (...file) => (await files()).uploadUrl(...file),
    downloadUrl: async (...file) => (await files()).downloadUrl(...file),
  };
};
