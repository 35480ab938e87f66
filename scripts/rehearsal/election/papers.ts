// Paper ballots of a rehearsal: what is on them, how they come back, and two people entering them apart, a third where they differ.
import type { Random } from '../../register/seeded-random';
import type { Right } from './before-voting';
import { type Session, the, together } from './client';
import type { Stage } from './stage';

export interface Paper {
  serialNo: number;
  rightNo: number;
  truth: Reading;
  /** What the second person misreads. */
  misread: Reading | null;
}

export type Reading =
  | { kind: 'valid'; choices: Record<string, string | string[]> }
  | { kind: 'void'; reason: 'unsigned' | 'overmarked' | 'illegible' };

interface CanvassLine {
  rightNo: number;
  paper: { serialNo: number; state: string } | null;
}

/** Up to the number of seats of candidates, the first of them dearer to the voters; a few abstain. */
export function choicesOf(
  candidateIds: readonly string[],
  seats: number,
  random: Random,
): Record<string, string | string[]> {
  if (random.chance(0.03)) return { committee: 'abstain' };
  const liked = candidateIds.filter((_, index) => random.chance(index < seats ? 0.82 : 0.3)).slice(0, seats);
  return { committee: liked.length > 0 ? liked : 'abstain' };
}

/** The serials of these rights, with what their voters wrote on them. */
export async function papersOf(
  { people, random, plan }: Stage,
  voteId: string,
  rights: readonly Right[],
  candidateIds: readonly string[],
): Promise<Paper[]> {
  const lines = await people.street.all<CanvassLine>(`/v1/votes/${voteId}/papers`);
  const serialOf = new Map(lines.flatMap(({ rightNo, paper }) => (paper ? [[rightNo, paper.serialNo] as const] : [])));
  return rights.map(({ rightNo }, index) => {
    const valid: Reading = { kind: 'valid', choices: choicesOf(candidateIds, plan.seats, random) };
    const truth: Reading =
      index % 37 === 5
        ? { kind: 'void', reason: index % 2 === 0 ? 'unsigned' : 'overmarked' }
        : index % 61 === 7
          ? { kind: 'valid', choices: { committee: 'spoiled' } }
          : valid;
    const misread: Reading = { kind: 'valid', choices: { committee: [the(candidateIds.at(-1), 'candidate')] } };
    const isMisread = index % 23 === 11 && JSON.stringify(misread) !== JSON.stringify(truth);
    return {
      serialNo: the(serialOf.get(rightNo), 'serial of a right'),
      rightNo,
      truth,
      misread: isMisread ? misread : null,
    };
  });
}

export async function returnPapers(
  who: Session,
  voteId: string,
  papers: readonly Paper[],
  returnedAt?: string,
): Promise<void> {
  const serialNos = papers.map(({ serialNo }) => serialNo);
  const answer = await who.post<{ returned: number[]; refused: unknown[] }>(`/v1/votes/${voteId}/papers/returns`, {
    serialNos,
    ...(returnedAt === undefined ? {} : { returnedAt }),
  });
  if (answer.returned.length !== papers.length)
    throw new Error(
      `${answer.returned.length} of ${papers.length} papers were taken back: ${JSON.stringify(answer.refused)}`,
    );
}

/** Both clerks enter every paper; returns those on which they differ, which are put aside. */
export async function enterTwice({ people }: Stage, voteId: string, papers: readonly Paper[]): Promise<Paper[]> {
  const [first, second] = people.clerks;
  const differing: Paper[] = [];
  await together(papers, 6, async (paper) => {
    const one = await enter(first, voteId, paper, paper.truth);
    if (one !== 'returned') throw new Error(`a paper entered once is ${one}`);
    const both = await enter(second, voteId, paper, paper.misread ?? paper.truth);
    if (both !== (paper.misread ? 'mismatch' : 'entered'))
      throw new Error(`paper ${paper.serialNo} entered twice is ${both}`);
    if (paper.misread) differing.push(paper);
  });
  return differing;
}

/** A third person reads what the two read differently, and agrees with one of them. */
export async function settle({ people }: Stage, voteId: string, papers: readonly Paper[]): Promise<void> {
  for (const paper of papers) {
    const state = await enter(people.third, voteId, paper, paper.truth);
    if (state !== 'entered') throw new Error(`paper ${paper.serialNo} read by a third is ${state}`);
  }
}

const enter = async (who: Session, voteId: string, { serialNo }: Paper, reading: Reading): Promise<string> =>
  (await who.post<{ state: string }>(`/v1/votes/${voteId}/papers/${serialNo}/entries`, { reading })).state;
