// Shown by the browser's own viewer; anything else is only ever saved, so that an uploaded page can never act as one of ours.
const INLINE = new Set(['application/pdf', 'image/png', 'image/jpeg']);

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

/** Type and name of a file for the browser, as values of Content-Type and Content-Disposition; the name may have Vietnamese letters (RFC 6266). */
export const fileHeaders = (filename: string, type: string): { type: string; disposition: string } => {
  const inline = INLINE.has(type);
  const plain = filename
    .normalize('NFD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\]/g, '_');
  const encoded = encodeURIComponent(filename.normalize('NFC')).replaceAll(/['()*]/g, percent);
  return {
    type: inline ? type : 'application/octet-stream',
    disposition: `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`,
  };
};
