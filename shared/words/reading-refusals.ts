/** Sentences of the queries: what may not be read, beyond what does not exist for the asker. */
export const vi = {
  'document.journal-restricted':
    'Nhật ký đầy đủ của văn bản chỉ dành cho người tham gia xử lý và văn thư của cơ quan ban hành.',
} as const;
export const en: Record<keyof typeof vi, string> = {
  'document.journal-restricted': 'The full journal is open only to those who took part and to the issuer’s clerks.',
};
