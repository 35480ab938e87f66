// How many processes each of the nineteen detectors finds: one look over the open duties of the places, whoever may see the single ones.
import type { Pool } from 'pg';
import { DETECTORS, type Detector, type Reading } from '../../domain/supervision/detectors';
import type { Lang } from '../problems';
import { detectorSql, presentInstant } from './stall-filters';
import { insideSql, type Scopes } from './stall-scopes';

export async function listDetectors(pool: Pool, scopes: Scopes, now: Date, lang: Lang) {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const at = presentInstant(now, parameter);
  const here = DETECTORS.filter(isInRelease);
  const found = here.map((detector) => `bool_or(${detectorSql(detector, at, parameter)}) as ${column(detector)}`);
  const { rows } = await pool.query<Record<string, number>>(
    `select ${here.map((detector) => `(count(*) filter (where ${column(detector)}))::int as ${column(detector)}`).join(', ')}
     from (select ${found.join(', ')} from obligation o where o.closed_at is null and ${insideSql(scopes, parameter)}
       group by o.process_id) found`,
    values,
  );
  return DETECTORS.map((detector) => ({
    id: detector.id,
    no: detector.no,
    title: detector.title[lang],
    basis: detector.basis,
    reads: detector.readings.map(readOf),
    isInRelease: isInRelease(detector),
    missing: detector.missing?.[lang] ?? null,
    processes: rows[0]?.[column(detector)] ?? null,
  }));
}

const isInRelease = ({ readings }: Detector): boolean => readings.length > 0;
const column = ({ no }: Detector): string => `d${no}`;

const readOf = (reading: Reading) => ({
  kind: reading.kind,
  what:
    reading.reads === 'duty'
      ? reading.when === 'overdue'
        ? ('overdueDuty' as const)
        : ('openDuty' as const)
      : reading.reads,
  duties: reading.reads === 'duty' && reading.duties !== 'any' ? [...reading.duties] : null,
});
