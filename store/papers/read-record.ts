// Reads what the papers of one process are made from: its state and events, and the names and texts behind their ids.
import type { Calendar } from '../../domain/calendar/types';
import type { LaunchedElection } from '../../domain/election/state';
import type { LaunchedVote } from '../../domain/owners-vote/state';
import type { Policy } from '../../domain/policy/schema';
import type { Clocks, ProcessKind } from '../../domain/process';
import type { ElectionRecord, PaperRecord, RecordedEvent } from '../../papers/record';
import { readTexts } from '../texts';
import type { Tx } from '../transaction';

/** One process as it stands. `tx` must be one snapshot (repeatable read): state and events belong together. */
export interface ProcessRecord extends PaperRecord<LaunchedElection | LaunchedVote> {
  kind: ProcessKind;
  placePath: string;
  seq: number;
}

interface Row {
  kind: ProcessKind;
  placePath: string;
  policy: Policy;
  calendar: Calendar;
  seq: number;
  core: LaunchedElection | LaunchedVote;
  clocks: Clocks;
  places: { kind: string; name: string }[];
}

/** Undefined: no such process, or of a kind that has no papers. */
export async function readProcessRecord(tx: Tx, processId: string): Promise<ProcessRecord | undefined> {
  const { rows } = await tx.query<Row>(
    `select p.kind, p.place_path as "placePath", p.policy, coalesce(nullif(v.state -> 'calendar', 'null'), p.calendar) as calendar, v.seq, v.state -> 'core' as core, v.state -> 'clocks' as clocks,
       (select json_agg(json_build_object('kind', a.kind, 'name', a.name)) from place a
        where a.id = any (string_to_array(trim(both '/' from p.place_path), '/')::uuid[])) as places
     from process p join process_view v on v.process_id = p.id where p.id = $1 and p.kind in ('election', 'ownersVote')`,
    [processId],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { kind, placePath, policy, calendar, seq, core, clocks, places } = row;
  const events = await readRecordedEvents(tx, processId);
  const placeName = (wanted: string): string => places.find((place) => place.kind === wanted)?.name ?? '';
  const names = await readNames(tx, core);
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
  };
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
async function readNames(tx: Tx, core: LaunchedElection | LaunchedVote): Promise<Map<string, string>> {
  const ids = new Set<string>();
  const owners = new Map<string, string>();
  const addCandidates = (election: Pick<LaunchedElection, 'candidates'> | undefined): void => {
    for (const { candidateId, ownerId } of election?.candidates ?? []) {
      ids.add(ownerId);
      owners.set(candidateId, ownerId);
    }
  };
  if ('candidates' in core) {
    addCandidates(core);
    for (const { memberId } of core.group?.members ?? []) ids.add(memberId);
    for (const { accountId } of core.handoverSignedBy) ids.add(accountId);
  } else {
    for (const id of core.counterIds) ids.add(id);
    const elects = core.agenda.some(({ kind }) => kind === 'election');
    if (elects && core.parentId !== null) addCandidates((await readCore(tx, core.parentId)) as LaunchedElection);
  }
  const { rows } = await tx.query<{ id: string; name: string }>(
    `select id, name from owner where id = any($1::uuid[])
     union all
     select a.id, coalesce(w.name, a.display_name) from account a left join owner w on w.id = a.owner_id where a.id = any($1::uuid[])`,
    [[...ids]],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  for (const [candidateId, ownerId] of owners) {
    const name = names.get(ownerId);
    if (name !== undefined) names.set(candidateId, name);
  }
  return names;
}

/** Every hash under a key that ends in `Text`. */
function textHashes(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key.endsWith('Text') && /^[0-9a-f]{64}$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textHashes(inner, Array.isArray(value) ? key : name));
}
