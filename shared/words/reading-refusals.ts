/** Sentences of the queries: what may not be read, beyond what does not exist for the asker. */
export const vi = {
  'document.journal-restricted':
    'Nhật ký đầy đủ của văn bản chỉ dành cho văn thư, lưu trữ của cơ quan ban hành và lãnh đạo đơn vị soạn thảo.',
} as const;
export const en: Record<keyof typeof vi, string> = {
  'document.journal-restricted':
    'The full journal is open only to the issuer’s registry and archive and to the heads of the drafting unit.',
};
