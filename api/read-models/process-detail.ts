// Where one process stands, from its stored state and the pure machinery: what it waits for, from whom, until when, by which article,
// and what will happen by itself. Never asks the engine.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { lookAhead, openObligations, type Setting } from '../../domain/machinery';
import type { Party, ProcessState } from '../../domain/process';
import type { Principal } from '../auth/principal';
import { idsIn, insightOf, namesOf, textHashesIn, textsOf } from './people';
import { shownState, slateShare } from './slate';
import { summaryOf, SUMMARY_COLUMNS, SUMMARY_TABLES, type SummaryRow } from './process-list';

interface DetailRow extends SummaryRow {
  parentId: string | null;
  childIds: string[];
  seq: number;
  hash: string;
  policyHash: string;
  policy: Setting['policy'];
  calendar: Setting['calendar'];
  state: ProcessState<{ phase: string }>;
}

/** Text fields of a state that everybody with access may read: what was put up for decision, and why the process stands still. */
const PUBLIC_STATE_TEXTS = new Set(['titleText', 'noticeText']);

export async function processDetail(pool: Pool, processId: string, viewer: Principal, now: Date) {
  const row = await readRow(pool, processId, now);
  const definition = definitionOf(row.kind);
  const setting = { policy: row.policy, calendar: row.calendar };
  const { state } = row;
  const waiting = openObligations(definition, state, setting);
  const ahead = lookAhead(definition, state, setting, now.toISOString());
  const insight = insightOf(viewer, row.placePath);
  const suspensionText = state.suspension?.reasonText;
  const core = shownState(row.kind, state.core, viewer, insight);
  const hashes = [
    ...textHashesIn(core, insight.seesTexts ? undefined : PUBLIC_STATE_TEXTS),
    ...(suspensionText === undefined ? [] : [suspensionText]),
  ];
  const owners = waiting.flatMap(({ party }) => (party.kind === 'owner' ? [party.ownerId] : []));
  const [slate, texts, people, places] = await Promise.all([
    slateShare(pool, row.kind, state.core, row.policy),
    textsOf(pool, hashes),
    namesOf(pool, [...idsIn(core), ...owners], insight),
    placesAt(
      pool,
      waiting.map(({ party }) => party.placePath),
    ),
  ]);
  const at = now.toISOString();
  return {
    ...summaryOf(row),
    parentId: row.parentId,
    childIds: row.childIds,
    seq: row.seq,
    hash: row.hash,
    policy: {
      id: row.policy.id,
      version: row.policy.version,
      title: row.policy.title,
      hash: row.policyHash,
      jurisdiction: row.policy.jurisdiction,
    },
    waitsFor: waiting.map(({ clock: _clock, party, ...duty }) => ({
      ...duty,
      party: partyOf(party, places),
      isOverdue: duty.dueAt !== null && duty.dueAt <= at,
    })),
    clocks: Object.values(state.clocks).map(({ rule: { rollover, ...rule }, ...clock }) => ({
      ...clock,
      rule: rollover === undefined ? rule : { ...rule, rollover },
    })),
    suspension: state.suspension,
    ahead,
    slate,
    state: core,
    texts,
    people,
  };
}

async function readRow(pool: Pool, processId: string, now: Date): Promise<DetailRow> {
  const { rows } = await pool.query<DetailRow>(
    `select ${SUMMARY_COLUMNS}, p.parent_id as "parentId", v.seq, v.hash, p.policy_hash as "policyHash", p.policy, p.calendar, v.state,
        array(select c.id from process c where c.parent_id = p.id order by c.launched_at) as "childIds"
      from ${SUMMARY_TABLES} where p.id = $2`,
    [now, processId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the frame found the process, the read model does not: its view is missing');
  return row;
}

type PlacesByPath = ReadonlyMap<string, { id: string; name: string }>;

export async function placesAt(pool: Pool, paths: readonly string[]): Promise<PlacesByPath> {
  const { rows } = await pool.query<{ path: string; id: string; name: string }>(
    'select path, id, name from place where path = any($1::text[])',
    [[...new Set(paths)]],
  );
  return new Map(rows.map(({ path, id, name }) => [path, { id, name }]));
}

const partyOf = (party: Party, places: PlacesByPath) => ({
  kind: party.kind,
  role: party.kind === 'role' ? party.role : party.kind === 'department' ? ('departmentOfficer' as const) : null,
  department: party.kind === 'department' ? party.department : null,
  ownerId: party.kind === 'owner' ? party.ownerId : null,
  place: places.get(party.placePath) ?? null,
});
