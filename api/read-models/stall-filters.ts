// The filters of the list of stuck work as SQL on the obligation `o`. Every instant is compared with the present one, so that nothing has to
// be written when a deadline passes.
import { detectorById, type Detector, type Reading } from '../../domain/supervision/detectors';
import type { ProcessKind, Role } from '../../domain/process';

export const FLAGS = ['overdue', 'silent', 'pingPong', 'engineTrouble'] as const;
export type Flag = (typeof FLAGS)[number];

export interface StallFilter {
  kind?: ProcessKind | undefined;
  duty?: string | undefined;
  role?: Role | undefined;
  department?: string | undefined;
  /** `any`: at least one of them. */
  flag?: Flag | 'any' | undefined;
  detector?: string | undefined;
}

type Parameter = (value: unknown) => string;
/** Registers the present instant when it is first needed: the database refuses a parameter that no condition uses. */
type Now = () => string;

export function presentInstant(now: Date, parameter: Parameter): Now {
  let placeholder: string | undefined;
  return () => (placeholder ??= `${parameter(now)}::timestamptz`);
}

const IN_TROUBLE = `exists (select from engine_trouble t where t.process_id = o.process_id and t.resolved_at is null)`;

/** Of a process that stands still nothing is overdue: its `stuck_at` is infinite. */
const overdueSql = (now: Now): string => `o.stuck_at <= ${now()} and o.due_at <= ${now()}`;

function flagSql(flag: Flag | 'any', now: Now): string {
  switch (flag) {
    case 'overdue':
      return overdueSql(now);
    case 'silent':
      return `o.stuck_at <= ${now()} and o.silent_at <= ${now()} and (o.due_at is null or o.due_at > ${now()})`;
    case 'pingPong':
      return 'o.is_ping_pong';
    case 'engineTrouble':
      return IN_TROUBLE;
    case 'any':
      return `(o.stuck_at <= ${now()} or o.is_ping_pong or ${IN_TROUBLE})`;
  }
}

/** Conditions that are to hold together; empty: everything is listed. */
export function filterSql(
  { kind, duty, role, department, flag, detector }: StallFilter,
  now: Date,
  parameter: Parameter,
) {
  const at = presentInstant(now, parameter);
  const conditions: string[] = [];
  if (kind !== undefined) conditions.push(`o.process_kind = ${parameter(kind)}`);
  if (duty !== undefined) conditions.push(`o.duty = ${parameter(duty)}`);
  if (role !== undefined) conditions.push(`o.role = ${parameter(role)}`);
  if (department !== undefined) conditions.push(`o.department = ${parameter(department)}`);
  if (flag !== undefined) conditions.push(flagSql(flag, at));
  const asked = detector === undefined ? undefined : detectorById(detector);
  if (asked) conditions.push(detectorSql(asked, at, parameter));
  return conditions;
}

/** Duties that the detector finds, as `foundBy` of domain/supervision/detectors.ts says of one. */
export const detectorSql = ({ id, readings }: Detector, now: Now, parameter: Parameter): string =>
  readings.length === 0
    ? 'false'
    : `(${readings.map((reading) => readingSql(id, reading, now, parameter)).join(' or ')})`;

function readingSql(id: string, reading: Reading, now: Now, parameter: Parameter): string {
  const ofKind = `o.process_kind = ${parameter(reading.kind)}`;
  switch (reading.reads) {
    case 'duty': {
      const which = reading.duties === 'any' ? '' : ` and o.duty = any(${parameter([...reading.duties])}::text[])`;
      return `(${ofKind}${which}${reading.when === 'overdue' ? ` and ${overdueSql(now)}` : ''})`;
    }
    case 'pingPong':
      return `(${ofKind} and o.is_ping_pong)`;
    case 'state':
      return `(${ofKind} and o.signs @> array[${parameter(id)}::text])`;
  }
}
