// Reads what the papers of one process are made from: its state and events, and the names and texts behind their ids.
import type { Calendar } from '../../domain/calendar/types';
import type { LaunchedCofunding } from '../../domain/cofunding/state';
import type { LaunchedTerm } from '../../domain/committee-term/state';
import type { LaunchedDisclosure } from '../../domain/disclosure/state';
import type { LaunchedElection } from '../../domain/election/state';
import type { LaunchedHandover } from '../../domain/handover/state';
import type { LaunchedHousehold } from '../../domain/household/state';
import type { LaunchedMeeting } from '../../domain/meeting/state';
import type { LaunchedVote } from '../../domain/owners-vote/state';
import type { LaunchedPetition } from '../../domain/petition/state';
import type { Policy } from '../../domain/policy/schema';
import type { Clocks, ProcessKind } from '../../domain/process';
import type { LaunchedProblem } from '../../domain/problem/state';
import type { LaunchedRecall } from '../../domain/recall/state';
import type { LaunchedRhythm } from '../../domain/rhythm/state';
import type { ElectionRecord, PaperRecord, RecordedEvent } from '../../papers/record';
import { readTexts } from '../texts';
import type { Tx } from '../transaction';

/** The state of a process of this kind. */
interface CoreOf {
  committeeTerm: LaunchedTerm;
  disclosure: LaunchedDisclosure;
  election: LaunchedElection;
  handover: LaunchedHandover;
  household: LaunchedHousehold;
  cofunding: LaunchedCofunding;
  meeting: LaunchedMeeting;
  ownersVote: LaunchedVote;
  petition: LaunchedPetition;
  problem: LaunchedProblem;
  recall: LaunchedRecall;
  rhythm: LaunchedRhythm;
}

/** One process of a kind as it stands. It must be read in one snapshot (repeatable read): state and events belong together. */
export interface RecordedProcess<K extends ProcessKind> extends PaperRecord<CoreOf[K]> {
  kind: K;
  placePath: string;
  seq: number;
}

export type ProcessRecord = { [K in ProcessKind]: RecordedProcess<K> }[ProcessKind];

/** The same record, once it is known of which kind it is. */
export function recordOf<K extends ProcessKind>(record: ProcessRecord, kind: K): RecordedProcess<K> {
  if (record.kind !== kind) throw new Error(`process ${record.processId} is no ${kind}`);
  return record as unknown as RecordedProcess<K>;
}

type KindAndCore = { [K in ProcessKind]: { kind: K; core: CoreOf[K] } }[ProcessKind];

type Row = KindAndCore & {
  placePath: string;
  policy: Policy;
  calendar: Calendar;
  seq: number;
  clocks: Clocks;
  places: { kind: string; name: string }[];
};

/** Undefined: no such process. */
export async function readProcessRecord(tx: Tx, processId: string): Promise<ProcessRecord | undefined> {
  const { rows } = await tx.query<Row>(
    `select p.kind, p.place_path as "placePath", p.policy, coalesce(nullif(v.state -> 'calendar', 'null'), p.calendar) as calendar, v.seq, v.state -> 'core' as core, v.state -> 'clocks' as clocks,
       (select json_agg(json_build_object('kind', a.kind, 'name', a.name)) from place a
        where a.id = any (string_to_array(trim(both '/' from p.place_path), '/')::uuid[])) as places
     from process p join process_view v on v.process_id = p.id where p.id = $1`,
    [processId],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { kind, placePath, policy, calendar, seq, core, clocks, places } = row;
  const events = await readRecordedEvents(tx, processId);
  const placeName = (wanted: string): string => places.find((place) => place.kind === wanted)?.name ?? '';
  const names = await readNames(tx, row, events);
  const texts = await readTexts(tx, textHashes([core, events]));
  return {
    processId,
    kind,
    placePath,
    seq,
    policy,
    calendar,
    core,
    clocks,
    events,
    names,
    texts,
    place: {
      estate: placeName('estate'),
      community: placeName('community'),
      street: placeName('street'),
      district: placeName('district'),
    },
  } as ProcessRecord;
}

async function readRecordedEvents(tx: Tx, processId: string): Promise<RecordedEvent[]> {
  const { rows } = await tx.query<{ type: string; at: Date; payload: Record<string, unknown> }>(
    'select type, at, payload from process_event where process_id = $1 order by seq',
    [processId],
  );
  return rows.map(({ at, ...event }) => ({ ...event, at: at.toISOString() }));
}

/** The vote of an election's last attempt. */
export async function readLastVote(tx: Tx, { attempts }: LaunchedElection): Promise<ElectionRecord['vote']> {
  const voteId = attempts.at(-1)?.voteId;
  return voteId === undefined ? null : (((await readCore(tx, voteId)) as LaunchedVote | undefined) ?? null);
}

async function readCore(tx: Tx, processId: string): Promise<unknown> {
  const { rows } = await tx.query<{ core: unknown }>(
    `select state -> 'core' as core from process_view where process_id = $1`,
    [processId],
  );
  return rows[0]?.core;
}

/** Names of everybody whom the state names. A vote knows candidates by their number only: who they are, its election says. */
async function readNames(tx: Tx, process: KindAndCore, events: readonly RecordedEvent[]): Promise<Map<string, string>> {
  const candidates = await candidatesOf(tx, process);
  const ids = new Set([...peopleOf(process, events), ...candidates.map(({ ownerId }) => ownerId)]);
  const { rows } = await tx.query<{ id: string; name: string }>(
    `select id, name from owner where id = any($1::uuid[])
     union all
     select a.id, coalesce(w.name, a.display_name) from account a left join owner w on w.id = a.owner_id where a.id = any($1::uuid[])`,
    [[...ids]],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  for (const { candidateId, ownerId } of candidates) {
    const name = names.get(ownerId);
    if (name !== undefined) names.set(candidateId, name);
  }
  return names;
}

async function candidatesOf(tx: Tx, { kind, core }: KindAndCore): Promise<LaunchedElection['candidates']> {
  if (kind === 'election') return core.candidates;
  if (kind !== 'ownersVote' || core.parentId === null) return [];
  if (!core.agenda.some((item) => item.kind === 'election')) return [];
  return ((await readCore(tx, core.parentId)) as LaunchedElection | undefined)?.candidates ?? [];
}

/** Owners and accounts whom a process names by their id. */
function peopleOf({ kind, core }: KindAndCore, events: readonly RecordedEvent[]): string[] {
  switch (kind) {
    case 'election':
      return (core.group?.members ?? []).map(({ memberId }) => memberId);
    case 'ownersVote':
      return core.counterIds;
    case 'handover':
      return core.signedBy.map(({ accountId }) => accountId);
    case 'petition':
      return [core.launchedBy, ...core.memberIds];
    case 'household':
      return [];
    case 'recall':
      return core.members.map(({ memberId }) => memberId);
    case 'cofunding':
      // The state forgets an acceptance that failed; its paper is still printed.
      return events
        .filter(({ type }) => type === 'acceptanceRecorded')
        .flatMap(({ payload }) => [String(payload['recordedBy']), ...(payload['representativeIds'] as string[])]);
    case 'problem':
      // A resident who reports is nobody whom a paper names.
      return [];
    case 'disclosure':
    case 'meeting':
    case 'rhythm':
      // Offices only: their papers name nobody.
      return [];
    case 'committeeTerm':
      return [...core.term.members.map(({ memberId }) => memberId), ...core.term.alternateIds];
  }
}

/** Every hash under a key that ends in `Text`. */
function textHashes(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key.endsWith('Text') && /^[0-9a-f]{64}$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textHashes(inner, Array.isArray(value) ? key : name));
}
