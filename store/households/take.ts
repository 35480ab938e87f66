// Takes many households into the visits in one transaction: each is a process of its own, and each row has its result.
import type { Calendar } from '../../domain/calendar/types';
import type { VisitClass } from '../../domain/household/messages';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, ProcessPlace } from '../../domain/process';
import { uuidFrom } from '../ids';
import { launchProcess } from '../record/launch-process';
import { Refused } from '../refused';
import type { Tx } from '../transaction';

export interface TakeSetting {
  place: ProcessPlace;
  policy: Policy;
  calendar: Calendar;
  commandId: string;
  actor: Actor;
  /** Hash of the sealed text. */
  reasonText: string;
}

export interface Taken {
  unitId: string;
  result: 'launched' | 'already-visited' | 'unit-not-here';
  processId: string | null;
}

/** A household that is visited already stays as it is; everything else that goes wrong undoes the whole. */
export async function takeHouseholds(
  tx: Tx,
  { reasonText, ...setting }: TakeSetting,
  households: readonly { unitId: string; class: VisitClass }[],
  at: Date,
): Promise<Taken[]> {
  const here = await unitsOf(
    tx,
    setting.place.estateId,
    households.map(({ unitId }) => unitId),
  );
  const results: Taken[] = [];
  for (const { unitId, class: visitClass } of households) {
    if (!here.has(unitId)) {
      results.push({ unitId, result: 'unit-not-here', processId: null });
      continue;
    }
    const processId = uuidFrom(`${setting.commandId}:household:${unitId}`);
    const command = { type: 'launch', unitId, class: visitClass, reasonText } as const;
    await tx.query('savepoint household');
    try {
      const launched = { ...setting, processId, kind: 'household', parentId: null, channel: 'web' } as const;
      await launchProcess(tx, { ...launched, command, isRepeatRefused: true }, at);
      results.push({ unitId, result: 'launched', processId });
    } catch (error) {
      if (!(error instanceof Refused) || error.rejection.code !== 'already-running') throw error;
      await tx.query('rollback to savepoint household');
      const running = error.rejection.params?.['processId'];
      results.push({ unitId, result: 'already-visited', processId: String(running) });
    }
    await tx.query('release savepoint household');
  }
  return results;
}

/** Those of the units that belong to the estate. */
export async function unitsOf(tx: Tx, estateId: string, unitIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>('select id from unit where estate_id = $1 and id = any($2::uuid[])', [
    estateId,
    unitIds,
  ]);
  return new Set(rows.map(({ id }) => id));
}
