// Whose a piece of money is, as rows and in the ledger: found, kept, read. Which household it may be booked to is match-money.ts.
import type { Entry } from '../../domain/ledger/transactions';
import { postedOrThrow, postMany, type Posting } from '../ledger/post';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { atEstate, ofSource } from './accounts';
import { lockCollecting } from './collect-window';
import { STANDS } from './payers';
import { assertFree } from './refund-rows';
import { readMoney, type MoneyRow } from './take-money';

/** The money, if nobody has it yet and it is not on its way back. Refuses `not-found`, `money-matched`, `money-being-returned`. */
export async function waitingMoney(tx: Tx, estateId: string, moneyId: string): Promise<MoneyRow> {
  await lockEstates(tx, [estateId]);
  const money = await readMoney(tx, moneyId);
  if (money?.estateId !== estateId) throw refused('not-found');
  if ((await standingMatch(tx, moneyId)) !== undefined) throw refused('money-matched', { moneyId });
  const { rowCount } = await tx.query(`select from refund where money_id = $1 and of = 'unmatched'`, [moneyId]);
  if (rowCount) throw refused('money-being-returned', { moneyId });
  return money;
}

/**
 * Of money that a project took before it collects, or after what is left was shared out, nobody would be waited for to give it back. Refuses
 * `not-collecting` and `project-takes-no-money`.
 */
export async function assertTakesMoney(tx: Tx, processIds: readonly string[]): Promise<void> {
  for (const processId of [...new Set(processIds)].sort()) {
    const window = (await lockCollecting(tx, processId))?.window;
    if (!window) throw refused('not-collecting', { processId });
    if (window.state === 'lapsed') throw refused('project-takes-no-money', { processId });
  }
}

/**
 * What is on its way back to whoever paid stays theirs: undone and given to somebody else, or returned once more, it would leave twice. Refuses
 * `money-being-returned` (part of this money was asked back), `refund-already-listed` (what is left of the project was shared out), and
 * `not-enough-held` where refunds to others could then not be paid.
 */
export async function assertNotGivenBack(tx: Tx, estateId: string, moneyId: string): Promise<void> {
  await lockEstates(tx, [estateId]);
  const { rows } = await tx.query<{
    processId: string;
    sourceId: string;
    amountFen: string;
    isAsked: boolean;
    isListed: boolean;
  }>(
    `select m.process_id as "processId", m.source_id as "sourceId", i.amount_fen as "amountFen", exists (select from refund r where r.money_id = m.money_id and r.of = 'excess') as "isAsked",
       exists (select from refund_list l where l.process_id = m.process_id) as "isListed"
     from money_match m join money_in i on i.id = m.money_id where m.money_id = $1 and ${STANDS}`,
    [moneyId],
  );
  const [match] = rows;
  if (!match) return;
  if (match.isAsked) throw refused('money-being-returned', { moneyId });
  if (match.isListed) throw refused('refund-already-listed', { processId: match.processId });
  await assertFree(tx, { ...match, amountFen: Number(match.amountFen) });
}

export interface StandingMatch {
  attemptNo: number;
  processId: string;
  sourceId: string;
  rightNo: number | null;
  payer: string;
  transactionId: string;
}

export async function standingMatch(tx: Pick<Tx, 'query'>, moneyId: string): Promise<StandingMatch | undefined> {
  const { rows } = await tx.query<StandingMatch>(
    `select attempt_no as "attemptNo", process_id as "processId", source_id as "sourceId", right_no as "rightNo", payer,
       transaction_id as "transactionId" from money_match m where money_id = $1 and ${STANDS}`,
    [moneyId],
  );
  return rows[0];
}

export interface NewMatch {
  processId: string;
  sourceId: string;
  rightNo: number | null;
  payer: string;
  amountClass: string | null;
  timing: 'inTime' | 'late';
  paidBy: 'self' | 'relative' | 'unknown';
  excessFen: number;
  why: readonly string[];
  byAccount: string | null;
  at: Date;
}

/** What a person says is a source's, in time and all of it. */
export const sourceMatch = (of: Pick<NewMatch, 'processId' | 'sourceId' | 'payer' | 'byAccount' | 'at'>): NewMatch => ({
  ...of,
  ...{ rightNo: null, amountClass: null, timing: 'inTime', paidBy: 'self', excessFen: 0, why: ['person'] },
});

/**
 * Moves waiting money to whoever it is from, in the ledger and here; each piece once. Answers with the attempt of each. Refuses as
 * `assertTakesMoney` does.
 */
export async function keepMatches(
  tx: Tx,
  asked: readonly { money: Pick<MoneyRow, 'moneyId' | 'estateId' | 'amountFen' | 'happenedOn'>; match: NewMatch }[],
): Promise<number[]> {
  await assertTakesMoney(
    tx,
    asked.map(({ match }) => match.processId),
  );
  const { rows } = await tx.query<{ id: string; last: number }>(
    'select money_id as id, max(attempt_no) as last from money_match where money_id = any($1::uuid[]) group by money_id',
    [asked.map(({ money }) => money.moneyId)],
  );
  const last = new Map(rows.map(({ id, last: attemptNo }) => [id, attemptNo]));
  const attempts = asked.map(({ money }) => (last.get(money.moneyId) ?? 0) + 1);
  const written = await postMany(
    tx,
    asked.map(({ money, match }, index): Posting => {
      const { moneyId, estateId, happenedOn } = money;
      return {
        ...{
          businessKey: `money:${moneyId}:match:${attempts[index]}`,
          kind: 'match',
          estateId,
          happenedOn,
          at: match.at,
        },
        ...{
          processId: match.processId,
          byAccounts: match.byAccount === null ? [] : [match.byAccount],
          documentHash: null,
        },
        entries: matchEntries(money, match),
      };
    }),
  );
  const transactions = written.map((one) => postedOrThrow(one).transactionId);
  await insertMatches(
    tx,
    asked.map(({ money, match }, index) => ({
      ...{ moneyId: money.moneyId, attemptNo: attempts[index] ?? 1, match, transactionId: transactions[index] ?? '' },
    })),
  );
  return attempts;
}

function matchEntries(
  { estateId, amountFen }: Pick<MoneyRow, 'estateId' | 'amountFen'>,
  { processId, sourceId, payer }: NewMatch,
): Entry[] {
  const amount = BigInt(amountFen);
  const at = { estateId, processId, sourceId };
  return [
    { account: atEstate(estateId, 'unmatched'), amountFen: amount },
    { account: atEstate(estateId, 'held'), amountFen: -amount },
    { account: ofSource(at, 'held'), amountFen: amount },
    { account: ofSource(at, 'received', payer), amountFen: -amount },
  ];
}

export async function insertMatches(
  tx: Tx,
  matches: readonly { moneyId: string; attemptNo: number; match: NewMatch; transactionId: string }[],
): Promise<void> {
  await tx.query(
    `insert into money_match (money_id, attempt_no, process_id, source_id, right_no, payer, amount_class, timing, paid_by, excess_fen, why,
       transaction_id, by_account, at)
     select m.money_id, m.attempt_no, m.process_id, m.source_id, m.right_no, m.payer, m.amount_class, m.timing, m.paid_by, m.excess_fen,
       array(select jsonb_array_elements_text(m.why)), m.transaction_id, m.by_account, m.at
     from jsonb_to_recordset($1::jsonb) as m (money_id uuid, attempt_no int, process_id uuid, source_id text, right_no int, payer text,
       amount_class text, timing text, paid_by text, excess_fen bigint, why jsonb, transaction_id uuid, by_account uuid, at timestamptz)`,
    [
      JSON.stringify(
        matches.map(({ moneyId, attemptNo, match, transactionId }) => ({
          ...{ money_id: moneyId, attempt_no: attemptNo, process_id: match.processId, source_id: match.sourceId },
          ...{ right_no: match.rightNo, payer: match.payer, amount_class: match.amountClass, timing: match.timing },
          ...{ paid_by: match.paidBy, excess_fen: match.excessFen, why: match.why, transaction_id: transactionId },
          ...{ by_account: match.byAccount, at: match.at },
        })),
      ),
    ],
  );
}
