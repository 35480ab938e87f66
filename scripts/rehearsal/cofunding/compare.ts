// Holds against each other what must be the same: the reading of the raw tables, the papers that the entries were made of, what people really paid,
// the trial balance, the public page, the standing check, the provider's own books. Says what differs, one sentence each.
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { disclosureOperations } from '../../../api/contracts/disclosure';
import type { ledgerOperations } from '../../../api/contracts/ledger';
import { standingCheck } from '../../../store/ledger/standing-check';
import { compareFees, readFees, type FeesCompared } from './compare-fees';
import { partsDiffer, payersDiffer } from './compare-people';
import { quarterDiffers } from './compare-quarter';
import { readBooks, readPapers, readPledges, readProvider, type Books, type Sums } from './record';
import type { Fate } from './fates';
import type { FeesPlayed } from './fees';
import type { QuarterPlayed } from './quarter';
import { coreOf, type Project, type Stage } from './stage';

type TrialBalance = z.output<(typeof ledgerOperations)['readTrialBalance']['response']>;
type PublicEstate = z.output<(typeof disclosureOperations)['publicEstate']['response']>;

export interface Compared {
  fates: Fate[];
  differences: string[];
  fees: FeesCompared;
  books: Pick<Books, 'entries' | 'transactions'>;
  trialBalanceFen: string;
}

export async function compare(
  stage: Stage,
  projects: readonly Project[],
  played: { fees: FeesPlayed; quarter: QuarterPlayed },
): Promise<Compared> {
  const { pool, people, diary } = stage;
  const { estateId } = people;
  const books = await readBooks(pool, estateId);
  const trial = await people.street.get<TrialBalance>(`/v1/estates/${estateId}/trial-balance`);
  const page = await readPublicPage(stage);
  const fates = await Promise.all(
    projects.map(async ({ processId, label }): Promise<Fate> => {
      const { outcome } = await stage.watch.view(processId);
      const money = books.bySource.get(processId) ?? new Map<string, Sums>();
      return { label, outcome, pledges: await readPledges(pool, processId), money };
    }),
  );
  const told = await readFees(people.street, estateId, played.fees.month);
  const { fees, differences: ofFees } = compareFees(played.fees, diary, { ...told, trial: books.trial });
  const differences = [
    ...books.faults,
    ...trialDiffers(books, trial),
    ...pageDiffers(books, page, projects),
    ...(await papersDiffer(stage, books, projects)),
    ...(await standingDiffers(pool, books, projects)),
    ...(await providerDiffers(stage)),
    ...(await surplusDiffers(pool)),
    ...(await peopleDiffer(stage, books, projects)),
    ...ofFees,
    ...quarterDiffers(played.quarter, diary, page.body, projects),
    ...fates.filter(({ pledges }) => pledges.odd > 0).map(({ label }) => `${label}: a pledge is not the share`),
    ...namesOn(page.text, projects),
  ];
  const { entries, transactions } = books;
  return { fates, differences, fees, books: { entries, transactions }, trialBalanceFen: String(trial.debitFen) };
}

async function readPublicPage({ people }: Stage): Promise<{ body: PublicEstate; text: string }> {
  const answer = await fetch(`${people.address}/v1/public/estates/${people.estateId}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the public page answers ${answer.status}: ${text.slice(0, 200)}`);
  return { body: JSON.parse(text) as PublicEstate, text };
}

function trialDiffers(books: Books, trial: TrialBalance): string[] {
  const line = (
    one: { projectId: string | null; source: string | null; kind: string; accounts: number },
    ...fen: unknown[]
  ) => [one.projectId ?? '-', one.source ?? '-', one.kind, one.accounts, ...fen].join(' ');
  const ours = books.trial.map((one) => line(one, one.debitFen, one.creditFen)).sort();
  const theirs = trial.rows.map((one) => line(one, one.debitFen, one.creditFen)).sort();
  return [
    ...ours.filter((one) => !theirs.includes(one)).map((one) => `trial balance lacks: ${one}`),
    ...theirs.filter((one) => !ours.includes(one)).map((one) => `trial balance has: ${one}`),
    ...(trial.isBalanced && trial.debitFen === trial.creditFen
      ? []
      : ['the trial balance says that it does not balance']),
  ];
}

function pageDiffers(books: Books, page: { body: PublicEstate }, projects: readonly Project[]): string[] {
  return projects.flatMap(({ processId, label }) => {
    const shown = page.body.projects.find(({ projectId }) => projectId === processId);
    if (!shown) return [`${label} is not on the public page`];
    const money = books.bySource.get(processId) ?? new Map<string, Sums>();
    const missing = [...money.keys()].filter((source) => !shown.sources.some(({ sourceId }) => sourceId === source));
    const wrong = shown.sources.filter(({ sourceId, receivedFen, spentFen, refundedFen, heldFen }) => {
      const { received = 0n, spent = 0n, refunded = 0n, held = 0n } = money.get(sourceId) ?? {};
      return [receivedFen, spentFen, refundedFen, heldFen].join() !== [received, spent, refunded, held].join();
    });
    return [...missing, ...wrong.map(({ sourceId }) => sourceId)].map(
      (source) => `${label} ${source}: the public page says something else than the entries`,
    );
  });
}

/** Entries against the papers they were made of, and both against what people really did. */
async function papersDiffer(
  { pool, people, diary }: Stage,
  books: Books,
  projects: readonly Project[],
): Promise<string[]> {
  const papers = await readPapers(pool, people.estateId);
  return projects.flatMap(({ processId, label }) => {
    const [money, onPaper] = [books.bySource.get(processId), papers.bySource.get(processId)];
    const sources = new Set([...(money?.keys() ?? []), ...(onPaper?.keys() ?? []), ...diary.sources(processId)]);
    sources.delete('*');
    const spent = [...(money?.values() ?? [])].reduce((sum, of) => sum + of.spent, 0n);
    const paid = diary.sum('spent', processId, '*');
    const differing = [...sources].flatMap((source) => {
      const book = money?.get(source);
      const paper = onPaper?.get(source);
      const words = (of: 'in' | 'back', ...fen: (bigint | undefined)[]) =>
        `${label} ${source} ${of}: ${fen.join(' / ')}`;
      const [cameIn, wentBack] = [diary.sum('in', processId, source), diary.sum('back', processId, source)];
      const isSame = (one: bigint | undefined, other: bigint | undefined, third: bigint): boolean =>
        (one ?? 0n) === third && (other ?? 0n) === third;
      return [
        ...(isSame(book?.received, paper?.received, cameIn)
          ? []
          : [words('in', book?.received, paper?.received, cameIn)]),
        ...(isSame(book?.refunded, paper?.refunded, wentBack)
          ? []
          : [words('back', book?.refunded, paper?.refunded, wentBack)]),
      ];
    });
    const isSpentRight = spent === paid && (papers.spent.get(processId) ?? 0n) === paid;
    return isSpentRight
      ? differing
      : [...differing, `${label} spent: ${spent} / ${papers.spent.get(processId)} / ${paid}`];
  });
}

/** Payer by payer, and source by source. */
async function peopleDiffer({ watch, diary }: Stage, books: Books, projects: readonly Project[]): Promise<string[]> {
  const all = await Promise.all(
    projects.map(async (project) => {
      const view = await watch.view(project.processId);
      const { plan, payments, isGivenUp } = coreOf(view);
      const rewards = (plan?.sources ?? []).flatMap(({ sourceId, kind }) => (kind === 'reward' ? [sourceId] : []));
      const money = books.bySource.get(project.processId) ?? new Map<string, Sums>();
      const parts = { payments: payments.length, rewards };
      return [
        ...payersDiffer(diary, project, isGivenUp),
        ...(view.outcome === 'completed' ? partsDiffer(project.label, money, parts) : []),
      ];
    }),
  );
  return all.flat();
}

/** The check that the auditor runs, against our own figures. */
async function standingDiffers(pool: Pool, books: Books, projects: readonly Project[]): Promise<string[]> {
  const checked = await Promise.all(
    projects.map(async ({ processId, label }) => ({
      processId,
      label,
      ...(await standingCheck(pool, { projectId: processId })),
    })),
  );
  return checked.flatMap(({ processId, label, sources, isWhole }) => [
    ...(isWhole ? [] : [`${label}: the standing check finds a fault`]),
    ...sources
      .filter(({ source, heldFen }) => heldFen !== (books.bySource.get(processId)?.get(source ?? '')?.held ?? 0n))
      .map(({ source }) => `${label} ${source ?? '-'}: the standing check holds something else than the entries`),
  ]);
}

async function providerDiffers({ pool, provider }: Stage): Promise<string[]> {
  const [booked, theirs] = [await readProvider(pool), provider.books()];
  const words = ({ orders, paidFen, refundedFen }: typeof theirs): string =>
    `${paidFen} fen of ${orders} orders, ${refundedFen} given back`;
  return words(booked) === words(theirs) ? [] : [`the provider says ${words(theirs)}; booked are ${words(booked)}`];
}

/** Every payer's part of a surplus is the exact share rounded up or down to the fen, and the parts leave nothing over. */
async function surplusDiffers(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ projectId: string; source: string; paid: string; back: string }>(
    `with paid as (
       select m.process_id, m.source_id, m.right_no, m.payer, i.payer_hash, sum(i.amount_fen) as fen
       from money_match m join money_in i on i.id = m.money_id
       where not exists (select from money_match_end e where e.money_id = m.money_id and e.attempt_no = m.attempt_no) group by 1, 2, 3, 4, 5),
     back as (
       select process_id, source_id, right_no, payer, payer_hash, sum(amount_fen) filter (where of = 'surplus') as surplus,
         coalesce(sum(amount_fen) filter (where of = 'excess'), 0) as excess
       from refund where process_id is not null group by 1, 2, 3, 4, 5)
     select p.process_id as "projectId", p.source_id as source, (p.fen - coalesce(b.excess, 0))::text as paid, coalesce(b.surplus, 0)::text as back
     from paid p left join back b on b.process_id = p.process_id and b.source_id = p.source_id and b.payer = p.payer
       and b.right_no is not distinct from p.right_no and b.payer_hash is not distinct from p.payer_hash`,
  );
  const groups = new Map<string, { paid: bigint; back: bigint }[]>();
  for (const { projectId, source, paid, back } of rows) {
    const key = `${projectId} ${source}`;
    groups.set(key, [...(groups.get(key) ?? []), { paid: BigInt(paid), back: BigInt(back) }]);
  }
  return [...groups].flatMap(([key, payers]) => {
    const paid = payers.reduce((sum, one) => sum + one.paid, 0n);
    const back = payers.reduce((sum, one) => sum + one.back, 0n);
    const isUneven = payers.some((one) => {
      const off = one.back * paid - back * one.paid;
      return off >= paid || -off >= paid;
    });
    return isUneven ? [`${key}: the surplus of ${back} was not shared out in proportion to what was paid`] : [];
  });
}

/** Names of people of the door's entrance, none of which may be on the page. */
const namesOn = (text: string, projects: readonly Project[]): string[] =>
  projects
    .filter(({ scope }) => scope.kind === 'entrance')
    .flatMap(({ units }) => units.flatMap(({ holders }) => holders.map(({ name }) => name)))
    .filter((name) => text.includes(name))
    .map((name) => `the public page shows the name of a resident (${name.length} letters)`);
