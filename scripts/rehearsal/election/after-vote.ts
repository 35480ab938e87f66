// After the vote: the first meeting, offices published, filing returned once and put right, handover item by item, three signatures.
import { the, type Session } from './client';
import { coreOf, type Slate } from './until-slate';
import { inElection, type Stage } from './stage';

export async function untilClosed(
  stage: Stage,
  { ownerOf }: Slate,
): Promise<{ electedIds: string[]; outcome: string | null }> {
  const { people, watch, electionId, say } = stage;
  const { community, street, oldCommittee, estateId } = people;
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
  const filed = await watch.untilPhase(electionId, 'handover');

  // The chair gets the committee's role from the street, and acts under it with the owner's own account.
  const chair = the(ownerOf.get(chairId), 'owner of the chair');
  await street.post(`/v1/places/${estateId}/accounts/${chair.accountId}/grants`, { role: 'committeeMember' });
  await oldCommittee.refuses('handover-items-pending', `/v1/elections/${electionId}/commands`, {
    command: { type: 'signHandover', side: 'old' },
  });
  const items = coreOf(filed.state).handover.map(({ item }) => item);
  const exceptions = new Map([
    [items.at(-1), { status: 'missing', noteText: '电子账号口令遗失，待重置' }],
    [items.at(-2), { status: 'disputed', noteText: '钥匙数量双方说法不一' }],
  ]);
  for (const item of items)
    await inElection(stage, community, {
      type: 'recordHandoverItem',
      item,
      ...(exceptions.get(item) ?? { status: 'provided' }),
    });
  await community.refuses('wrong-side', `/v1/elections/${electionId}/commands`, {
    command: { type: 'signHandover', side: 'old' },
  });
  await inElection(stage, oldCommittee, { type: 'signHandover', side: 'old' });
  // A new role ends the tokens that were issued without it.
  const chairSession: Session = await chair.signIn();
  await inElection(stage, chairSession, { type: 'signHandover', side: 'new' });
  await inElection(stage, street, { type: 'signHandover', side: 'witness' });
  const closed = await watch.untilPhase(electionId, 'closed');
  say(
    `换届结束：${closed.outcome ?? ''}；委员 ${electedIds.length} 人；交接 ${items.length} 项（1 项缺失、1 项有争议，均在案）`,
  );
  return { electedIds, outcome: closed.outcome };
}
