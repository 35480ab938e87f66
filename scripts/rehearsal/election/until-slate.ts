// The election from its launch to the vote: group and an objection to it, nominations and a withdrawal, joint vetting with one body
// silent and adverse words answered, the slate, an objection upheld and the slate published anew.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { registerOperations } from '../../../api/contracts/register';
import type { LaunchedElection } from '../../../domain/election/state';
import { the, together } from './client';
import { handOver } from './handover';
import type { Owner } from './people';
import { inElection, shuffled, type Stage } from './stage';

type RegisteredOwner = z.output<(typeof registerOperations)['listOwners']['response']>['items'][number];

const CANDIDATES = 9;

export interface Slate {
  voteId: string;
  /** The candidates on the final slate. */
  candidateIds: string[];
  /** Whose candidacy is whose. */
  ownerOf: Map<string, Owner>;
}

export async function launchElection({ plan, people, electionId }: Stage): Promise<void> {
  await people.street.post(`/v1/estates/${people.estateId}/elections`, {
    electionId,
    trigger: 'termEnding',
    termEndsOn: '2027-06-30',
    seats: plan.seats,
    policy: { kind: 'preset', id: plan.policy.id, version: plan.policy.version },
    rehearsalDayMs: plan.dayMs,
  });
}

export async function untilVote(stage: Stage): Promise<Slate> {
  const { watch, electionId, say } = stage;
  const persons = await personsAmongOwners(stage);
  await formGroup(stage, persons.slice(0, 5));
  await watch.untilPhase(electionId, 'nominating');
  const { community, street, oldCommittee } = stage.people;
  const custody = await handOver(stage, 'custody', { from: oldCommittee, to: community, witness: street });
  say(`印章、账册、款项交小组保管：${custody.items} 项，${custody.outcome ?? ''}`);
  const { candidates, ownerOf } = await nominate(stage, persons.slice(5, 5 + CANDIDATES));
  await watch.untilPhase(electionId, 'vetting');
  await vet(stage, candidates, ownerOf);
  await watch.untilPhase(electionId, 'slateNotice');
  await objectToSlate(stage, the(candidates[4], 'candidate'), the(persons[0], 'owner'));
  const voting = await watch.until(
    electionId,
    'the vote',
    ({ phase, state }) => phase === 'voting' && coreOf(state).attempts.length > 0,
  );
  const voteId = the(coreOf(voting.state).attempts[0]?.voteId, 'vote of the election');
  const slate = coreOf(voting.state).candidates.filter(({ status }) => status === 'admitted');
  say(`候选人名单：${slate.length} 人竞选 ${stage.plan.seats} 席`);
  return { voteId, candidateIds: slate.map(({ candidateId }) => candidateId), ownerOf };
}

export const coreOf = (state: Record<string, unknown>): LaunchedElection => state as unknown as LaunchedElection;

/** Natural persons with an account, in an order that only the seed decides. */
async function personsAmongOwners({ people, owners, random }: Stage): Promise<Owner[]> {
  const listed = await people.street.all<RegisteredOwner>(`/v1/places/${people.estateId}/owners`);
  const named = (owner: RegisteredOwner) => `${owner.name} ${owner.idMasked ?? ''} ${owner.areaDm2}`;
  const persons = listed.filter(({ kind, ownerId }) => kind === 'person' && owners.has(ownerId));
  persons.sort((one, other) => (named(one) < named(other) ? -1 : 1));
  return shuffled(persons, random).map(({ ownerId }) => the(owners.get(ownerId), 'account of an owner'));
}

async function formGroup(stage: Stage, owners: Owner[]): Promise<void> {
  const { people, watch, electionId } = stage;
  const members = [
    ...owners.slice(0, 4).map(({ ownerId }) => ({ memberId: ownerId, capacity: 'owner' })),
    { memberId: people.streetAccountId, capacity: 'street' },
    { memberId: people.communityAccountId, capacity: 'community' },
    { memberId: randomUUID(), capacity: 'police' },
  ];
  await inElection(stage, people.street, { type: 'formGroup', members, leaderId: people.streetAccountId });
  await watch.untilPhase(electionId, 'groupNotice');
  const objectionId = randomUUID();
  const neighbour = the(owners[4], 'owner').session;
  await inElection(stage, neighbour, { type: 'objectToGroup', objectionId, reasonText: '小组成员没有我们楼的人' });
  await inElection(stage, people.street, {
    type: 'answerObjection',
    objectionId,
    isUpheld: false,
    reasonText: '业主成员人数符合规定，名单不按楼栋分配',
  });
}

async function nominate(stage: Stage, owners: Owner[]): Promise<{ candidates: string[]; ownerOf: Map<string, Owner> }> {
  const { people } = stage;
  const ownerOf = new Map(owners.map((owner) => [randomUUID() as string, owner]));
  const candidates = [...ownerOf.keys()];
  for (const [index, [candidateId, { ownerId, session }]] of [...ownerOf].entries()) {
    const [who, nominatedBy] =
      index % 3 === 0
        ? [session, 'self']
        : index % 3 === 1
          ? [people.community, 'residentsCommittee']
          : [people.street, 'partyOrganisation'];
    await inElection(stage, who as typeof session, { type: 'nominate', candidateId, ownerId, nominatedBy });
  }
  const leaving = the(candidates.at(-1), 'candidate');
  const { session } = the(ownerOf.get(leaving), 'owner of a candidacy');
  await inElection(stage, session, {
    type: 'withdrawCandidate',
    candidateId: leaving,
    reasonText: '工作调动，无法履职',
  });
  return { candidates: candidates.slice(0, -1), ownerOf };
}

/** All bodies but the last answer about everybody, in parallel; the last stays silent until its time runs out. */
async function vet(stage: Stage, candidates: string[], ownerOf: Map<string, Owner>): Promise<void> {
  const { people, watch, electionId, say } = stage;
  const bodies = [...people.bodies];
  const silent = the(bodies.at(-2), 'vetting body');
  const [byStatute, byAdvice] = [the(candidates[2], 'candidate'), the(candidates[3], 'candidate')];
  const answering = bodies.filter((body) => body !== silent);
  const court = the(answering.find(([body]) => body === 'court') ?? answering[0], 'vetting body');
  const adviser = the(answering.at(-1), 'vetting body');
  say(`联审：${answering.length} 家并行答复，${silent[0]} 不答复`);
  const verdictOf = (body: string, candidateId: string) => {
    if (body === court[0] && candidateId === byStatute)
      return {
        isAdverse: true,
        basisKind: 'statute',
        basisText: '失信被执行人，法定不得担任',
        reasonText: '执行案件未结',
      };
    if (body === adviser[0] && candidateId === byAdvice)
      return { isAdverse: true, basisKind: 'advice', basisText: '参考意见', reasonText: '曾与邻居发生纠纷' };
    return { isAdverse: false, basisKind: 'advice', basisText: '无', reasonText: '无异议' };
  };
  await Promise.all(
    answering.map(async ([body, officer]) => {
      for (const candidateId of candidates)
        await inElection(stage, officer, { type: 'giveOpinion', body, candidateId, ...verdictOf(body, candidateId) });
    }),
  );
  await Promise.all(
    (
      [
        [court[0], byStatute],
        [adviser[0], byAdvice],
      ] as const
    ).map(([body, candidateId]) => {
      const { session } = the(ownerOf.get(candidateId), 'owner of a candidacy');
      return inElection(stage, session, {
        type: 'answerOpinion',
        body,
        candidateId,
        reasonText: '本人说明如下，请予核实',
      });
    }),
  );
  await watch.until(electionId, 'decisions on the adverse opinions', ({ waitsFor }) =>
    waitsFor.some(({ duty }) => duty === 'decideCandidate'),
  );
  const decide = (candidateId: string, isAdmitted: boolean) => ({
    type: 'decideCandidate',
    candidateId,
    isAdmitted,
    basisText: isAdmitted ? '参考意见不构成法定消极条件' : '法院意见：法定消极条件',
    reasonText: isAdmitted ? '申辩成立，列入名单' : '申辩后仍属失信被执行人',
  });
  await people.street.refuses('advice-cannot-exclude', `/v1/elections/${electionId}/commands`, {
    command: decide(byAdvice, false),
  });
  await inElection(stage, people.street, decide(byAdvice, true));
  await inElection(stage, people.street, decide(byStatute, false));
}

async function objectToSlate(stage: Stage, candidateId: string, neighbour: Owner): Promise<void> {
  const objectionId = randomUUID();
  await inElection(stage, neighbour.session, {
    type: 'objectToCandidate',
    objectionId,
    candidateId,
    reasonText: '该户欠缴公共收益分摊，不符合议事规则',
  });
  await inElection(stage, stage.people.street, {
    type: 'answerObjection',
    objectionId,
    isUpheld: true,
    reasonText: '经查属实，予以移除，名单重新公示',
  });
}

/** Asks every owner which rights of the roll they may cast for. */
export async function votersOfRights(
  stage: { owners: ReadonlyMap<string, Owner> },
  voteId: string,
): Promise<Map<number, Owner>> {
  const voters = new Map<number, Owner>();
  await together([...stage.owners.values()], 10, async (owner) => {
    const { myRights } = await owner.session.get<{ myRights: { rightNo: number; as: string }[] }>(
      `/v1/votes/${voteId}`,
    );
    for (const { rightNo, as } of myRights) if (as === 'voter') voters.set(rightNo, owner);
  });
  return voters;
}
