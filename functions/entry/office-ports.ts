import type { Instant } from '../../shared/kernel/time.ts';
import type { HolidayTable } from '../../shared/kernel/working-days.ts';
import type { AppearanceOf } from '../app/seal-bytes.ts';
import type { Serial } from '../app/serial.ts';
import type { Anchors } from '../ports/anchors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Ids } from '../ports/ids.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Paper } from '../ports/paper.ts';
import type { SearchIndex } from '../ports/search.ts';
import type { Signer } from '../ports/signer.ts';
import type { Store } from '../ports/store.ts';
import type { Timestamper } from '../ports/timestamp.ts';
import type { Views } from '../ports/views.ts';

/** Everything the product needs of the machine or the cloud that it runs on. */
export type OfficePorts = {
  store: Store;
  views: Views;
  search: SearchIndex;
  files: Files;
  clock: Clock;
  ids: Ids;
  paper: Paper;
  signer: Signer;
  timestamper: Timestamper;
  realNow: () => Instant;
  appearanceOf: AppearanceOf;
  anchors: Anchors;
  /** Absent: nobody is told by mail. On AWS mail has a queue and a function of its own. */
  notifier?: Notifier;
  /** How the works of one register follow each other; one process needs none of its own. */
  serially?: Serial;
};
export type OfficeSettings = {
  publicUrl: string;
  demo: boolean;
  holidays: HolidayTable;
  /** Names this process in the relay's lease. */
  holder: string;
  /** How long another process waits for this one's reactions after it died; 30 s when absent. */
  leaseSeconds?: number;
  log: (line: Record<string, unknown>) => void;
};
