import { EventBody, streamKey, verifyChain } from '../../../shared/kernel/event-record.ts';
import { eventFault, type FaultList } from './fault.ts';
import { filesNamedBy } from './file-names.ts';
import type { EventRow, HeadRow, OddRow, StoreFile } from './store-file.ts';

/** Where a file was first named: enough to say which event is left without its bytes. */
export type Naming = { stream: string; seq: number; type: string; position: number };
export type EventsChecked = { streams: number; events: number; files: Map<string, Naming> };

type Row = EventRow | OddRow;
const isOdd = (row: Row): row is OddRow => 'odd' in row;

/** One row of look-ahead, to know where a stream ends. */
const lookahead = <T>(rows: Iterator<T>) => {
  let next = rows.next();
  return {
    peek: (): T | undefined => (next.done === true ? undefined : next.value),
    advance: (): void => {
      next = rows.next();
    },
  };
};
type Rows = ReturnType<typeof lookahead<Row>>;

const bodyOf = (bytes: string) => {
  try {
    return EventBody.safeParse(JSON.parse(bytes)).data;
  } catch {
    return undefined;
  }
};

/** What is wrong, in words, from the row at which the chain stopped. */
const wordsFor = (stream: string, expected: number, row: EventRow, fault: string): string => {
  const body = bodyOf(row.bytes);
  if (fault === 'altered') return 'nội dung đã bị sửa: không khớp với mã băm được lưu';
  if (fault === 'unreadable') return 'không đọc được như một sự kiện';
  if (fault === 'broken-link') return 'đứt chuỗi băm: sự kiện này hoặc sự kiện ngay trước nó đã bị sửa, chèn hoặc thay';
  if (row.seq > expected) return `thiếu sự kiện số ${expected}: đã bị xóa, hoặc sự kiện bị đổi số thứ tự`;
  if (row.seq < expected) return `có thêm một sự kiện mang số ${row.seq}: bị chèn hoặc lặp lại`;
  if (body !== undefined && body.stream !== stream) return `bị chuyển đến từ luồng ${body.stream}`;
  return `bị đổi chỗ: bên trong ghi số ${body?.seq ?? '?'}, đang nằm ở số ${row.seq}`;
};

type Walk = { faults: FaultList; files: Map<string, Naming>; count: { events: number } };

const nameFiles = (row: EventRow, files: Map<string, Naming>): void => {
  if (row.aggregate !== 'document') return;
  const event = bodyOf(row.bytes)?.event;
  if (event === undefined) return;
  for (const file of filesNamedBy(row.id, event)) {
    if (!files.has(file))
      files.set(file, { stream: row.stream, seq: row.seq, type: event.type, position: row.position });
  }
};

/** What was met on the way through one stream: the last row handed to the chain, and the first that is odd or misnamed. */
type Met = { current?: EventRow; odd?: OddRow; misnamed?: EventRow };

function* rowsOfStream(rows: Rows, walk: Walk, met: Met): Generator<EventRow> {
  const stream = rows.peek()?.stream ?? '';
  for (let row = rows.peek(); row?.stream === stream; row = rows.peek()) {
    walk.count.events += 1;
    rows.advance();
    if (isOdd(row)) {
      met.odd = row;
      return;
    }
    met.current = row;
    if (streamKey(row) !== stream) met.misnamed ??= row;
    nameFiles(row, walk.files);
    yield row;
  }
}

/** Checks the chain of the stream that begins at the look-ahead and leaves the look-ahead at the next stream. */
const checkStream = (rows: Rows, walk: Walk): { stream: string; version: number; head: string } | undefined => {
  const { faults } = walk;
  const stream = rows.peek()?.stream ?? '';
  const met: Met = {};
  const chain = verifyChain(stream, rowsOfStream(rows, walk, met));
  // After a break the rest of the stream proves nothing; it is still counted, so that the figures say how much there was.
  for (; rows.peek()?.stream === stream; rows.advance()) walk.count.events += 1;
  const { current, odd, misnamed } = met;
  if (odd !== undefined) {
    faults.add(eventFault(odd, 'dòng sự kiện bị hỏng: kiểu dữ liệu hoặc mã băm không hợp lệ'));
    return undefined;
  }
  if (chain.ok) {
    if (misnamed !== undefined)
      faults.add(eventFault(misnamed, `tên luồng không khớp với loại và mã (${streamKey(misnamed)})`));
    return { stream, version: chain.version, head: chain.head };
  }
  if (current === undefined) return undefined;
  const { seq, fault } = chain.fault;
  const type = current.seq === seq ? bodyOf(current.bytes)?.event.type : undefined;
  faults.add(eventFault({ stream, seq, type, position: current.position }, wordsFor(stream, seq, current, fault)));
  return undefined;
};

const compareHead = (
  head: HeadRow | undefined,
  last: { stream: string; version: number; head: string },
  faults: FaultList,
): void => {
  const { stream, version } = last;
  if (head === undefined)
    faults.add(eventFault({ stream, seq: 1 }, 'có sự kiện nhưng luồng không có trong danh sách luồng'));
  else if (head.version > version)
    faults.add(eventFault({ stream, seq: version + 1 }, `đuôi bị cắt: luồng đã đến số ${head.version}`));
  else if (head.version < version)
    faults.add(eventFault({ stream, seq: head.version + 1 }, `thừa sự kiện: luồng chỉ ghi đến số ${head.version}`));
  else if (head.head !== last.head)
    faults.add(eventFault({ stream, seq: version }, 'mã băm cuối luồng không khớp với sự kiện cuối cùng'));
  else if (streamKey(head) !== stream)
    faults.add(eventFault({ stream, seq: version }, `tên luồng không khớp với loại và mã (${streamKey(head)})`));
};

/** Every chain from its first event on, and that each stored stream ends where its events end. */
export const checkEvents = (store: StoreFile, faults: FaultList): EventsChecked => {
  const walk: Walk = { faults, files: new Map(), count: { events: 0 } };
  const rows = lookahead<Row>(store.events());
  const heads = lookahead<HeadRow>(store.heads());
  const isBefore = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  let streams = 0;
  const bare = (head: HeadRow): void => {
    streams += 1;
    if (head.version > 0)
      faults.add(eventFault({ stream: head.stream, seq: 1 }, `mất mọi sự kiện: luồng đã đến số ${head.version}`));
    heads.advance();
  };
  for (let row = rows.peek(); row !== undefined; row = rows.peek()) {
    const { stream } = row;
    for (let head = heads.peek(); head !== undefined && isBefore(head.stream, stream); head = heads.peek()) bare(head);
    const last = checkStream(rows, walk);
    const head = heads.peek()?.stream === stream ? heads.peek() : undefined;
    if (last !== undefined) compareHead(head, last, faults);
    streams += 1;
    if (head !== undefined) heads.advance();
  }
  for (let head = heads.peek(); head !== undefined; head = heads.peek()) bare(head);
  return { streams, events: walk.count.events, files: walk.files };
};
