import type { ArchiveRecord } from '../../functions/ports/search.ts';
import { DocumentId } from '../../shared/kernel/ids.ts';
import { LocalDate } from '../../shared/kernel/time.ts';

export const EVERYBODY = ['authority:UBND-HN'];
export const documentIdOf = (n: number): DocumentId => DocumentId.parse(`01HARCH1VE${String(n).padStart(16, '0')}`);

/** An issued document in the archive; a test names only what matters to it. */
export const aRecord = (of: Partial<Omit<ArchiveRecord, 'date'>> & { date?: string } = {}): ArchiveRecord => ({
  id: documentIdOf(1),
  number: 1,
  symbol: 'UBND-NC',
  display: '01/UBND-NC',
  type: 'official-letter',
  issuer: 'UBND-HN',
  issuerName: 'Ủy ban nhân dân thành phố',
  signer: 'p01',
  signerName: 'Nguyễn Văn Mẫu',
  subject: 'Trích yếu',
  body: '',
  state: 'in-force',
  readers: EVERYBODY,
  ...of,
  date: LocalDate.parse(of.date ?? '2024-03-04'),
});

export const upserts = (records: readonly ArchiveRecord[], version = 1) =>
  records.map((record) => ({ op: 'upsert' as const, record, version }));
