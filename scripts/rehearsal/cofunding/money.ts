// Money on its way to the holder's account: cash counted by two, lines of the bank's statement, orders through the payment provider. What really
// changed hands goes into the diary, where it is done.
import { randomUUID } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { z } from 'zod';
import type { paymentOperations } from '../../../api/contracts/payments';
import { encodeGb18030 } from '../../register/encode-gb18030';
import { pause, the, wallClock, type Session } from '../election/client';
import { chinaDate, coreOf, type Project, type Stage } from './stage';

export type Payer = z.output<(typeof paymentOperations)['listPayers']['response']>['items'][number];
export type Waiting = z.output<(typeof paymentOperations)['listWaitingMoney']['response']>['items'][number];
export type Received = z.output<(typeof paymentOperations)['listReceivedMoney']['response']>['items'][number];
type CashEntered = z.output<(typeof paymentOperations)['enterCash']['response']>;
type PaymentClass = z.output<(typeof paymentOperations)['confirmCash']['response']>;
type Preview = z.output<(typeof paymentOperations)['previewBankStatement']['response']>;
type Commit = z.output<(typeof paymentOperations)['commitBankStatement']['response']>;

export const HOUSEHOLD = 'household';

export const payersOf = (project: Project, who: Session): Promise<Payer[]> =>
  who.all<Payer>(`/v1/cofundings/${project.processId}/payers`);

export const today = (): string => chinaDate(wallClock());

/** Taken in by the one, counted again by the other. */
export async function payCash(
  { diary }: Stage,
  project: Project,
  [one, other]: readonly [Session, Session],
  { rightNo, amountFen }: { rightNo: number; amountFen: number },
): Promise<PaymentClass> {
  const at = `/v1/cofundings/${project.processId}/cash-receipts`;
  const receiptId = randomUUID();
  await one.post<CashEntered>(at, { receiptId, rightNo, amountFen, receivedOn: today() });
  const paymentClass = await other.post<PaymentClass>(`${at}/${receiptId}/confirmation`);
  diary.note('in', project.processId, HOUSEHOLD, amountFen, rightNo);
  return paymentClass;
}

export interface BankLine {
  amountFen: number;
  remark: string;
  name: string;
}

/** A bank account as its holder downloads it: every line once, with a number of its own and the balance after it. */
export class BankAccount {
  private readonly lines: string[][] = [];
  private balanceFen = 12_345_600;

  /** `series`: what its bank's numbers begin with. */
  constructor(
    readonly holder: 'street' | 'committee',
    private readonly series: string = holder.toUpperCase(),
  ) {}

  credit({ amountFen, remark, name }: BankLine): void {
    this.balanceFen += amountFen;
    const serial = `${this.series}${String(this.lines.length + 1).padStart(8, '0')}`;
    const account = `6222${String(this.lines.length).padStart(12, '0')}`;
    this.lines.push([today(), serial, '转账', remark, '', yuan(amountFen), yuan(this.balanceFen), name, account]);
  }

  /** From line `first` on, as Chinese banks write it: GB18030 with windows line ends. */
  statement(first = 0): Buffer {
    const header = ['交易日期', '交易流水号', '摘要', '附言', '借方金额', '贷方金额', '余额', '对方户名', '对方账号'];
    return encodeGb18030(stringify([header, ...this.lines.slice(first)], { record_delimiter: 'windows' }));
  }

  get length(): number {
    return this.lines.length;
  }
}

export const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** Preview, then commit. */
export async function importStatement(
  { people }: Stage,
  who: Session,
  account: BankAccount,
  bytes: Buffer,
): Promise<{ preview: Preview['summary']; commit: Commit }> {
  const at = `/v1/estates/${people.estateId}/bank-statements`;
  const call = `${at}?commandId=${randomUUID()}&holder=${account.holder}&format=csv`;
  const { importId, summary } = await who.upload<Preview>(call, bytes, 'text/csv');
  return { preview: summary, commit: await who.post<Commit>(`${at}/${importId}/commit`) };
}

export const waitingMoney = ({ people }: Stage, who: Session): Promise<Waiting[]> =>
  who.all<Waiting>(`/v1/estates/${people.estateId}/waiting-money`);

/** The piece of waiting money whose remark holds these words. */
export async function waitingWith(stage: Stage, who: Session, words: string): Promise<Waiting> {
  const waiting = await waitingMoney(stage, who);
  return the(
    waiting.find(({ paidBy }) => paidBy?.remark?.includes(words)),
    `waiting money with "${words}"`,
  );
}

export const matchToSource = (
  { people }: Stage,
  who: Session,
  project: Project,
  { moneyId }: Waiting,
  sourceId: string,
): Promise<unknown> =>
  who.post(`/v1/estates/${people.estateId}/money/${moneyId}/match`, {
    processId: project.processId,
    to: { kind: 'source', sourceId },
  });

export const matchToHousehold = (
  { people }: Stage,
  who: Session,
  project: Project,
  { moneyId }: Waiting,
  rightNo: number,
): Promise<unknown> =>
  who.post(`/v1/estates/${people.estateId}/money/${moneyId}/match`, {
    processId: project.processId,
    to: { kind: 'household', rightNo },
  });

/** An order, paid at the provider, which tells of it `times` times. False: collecting is over, and no order is taken any more. */
export async function payOnline(
  { provider, diary }: Stage,
  project: Project,
  owner: Session,
  { rightNo, amountFen }: { rightNo: number; amountFen: number },
  told: { times: number; isLate: boolean },
): Promise<boolean> {
  const orderId = randomUUID();
  const order = { orderId, rightNo, amountFen };
  const { status, body } = await owner.tryPost(`/v1/cofundings/${project.processId}/payment-orders`, order);
  const { code } = body as { code?: string };
  if (code === 'collecting-over') return false;
  if (status >= 300) throw new Error(`an order was refused: ${status} ${code}`);
  diary.note('in', project.processId, HOUSEHOLD, amountFen, rightNo);
  await provider.pay(orderId, told);
  return true;
}

const KEPT_MS = 300_000;

/**
 * Until all money is in. Whoever runs the project does not let it go back because time ran out (a slow machine has no other fault): once more
 * time, and then it is counted again as often as it takes.
 */
export async function untilCollected({ watch, people }: Stage, project: Project): Promise<void> {
  const end = performance.now() + KEPT_MS;
  for (;;) {
    const { phase, collectExtensions } = coreOf(await watch.view(project.processId));
    if (phase !== 'collecting' && phase !== 'countingReceipts' && phase !== 'bridging') return;
    if (performance.now() > end) throw new Error(`${project.label}: the money did not come in`);
    const more =
      collectExtensions === 0
        ? { type: 'extendCollecting', reasonText: '部分业主尚在外地，延长收款' }
        : { type: 'closeCollecting' };
    // Time may have been quicker; then the next look sees what it did.
    const command = { command: more };
    if (phase === 'bridging') await people.community.tryPost(`/v1/cofundings/${project.processId}/commands`, command);
    await pause(500);
  }
}
