// What a meeting of the rhythm is called with (会议材料): figures over its place, frozen at one instant. Whole numbers, ids and codes only.
import { before, dueAt, type Period } from '../calendar/due';
import type { Calendar, Instant } from '../calendar/types';
import type { ProcessKind, Role } from '../process';
import type { RhythmForm } from './forms';

/** A duty that waits. */
export interface PackDuty {
  processId: string;
  kind: ProcessKind;
  placeName: string;
  duty: string;
  role: Role | null;
  department: string | null;
  since: Instant;
  dueAt: Instant;
}

/** A count with what it is a part of: a rate in a pack is never rounded. */
export interface PackRate {
  part: number;
  whole: number;
}

export interface PackBody {
  form: RhythmForm;
  placeName: string;
  madeAt: Instant;
  /** The period looked back on begins here, the one looked ahead to ends there. */
  from: Instant;
  until: Instant;
  /** `overdue`: duties; `silent`: open processes in which nothing has happened for longer than the policy says, nothing being overdue. */
  stalls: { openProcesses: number; overdue: number; silent: number; worst: PackDuty[] };
  /**
   * Of problems, as the reports count them (domain/supervision/rates.ts), from the day of `from` to the day before `madeAt`, both included.
   */
  rates: { response: PackRate; solved: PackRate; satisfied: PackRate };
  repeats: { placeName: string; problems: number }[];
  dueNext: { duties: number; first: PackDuty[] };
}

/** What week, month, quarter and year mean; no policy's to change. */
const PERIODS: Record<RhythmForm, Period> = {
  weekly: { n: 7, unit: 'day', rollover: 'none' },
  monthly: { n: 1, unit: 'month', rollover: 'none' },
  quarterly: { n: 3, unit: 'month', rollover: 'none' },
  yearly: { n: 12, unit: 'month', rollover: 'none' },
};

/** The periods behind and ahead of a meeting of this form. */
export const periodsOf = (form: RhythmForm, at: Instant, calendar: Calendar): Pick<PackBody, 'from' | 'until'> => ({
  from: before(PERIODS[form], at, calendar).at,
  until: dueAt(PERIODS[form], at, calendar).at,
});
