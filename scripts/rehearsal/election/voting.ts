// The voting window: online ballots and changed minds, papers coming back, the worker lost and brought back, ballots up to the last
// instant and none after it; then the count, whose first try finds papers that are not settled.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { voteOperations } from '../../../api/contracts/votes';
import type { Electorate, Right } from './before-voting';
import { UNRETURNED } from './before-voting';
import { pause, the, together, wallClock, type ProblemBody } from './client';
import { choicesOf, enterTwice, papersOf, returnPapers, settle, type Paper } from './papers';
import { inElection, inVote, type Stage } from './stage';
import type { Slate } from './until-slate';

type CastAnswer = z.output<(typeof voteOperations)['castBallot']['response']>;
export type Receipt = CastAnswer['receipt'];

export interface Voting {
  receipts: { receipt: Receipt; salt: string; rightNo: number }[];
  electronicBallots: number;
  changed: number;
  whileWorkerAway: number;
  workerAwayMs: number;
  /** What was left of the window when all planned work was done. */
  windowLeftMs: number;
  lateRefused: number;
  papersEntered: number;
  papersSettledByThird: number;
  papersVoid: number;
  closesAt: string;
  /** A checkpoint signed while voting ran, as a witness keeps it. */
  kept: object;
}

/** Ballots kept for the very end of the window. */
const AT_THE_LAST_MOMENT = 30;

export async function vote(stage: Stage, { voteId, candidateIds }: Slate, electorate: Electorate): Promise<Voting> {
  const { watch, say, random, plan, people } = stage;
  const { online, paper, voters } = electorate;
  const opened = await watch.untilPhase(voteId, 'open');
  const window = (opened.state as unknown as { window: { opensAt: string; closesAt: string } }).window;
  const lastsMs = Date.parse(window.closesAt) - Date.parse(window.opensAt);
  if (lastsMs !== plan.windowDays * plan.dayMs) throw new Error(`the window lasts ${lastsMs} ms`);

  const receipts: Voting['receipts'] = [];
  const choices = new Map(online.map(({ rightNo }) => [rightNo, choicesOf(candidateIds, plan.seats, random)]));
  const cast = async ({ rightNo }: Right, wish = choices.get(rightNo)) => {
    const { session } = the(voters.get(rightNo), 'voter');
    const { receipt, salt } = await session.post<CastAnswer>(`/v1/votes/${voteId}/ballots`, { rightNo, choices: wish });
    receipts.push({ receipt, salt, rightNo });
  };
  const third = Math.floor((online.length - AT_THE_LAST_MOMENT) / 3);
  const waves = [online.slice(0, third), online.slice(third, 2 * third), online.slice(2 * third, -AT_THE_LAST_MOMENT)];
  const papers = await papersOf(stage, voteId, paper.slice(UNRETURNED), candidateIds);
  // The first of all spoils a paper and gets another; one that will never come back is voided.
  await reissueAndVoid(stage, voteId, papers, paper);
  const sealed = papers.slice(-12);
  const inTime = papers.slice(0, -12);

  await together(waves[0] ?? [], 10, (right) => cast(right));
  const [one, other] = [the(online[0], 'right'), the(online[1], 'right')];
  await the(voters.get(one.rightNo), 'voter').session.refuses('not-your-right', `/v1/votes/${voteId}/ballots`, {
    rightNo: other.rightNo,
    choices: { committee: 'abstain' },
  });
  await returnPapers(people.clerks[0], voteId, inTime.slice(0, 120));
  say(`线上第一批 ${receipts.length} 票；收回纸票 120 张`);

  const kept = await people.community.post<object>(`/v1/votes/${voteId}/checkpoints`);

  const differing: Paper[] = [];
  const before = receipts.length;
  const workerAwayMs = await withoutWorker(stage, async () => {
    await together(waves[1] ?? [], 10, (right) => cast(right));
    await returnPapers(people.clerks[1], voteId, inTime.slice(120));
    differing.push(...(await enterTwice(stage, voteId, inTime.slice(0, 60))));
    say(`工作进程不在期间：接受线上 ${receipts.length - before} 票，纸票照常收回、录入`);
  });
  const whileWorkerAway = waves[1]?.length ?? 0;

  await together(waves[2] ?? [], 10, (right) => cast(right));
  differing.push(...(await enterTwice(stage, voteId, inTime.slice(60))));
  // What both clerks read differently a third settles; two of them only after the close, to see the count wait for them.
  const left = differing.splice(-2);
  await settle(stage, voteId, differing);
  const changers = online.slice(10, 45);
  await together(changers, 10, (right) => cast(right, choicesOf(candidateIds, plan.seats, random)));
  await the(voters.get(the(changers[0], 'right').rightNo), 'voter').session.refuses(
    'changes-exhausted',
    `/v1/votes/${voteId}/ballots`,
    { rightNo: the(changers[0], 'right').rightNo, choices: { committee: 'abstain' } },
  );
  const seen = await people.street.get<{ rights: number; voted: number }>(`/v1/votes/${voteId}/turnout`);
  say(`改票 ${changers.length}；纸票双录完成，第三人裁定 ${differing.length} 张；进度 ${seen.voted}/${seen.rights}`);
  const windowLeftMs = Math.round(Date.parse(window.closesAt) - wallClock());
  const lateRefused = await upToTheLastInstant(
    stage,
    voteId,
    window.closesAt,
    online.slice(-AT_THE_LAST_MOMENT),
    electorate,
    choices,
    receipts,
  );
  await closedAsDue(stage, voteId, window.closesAt);
  await count(stage, voteId, sealed, left, window.closesAt);
  return {
    receipts,
    kept,
    electronicBallots: receipts.length,
    changed: changers.length,
    whileWorkerAway,
    workerAwayMs: Math.round(workerAwayMs),
    windowLeftMs,
    lateRefused,
    papersEntered: papers.length,
    papersSettledByThird: differing.length + left.length,
    papersVoid: papers.filter(({ truth }) => truth.kind === 'void').length,
    closesAt: window.closesAt,
  };
}

/**
 * Kills the worker with SIGKILL, does `meanwhile`, and starts it again. A command given while it is away is answered after it is back,
 * and done once. Returns for how long it was away, in milliseconds.
 */
async function withoutWorker(stage: Stage, meanwhile: () => Promise<void>): Promise<number> {
  const { gongzhi, people, watch, electionId, say } = stage;
  const gone = performance.now();
  await gongzhi.killWorker();
  say('■ 工作进程被 SIGKILL 杀死');
  const extending = inElection(stage, people.street, {
    type: 'extendAssembly',
    reasonText: '候选人名单重新公示，按规定延长一次',
  });
  // Awaited below; until then a refusal must not count as unhandled.
  extending.catch(() => {});
  await meanwhile();
  await gongzhi.startWorker();
  const awayMs = performance.now() - gone;
  say(`■ 工作进程已重新启动（离开 ${(awayMs / 1000).toFixed(1)} 秒）`);
  await extending;
  await watch.eventOf(electionId, 'assemblyExtended');
  const times = watch.events.filter(({ type }) => type === 'assemblyExtended').length;
  if (times !== 1) throw new Error(`the assembly was extended ${times} times by one command`);
  return awayMs;
}

async function reissueAndVoid(stage: Stage, voteId: string, papers: Paper[], issued: readonly Right[]): Promise<void> {
  const { people, say } = stage;
  const spoilt = the(papers[0], 'paper');
  const fresh = await people.community.post<{ serialNo: number; rightNo: number }>(
    `/v1/votes/${voteId}/papers/${spoilt.serialNo}/reissue`,
    { reasonText: '被水打湿，换发' },
  );
  say(`纸票 ${spoilt.serialNo} 换发为 ${fresh.serialNo}`);
  spoilt.serialNo = fresh.serialNo;
  const [never] = await papersOf(stage, voteId, issued.slice(0, 1), ['-']);
  await people.community.post(`/v1/votes/${voteId}/papers/${the(never, 'paper').serialNo}/void`, {
    reasonText: '空置户，退回作废',
  });
}

/** Ballots every few milliseconds across the close: accepted before it, refused from it on, whoever is slow. */
async function upToTheLastInstant(
  { say }: Stage,
  voteId: string,
  closesAt: string,
  rights: readonly Right[],
  { voters }: Electorate,
  choices: Map<number, Record<string, string | string[]>>,
  receipts: Voting['receipts'],
): Promise<number> {
  const close = Date.parse(closesAt);
  const begin = close - 20 * rights.length;
  if (wallClock() > begin) throw new Error('voting took longer than the window: try --day-ms with a larger number');
  await pause(begin - wallClock());
  const answers = await Promise.all(
    rights.map(async ({ rightNo }, index) => {
      await pause(index * 40);
      const { session } = the(voters.get(rightNo), 'voter');
      const answer = await session.tryPost(`/v1/votes/${voteId}/ballots`, {
        commandId: randomUUID(),
        rightNo,
        choices: choices.get(rightNo),
      });
      if (answer.status === 201) {
        const { receipt, salt } = answer.body as CastAnswer;
        if (Date.parse(receipt.castAt) >= close)
          throw new Error(`a ballot was accepted at ${receipt.castAt}, after the close`);
        receipts.push({ receipt, salt, rightNo });
        return 'accepted';
      }
      return (answer.body as ProblemBody).code;
    }),
  );
  const strange = answers.find((answer) => answer !== 'accepted' && answer !== 'vote-closed');
  if (strange !== undefined) throw new Error(`a ballot at the close was answered with ${strange}`);
  const late = answers.filter((answer) => answer === 'vote-closed').length;
  if (late === 0) throw new Error('no ballot came late, so the close was not tried');
  say(`截止前后连续投票：接受 ${answers.length - late}，因截止拒绝 ${late}`);
  return late;
}

async function closedAsDue({ watch }: Stage, voteId: string, closesAt: string): Promise<void> {
  await watch.untilPhase(voteId, 'counting');
  const closed = await watch.eventOf(voteId, 'votingClosed');
  if (closed.payload['closedAt'] !== closesAt)
    throw new Error(`the window closed at ${String(closed.payload['closedAt'])} instead of ${closesAt}`);
}

/** The sealed box, a first try to finish with papers open, the last two readings, and the second try. */
async function count(stage: Stage, voteId: string, sealed: Paper[], left: Paper[], closesAt: string): Promise<void> {
  const { people, watch, say } = stage;
  const returnedAt = new Date(Date.parse(closesAt) - 1000).toISOString();
  await returnPapers(people.clerks[0], voteId, sealed, returnedAt);
  const differing = await enterTwice(stage, voteId, sealed);
  await settle(stage, voteId, differing);
  say(`开箱：截止前投入票箱的纸票 ${sealed.length} 张录入`);
  await inVote(voteId, people.street, { type: 'finishCounting' });
  await watch.eventOf(voteId, 'countIncomplete');
  await settle(stage, voteId, left);
  await watch.untilPhase(voteId, 'counting');
  await inVote(voteId, people.street, { type: 'finishCounting' });
  await watch.untilPhase(voteId, 'signing');
  await people.street.refuses('not-a-counter', `/v1/votes/${voteId}/commands`, { command: { type: 'signCount' } });
  await inVote(voteId, people.community, { type: 'signCount' });
  await people.community.refuses('already-signed', `/v1/votes/${voteId}/commands`, { command: { type: 'signCount' } });
  await inVote(voteId, people.third, { type: 'signCount' });
  await inVote(voteId, people.street, { type: 'publishResult' });
  await watch.untilPhase(voteId, 'resultPublished');
}
