// After the vote: the first meeting, offices published, filing returned once and put right, and the new committee's takeover.
import { the } from './client';
import { handOver, type Gap } from './handover';
import { coreOf, type Slate } from './until-slate';
import { inElection, type Stage } from './stage';

export async function untilClosed(
  stage: Stage,
  { ownerOf }: Slate,
): Promise<{ electedIds: string[]; outcome: string | null }> {
  const { people, watch, electionId, say } = stage;
  const { community, street, estateId } = people;
  const seating = await watch.untilPhase(electionId, 'seating');
  const { electedIds } = coreOf(seating.state);
  const [chairId, viceChairId] = [the(electedIds[0], 'elected member'), the(electedIds[1], 'second elected member')];
  await inElection(stage, community, {
    type: 'recordFirstMeeting',
    chairId,
    viceChairIds: [viceChairId],
    minutesText: '首次会议全体委员到会，推选主任、副主任',
  });
  await inElection(stage, community, { type: 'publishOffices' });

  await inElection(stage, community, { type: 'applyFiling', documentsText: '选举结果、名单、分工' });
  await inElection(stage, street, {
    type: 'decideFiling',
    decision: 'returned',
    reasonText: '缺会议记录原件与管理规约，一次性补正',
  });
  await inElection(stage, community, { type: 'applyFiling', documentsText: '补齐会议记录原件与管理规约' });
  await inElection(stage, street, { type: 'decideFiling', decision: 'granted', reasonText: '材料齐全' });
  await watch.untilPhase(electionId, 'handover');

  // The chair gets the committee's role from the street, and acts under it with the owner's own account.
  const chair = the(ownerOf.get(chairId), 'owner of the chair');
  await street.post(`/v1/places/${estateId}/accounts/${chair.accountId}/grants`, { role: 'committeeMember' });
  // A new role ends the tokens that were issued without it.
  const to = await chair.signIn();
  const { items, outcome } = await handOver(stage, 'takeover', { from: community, to, witness: street }, GAPS);
  const closed = await watch.untilPhase(electionId, 'closed');
  say(
    `换届结束：${closed.outcome ?? ''}；委员 ${electedIds.length} 人；交接 ${items} 项（1 项缺失已补、1 项有争议待诉），结果 ${outcome ?? ''}`,
  );
  return { electedIds, outcome: closed.outcome };
}

const GAPS: readonly Gap[] = [
  { status: 'missing', noteText: '电子账号口令遗失，待重置', how: 'provided' },
  { status: 'disputed', noteText: '钥匙数量双方说法不一', how: 'toCourt' },
];
