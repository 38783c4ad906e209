import type { Actor } from '../kernel/actor.ts';
import type { PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import type { Instant, LocalDate } from '../kernel/time.ts';
import type { HolidayTable } from '../kernel/working-days.ts';
import type { OrganisationFacts } from '../organisation/organisation.ts';
import type { Delegation, Entrustment, Holding } from '../organisation/standing.ts';
import type { Content } from './content.ts';
import type { Procedures } from './procedure.ts';

/** Who may be asked: the directory view gives holders by position on the day; acts themselves check the actor's own stream. */
export type Directory = {
  /** Current holders of a position, with their substitute when absent today. */
  holders: (position: PositionId) => {
    person: PersonId;
    name: string;
    absent: boolean;
    suspended: boolean;
    substitute?: PersonId;
    /** How the position is held; substantive when absent. A deputy put in charge may sign (Điều 13.1). */
    manner?: Holding['manner'];
    /** What was given to them in writing: a document can be sent to who signs TUQ., or KT. for a matter of the head's own. */
    delegationsReceived?: readonly Delegation[];
    entrusted?: readonly Entrustment[];
  }[];
};

/** Everything a document rule may know besides the document and the command. Gathered by functions/app/facts in at most three reads. */
export type DocumentFacts = {
  now: Instant;
  today: LocalDate;
  /** The actor in the position chosen for this act. */
  actor: Actor;
  /** All positions the actor holds today, and those of absent people they substitute. */
  positions: readonly {
    position: PositionId;
    unit: UnitId;
    rank: string;
    checksFormat: boolean;
    actingFor?: PersonId;
  }[];
  organisation: OrganisationFacts;
  holidays: HolidayTable;
  procedures: Procedures;
  directory: Directory;
  /** The draft's structured content at the document's contentHash, when the rule looks at the text. */
  content?: Content;
};
