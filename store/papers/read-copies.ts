// The copies of a paper that has several: which ballots were issued and are still out, and what stands at each stairwell.
import { maskName } from '../../domain/register/id-number';
import type { AssistanceSlip, Door, PaperCopy, RollLine } from '../../papers/record';
import { findAssistance, slipsOf, slipToPrint, type AssistanceView } from '../desk/assistances';
import { pageOfRoll } from '../rolls/read-roll';
import { refused } from '../refused';
import { readTexts } from '../texts';
import type { Tx } from '../transaction';

/** Which copies are wanted; everything left out: all of them. */
export interface CopiesWanted {
  serialNo?: number | undefined;
  buildingId?: string | undefined;
  entranceId?: string | undefined;
  assistanceId?: string | undefined;
  receiptId?: string | undefined;
  rightNo?: number | undefined;
  /** Who asks, and when; slips are for the helper alone. */
  desk?: Desk | undefined;
}

export interface Desk {
  accountId: string;
  at: Date;
  /** The code by which the owner confirms a ballot. */
  codeOf(assistanceId: string): string;
  /** The name of who handed cash over; null: none was given. */
  nameOfPayer(sealed: string): string | null;
}

/**
 * The ballots that may be printed: issued or delivered, not back yet. In the order of the walk. A single serial that came back, or was
 * replaced, is refused with `paper-wrong-state`, one that was never issued with `serial-not-found`.
 */
export async function serialsToPrint(tx: Tx, voteId: string, wanted: CopiesWanted): Promise<PaperCopy[]> {
  const { rows } = await tx.query<{ serialNo: number; state: string }>(
    `select s.serial_no as "serialNo", s.state from paper_serial s
     join vote_window w on w.vote_id = s.vote_id
     join roll_right r on r.roll_id = w.roll_id and r.right_no = s.right_no
     left join unit u on u.id = r.unit_ids[1]
     where s.vote_id = $1 and ($2::int is null or s.serial_no = $2) and ($3::uuid is null or u.building_id = $3)
       and ($4::uuid is null or u.entrance_id = $4) and ($2::int is not null or s.state in ('issued', 'delivered'))
     order by s.right_no`,
    [voteId, wanted.serialNo ?? null, wanted.buildingId ?? null, wanted.entranceId ?? null],
  );
  const { serialNo } = wanted;
  if (serialNo !== undefined) {
    const [row] = rows;
    if (row === undefined) throw refused('serial-not-found', { serialNo });
    if (row.state !== 'issued' && row.state !== 'delivered')
      throw refused('paper-wrong-state', { serialNo, state: row.state });
  }
  return rows.map((row) => ({ kind: 'serial', serialNo: row.serialNo }));
}

/** The state of one serial; undefined: never issued. */
export async function stateOfSerial(tx: Tx, voteId: string, serialNo: number): Promise<string | undefined> {
  const { rows } = await tx.query<{ state: string }>(
    'select state from paper_serial where vote_id = $1 and serial_no = $2',
    [voteId, serialNo],
  );
  return rows[0]?.state;
}

/** The slips of whoever asks that are good now; of a single one that is not, slipToPrint says why. */
export async function slipsToPrint(tx: Tx, voteId: string, { assistanceId, desk }: CopiesWanted): Promise<PaperCopy[]> {
  if (desk === undefined) return [];
  const found =
    assistanceId === undefined
      ? await slipsOf(tx, voteId, desk)
      : [await slipToPrint(tx, { voteId, assistanceId }, desk)];
  const copies: PaperCopy[] = [];
  for (const one of found) {
    const code = one.paperSerial === null ? desk.codeOf(one.assistanceId) : '';
    copies.push({ kind: 'assistance', slip: { ...(await slipOf(tx, one)), code } });
  }
  return copies;
}

/** Whatever became of it since, and without its code: as its hash has it. Undefined: no such help. */
export async function anySlip(tx: Tx, voteId: string, assistanceId: string): Promise<PaperCopy | undefined> {
  const found = await findAssistance(tx, voteId, assistanceId);
  return found && { kind: 'assistance', slip: { ...(await slipOf(tx, found)), code: '' } };
}

async function slipOf(tx: Tx, found: AssistanceView): Promise<Omit<AssistanceSlip, 'code'>> {
  const { assistantAccount, witnessAccount, witnessText, at, expiresAt } = found;
  const names = await accountNames(tx, [assistantAccount, ...(witnessAccount === null ? [] : [witnessAccount])]);
  const nameOfAccount = (id: string | null): string => names.get(id ?? '') ?? '';
  const witness =
    witnessText === null
      ? nameOfAccount(witnessAccount)
      : ((await readTexts(tx, [witnessText])).get(witnessText) ?? '');
  const { assistanceId, rightNo, label, purpose, will, paperSerial } = found;
  return {
    ...{ assistanceId, rightNo, label, purpose, will, paperSerial, witness },
    assistant: nameOfAccount(assistantAccount),
    at: at.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** Names of accounts by id; of an owner's account the owner's. */
export async function accountNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `select a.id, coalesce(o.name, a.display_name) as name from account a left join owner o on o.id = a.owner_id
     where a.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

interface DoorRow extends Omit<Door, 'holders' | 'tried'> {
  holders: { name: string; kind: 'person' | 'organisation' }[];
  tried: { channel: string; result: string; at: string }[];
  buildingId: string | null;
  building: string | null;
  entranceId: string | null;
  entrance: string | null;
}

/** One copy for each stairwell (or building without entrances) of the vote's roll, its doors in the order of the walk. */
export async function stairwells(tx: Tx, voteId: string, wanted: CopiesWanted): Promise<PaperCopy[]> {
  const { rows } = await tx.query<DoorRow>(
    `select r.right_no as "rightNo", r.label, r.area_dm2 as "areaDm2", r.voter_owner_id is not null as "hasVoter",
       c.right_no is not null as "hasVoted", s.serial_no as "serialNo",
       u.building_id as "buildingId", b.name as building, u.entrance_id as "entranceId", e.name as entrance,
       coalesce((select json_agg(json_build_object('name', o.name, 'kind', o.kind) order by o.id = r.voter_owner_id desc, o.id)
         from owner o where o.id = any(r.holder_owner_ids)), '[]') as holders,
       coalesce((select json_agg(json_build_object('channel', d.channel, 'result', d.result, 'at', d.delivered_at) order by d.delivery_no)
         from ballot_delivery d where d.vote_id = $1 and d.right_no = r.right_no), '[]') as tried
     from vote_window w join roll_right r on r.roll_id = w.roll_id
     left join counted_ballot c on c.vote_id = $1 and c.right_no = r.right_no
     left join unit u on u.id = r.unit_ids[1]
     left join place b on b.id = u.building_id left join place e on e.id = u.entrance_id
     left join paper_serial s on s.vote_id = $1 and s.right_no = r.right_no and s.state not in ('void', 'reissued')
     where w.vote_id = $1 and ($2::uuid is null or u.building_id = $2) and ($3::uuid is null or u.entrance_id = $3)
     order by r.right_no`,
    [voteId, wanted.buildingId ?? null, wanted.entranceId ?? null],
  );
  const copies = new Map<string, Extract<PaperCopy, { kind: 'stairwell' }> & { doors: Door[] }>();
  for (const { buildingId, building, entranceId, entrance, holders, tried, ...door } of rows) {
    const placeId = entranceId ?? buildingId ?? '';
    const copy = copies.get(placeId) ?? {
      kind: 'stairwell' as const,
      placeId,
      building: building ?? '',
      entrance: entrance ?? '',
      doors: [],
    };
    copies.set(placeId, copy);
    copy.doors.push({
      ...door,
      holders: holders.map(({ name, kind }) => maskName(name, kind)),
      tried: tried.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    });
  }
  return [...copies.values()];
}

/** More than any roll has. */
export const MOST_RIGHTS = 1_000_000;

/** The whole roll as it is published. */
export const rollLines = (tx: Tx, rollId: string): Promise<RollLine[]> =>
  pageOfRoll(tx, rollId, { afterRightNo: 0, limit: MOST_RIGHTS });
