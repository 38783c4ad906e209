import { type AppearanceOf, NoSignatureImage } from '../../app/seal-bytes.ts';
import type { Files } from '../../ports/files.ts';

/** Signature and seal images as enrolled; a key without its image signs nothing. */
export const enrolledAppearances =
  (files: Files): AppearanceOf =>
  async (keyRef) => {
    const image = await files.read(`appearance/${keyRef}`);
    if (image === undefined) throw new NoSignatureImage(`no signature image is enrolled for ${keyRef}`);
    return { image };
  };
