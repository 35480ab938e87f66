// Makes counted_ballot anew from the ledger, right by right, by the same rule that keeps it up to date. Ballots wait meanwhile. A ballot
// that was struck (ballot_ruling) stays in the ledger and counts no more.
import type { Pool } from 'pg';
import type { BallotChannel, BallotChoices } from '../../domain/owners-vote/count-types';
import { resolveCounted } from '../../domain/owners-vote/resolve-counted';
import { inTransaction, type Tx } from '../transaction';
import { saidOf } from './append-ballots';
import { canonicalJson } from './ballot-canon';
import { lockWindow, type VoteWindowRow } from './vote-window';

interface Row {
  seq: number;
  rightNo: number;
  channel: BallotChannel;
  isVoid: boolean;
  castAt: Date;
  choices: BallotChoices;
}

const ROWS_AT_ONCE = 10_000;

const STANDING = `select seq, right_no as "rightNo", channel, is_void as "isVoid", cast_at as "castAt", choices from ballot b
  where vote_id = $1 and not exists (select from ballot_ruling r where r.vote_id = $1 and r.ballot_seq = b.seq and r.remedy = 'struck')`;

/** The same for one right, in the caller's transaction, which holds the window's lock. */
export async function recountRight(tx: Tx, { voteId, rollId, rules }: VoteWindowRow, rightNo: number): Promise<void> {
  await tx.query('delete from counted_ballot where vote_id = $1 and right_no = $2', [voteId, rightNo]);
  const { rows } = await tx.query<Row>(`${STANDING} and right_no = $2 order by seq`, [voteId, rightNo]);
  await insertCounted(tx, voteId, rollId, rows, rules.precedence);
}

/** Rebuilds the projection of one vote; a vote without a window has none. */
export async function rebuildCounted(pool: Pool, voteId: string): Promise<void> {
  await inTransaction(
    pool,
    async (tx) => {
      const locked = await lockWindow(tx, voteId);
      if (locked === undefined) return;
      const { rules, rollId } = locked.window;
      await tx.query('delete from counted_ballot where vote_id = $1', [voteId]);
      await tx.query(`declare ledger no scroll cursor for ${STANDING} order by right_no, seq`, [voteId]);
      let rest: Row[] = [];
      for (;;) {
        const { rows } = await tx.query<Row>(`fetch ${ROWS_AT_ONCE} from ledger`);
        const all = [...rest, ...rows];
        const isEnd = rows.length < ROWS_AT_ONCE;
        // The last right of a page may go on in the next one.
        const open = isEnd ? undefined : all.at(-1)?.rightNo;
        rest = all.filter(({ rightNo }) => rightNo === open);
        await insertCounted(
          tx,
          voteId,
          rollId,
          all.filter(({ rightNo }) => rightNo !== open),
          rules.precedence,
        );
        if (isEnd) break;
      }
      await tx.query('close ledger');
    },
    { timeoutMs: 600_000 },
  );
}

async function insertCounted(
  tx: Tx,
  voteId: string,
  rollId: string,
  rows: readonly Row[],
  precedence: Parameters<typeof resolveCounted>[1],
): Promise<void> {
  const numbers = new Map<number, { ballots: number; electronic: number }>();
  for (const { rightNo, channel } of rows) {
    const own = numbers.get(rightNo) ?? { ballots: 0, electronic: 0 };
    numbers.set(rightNo, { ballots: own.ballots + 1, electronic: own.electronic + (channel === 'paper' ? 0 : 1) });
  }
  const { counted } = resolveCounted(
    rows.map((row) => ({ ...row, castAt: row.castAt.toISOString() })),
    precedence,
  );
  await tx.query(
    `insert into counted_ballot (vote_id, right_no, seq, channel, is_void, cast_at, head_no, counts_head, head_size, area_dm2,
       ballot_count, electronic_count, choices, said)
     select b.vote_id, b.right_no, b.seq, b.channel, b.is_void, b.cast_at, r.head_no, r.counts_head, r.head_size, r.area_dm2,
       c.ballots, c.electronic, b.choices, c.said
     from unnest($3::int[], $4::int[], $5::int[], $6::uuid[]) as c (seq, ballots, electronic, said)
     join ballot b on b.vote_id = $1 and b.seq = c.seq
     join roll_right r on r.roll_id = $2 and r.right_no = b.right_no`,
    [
      voteId,
      rollId,
      counted.map(({ seq }) => seq),
      counted.map(({ rightNo }) => numbers.get(rightNo)?.ballots),
      counted.map(({ rightNo }) => numbers.get(rightNo)?.electronic),
      counted.map(({ choices, isVoid }) => saidOf(canonicalJson(choices), isVoid)),
    ],
  );
}
