import type { AnchorsChecked } from './check-anchors.ts';
import { eventFault, type FaultList } from './fault.ts';
import type { StoreFile } from './store-file.ts';

/**
 * The feed gives out places one by one and never again, so a gap is an event that is gone, and the last place given out outlives its row. Up to
 * the last anchor every event must also be covered by one: what is not was slipped in later.
 */
export const checkFeed = (store: StoreFile, anchors: AnchorsChecked, faults: FaultList): void => {
  const seen = new Map<string, number>();
  let before = 0;
  for (const { position, stream, seq } of store.feed()) {
    const missing = position - before - 1;
    if (missing > 0)
      faults.add({
        about: 'feed',
        position: before + 1,
        message: `thiếu ${missing} vị trí trong dòng thời gian, từ vị trí ${before + 1}: sự kiện đã bị xóa`,
      });
    const last = seen.get(stream) ?? 0;
    if (seq < last) faults.add(eventFault({ stream, seq, position }, `đứng sau sự kiện số ${last} của cùng luồng`));
    if (position <= anchors.coveredUpTo && seq > (anchors.heads.get(stream)?.version ?? 0))
      faults.add(eventFault({ stream, seq, position }, 'không mốc nào biết sự kiện này dù nó đứng trước mốc cuối'));
    seen.set(stream, Math.max(last, seq));
    before = position;
  }
  const given = store.lastPlaceGiven();
  if (given === before) return;
  const message =
    given > before
      ? `đuôi bị cắt: đã từng ghi đến vị trí ${given}, nay chỉ còn đến ${before}`
      : `có sự kiện ở vị trí ${before} nhưng kho chỉ từng cấp đến ${given}: bị chèn thêm`;
  faults.add({ about: 'feed', position: Math.min(given, before) + 1, message });
};
