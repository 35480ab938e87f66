// One row of the list of stuck work as it is shown: its flags, what happens next, how it compares with what is normal, and the sentence.
import { foundBy } from '../../domain/supervision/detectors';
import type { Lang } from '../problems';
import type { Flag } from './stall-filters';
import { sayWhy } from './stall-sentence';
import { suspendedUntilOf, type StallRow } from './stalls';

type Places = ReadonlyMap<string, { id: string; name: string }>;

/** What follows from a row and the present instant. */
export function factsOf(row: StallRow, now: Date) {
  const isOverdue = !row.isSuspended && row.dueAt !== null && row.dueAt <= now;
  const isSilent = !row.isSuspended && !isOverdue && row.silentAt !== null && row.silentAt <= now;
  const troubles = row.troubles ?? [];
  const flags: Flag[] = [];
  if (isOverdue) flags.push('overdue');
  if (isSilent) flags.push('silent');
  if (row.isPingPong) flags.push('pingPong');
  if (troubles.length > 0) flags.push('engineTrouble');
  const normal =
    row.normalN === null ? null : { n: row.normalN, medianMs: Number(row.medianMs), p90Ms: Number(row.p90Ms) };
  return {
    flags,
    troubles,
    normal,
    overdueMs: isOverdue ? now.getTime() - (row.dueAt?.getTime() ?? 0) : null,
    openMs: Math.max(0, now.getTime() - row.since.getTime()),
  };
}

export function stallItem(row: StallRow, places: Places, now: Date, lang: Lang) {
  const facts = factsOf(row, now);
  const { flags, troubles, normal, overdueMs, openMs } = facts;
  const partyPlace = row.partyPath === null ? null : (places.get(row.partyPath) ?? null);
  const { duty, isPingPong, signs } = row;
  const isOverdue = flags.includes('overdue');
  return {
    id: row.id,
    process: {
      id: row.processId,
      kind: row.processKind,
      phase: row.phase,
      isSuspended: row.isSuspended,
      suspendedUntil: suspendedUntilOf(row),
      place: { id: row.placeId, name: row.placeName, kind: row.placeKind },
    },
    key: row.key,
    duty,
    party:
      row.partyKind === null
        ? null
        : {
            kind: row.partyKind,
            role: row.role,
            department: row.department,
            ownerId: row.partyKind === 'owner' ? row.personId : null,
            accountId: row.partyKind === 'account' ? row.personId : null,
            place: partyPlace,
          },
    since: row.since.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    isProvisional: row.isProvisional,
    overdueMs,
    basis: row.basis,
    rung: row.rung,
    stirredAt: row.stirredAt?.toISOString() ?? null,
    silentAt: row.silentAt?.toISOString() ?? null,
    stuckAt: row.stuckAt?.toISOString() ?? null,
    openMs,
    normal,
    flags,
    troubles: troubles.map(({ since, ...trouble }) => ({ ...trouble, since: new Date(since).toISOString() })),
    detectors: duty === null ? [] : foundBy({ kind: row.processKind, duty, isOverdue, isPingPong, signs }),
    nextStepAt: row.nextStepAt?.toISOString() ?? null,
    nextStepTells: row.nextStepTells,
    nextDecision: row.decides === null ? null : { what: row.decides, at: row.decidesAt?.toISOString() ?? null },
    why: sayWhy(row, facts, partyPlace?.name ?? null, now, lang),
  };
}
