// Where one process stands, from its stored state and the pure machinery: what it waits for, from whom, until when, by which article,
// and what will happen by itself. Never asks the engine.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { lookAhead, openObligations } from '../../domain/machinery/look';
import type { Setting } from '../../domain/machinery/types';
import type { Party, ProcessState } from '../../domain/process';
import type { Principal } from '../auth/principal';
import { idsIn, insightOf, namesOf, textHashesIn, textsOf } from './people';
import { shownState, slateShare } from './slate';
import { summaryOf, SUMMARY_COLUMNS, SUMMARY_TABLES, type SummaryRow } from './process-list';

interface DetailRow extends SummaryRow {
  parentId: string | null;
  childIds: string[];
  /** The estate and the places it lies in: most duties are addressed there. */
  placesAbove: { path: string; id: string; name: string }[];
  seq: number;
  hash: string;
  policyHash: string;
  policy: Setting['policy'];
  calendar: Setting['calendar'];
  state: ProcessState<{ phase: string }>;
}

/** Text fields of a state that everybody with access may read: what was put up for decision, what
 * owners are asked to sign, what a member to be recalled is reproached with and answers, and why the process stands still. */
const PUBLIC_STATE_TEXTS = new Set(['titleText', 'noticeText', 'requestText', 'groundText', 'defenceText']);

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
  const addressees = waiting.flatMap(({ party }) =>
    party.kind === 'owner' ? [party.ownerId] : party.kind === 'account' ? [party.accountId] : [],
  );
  const [slate, texts, people, places] = await Promise.all([
    slateShare(pool, row.kind, state.core, row.policy),
    textsOf(pool, hashes),
    namesOf(
      pool,
      // What the process itself is called by and lies in is nobody's name.
      [...idsIn(core), ...addressees].filter((id) => id !== row.id && id !== row.placeId),
      insight,
    ),
    placesOf(
      pool,
      waiting.map(({ party }) => party.placePath),
      row.placesAbove,
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
    waitsFor: waiting.map(({ clock: _clock, by: _by, party, isUrgent, ...duty }) => ({
      ...duty,
      isUrgent: isUrgent === true,
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
  // A path is the ids from the district down, so the places above are found by key.
  const { rows } = await pool.query<DetailRow>({
    name: 'process-detail',
    text: `select ${SUMMARY_COLUMNS}, p.parent_id as "parentId", v.seq, v.hash, p.policy_hash as "policyHash", p.policy, p.calendar, v.state,
        array(select c.id from process c where c.parent_id = p.id order by c.launched_at) as "childIds",
        (select json_agg(json_build_object('path', a.path, 'id', a.id, 'name', a.name)) from place a
          where a.id = any (string_to_array(trim(both '/' from e.path), '/')::uuid[])) as "placesAbove"
      from ${SUMMARY_TABLES} where p.id = $2`,
    values: [now, processId],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('the frame found the process, the read model does not: its view is missing');
  return row;
}

type PlacesByPath = ReadonlyMap<string, { id: string; name: string }>;

/** The places at these paths; asked for only where `known` lacks one. */
async function placesOf(
  pool: Pool,
  paths: readonly string[],
  known: readonly { path: string; id: string; name: string }[],
): Promise<PlacesByPath> {
  const byPath = new Map(known.map(({ path, id, name }) => [path, { id, name }]));
  const missing = paths.filter((path) => !byPath.has(path));
  return missing.length === 0 ? byPath : new Map([...byPath, ...(await placesAt(pool, missing))]);
}

export async function placesAt(pool: Pool, paths: readonly string[]): Promise<PlacesByPath> {
  const { rows } = await pool.query<{ path: string; id: string; name: string }>(
    'select path, id, name from place where path = any($1::text[])',
    [[...new Set(paths)]],
  );
  return new Map(rows.map(({ path, id, name }) => [path, { id, name }]));
}

export const partyOf = (party: Party, places: PlacesByPath) => ({
  kind: party.kind,
  role: party.kind === 'role' ? party.role : party.kind === 'department' ? ('departmentOfficer' as const) : null,
  department: party.kind === 'department' ? party.department : null,
  ownerId: party.kind === 'owner' ? party.ownerId : null,
  accountId: party.kind === 'account' ? party.accountId : null,
  place: places.get(party.placePath) ?? null,
});
