// The two handovers of an election: seals and books into custody before the vote, and to the new committee after it. Each is a process of its
// own that the election launches; items are looked at one by one, three sides sign, gaps go to a joint meeting.
import type { LaunchedHandover } from '../../../domain/handover/state';
import { the, type Session } from './client';
import type { Stage } from './stage';
import { coreOf } from './until-slate';

export interface Gap {
  status: 'missing' | 'disputed';
  noteText: string;
  how: 'provided' | 'waived' | 'claimed' | 'toCourt';
}

export async function handOver(
  { people, watch, electionId }: Stage,
  occasion: 'custody' | 'takeover',
  signers: Record<'from' | 'to' | 'witness', Session>,
  gaps: readonly Gap[] = [],
): Promise<{ outcome: string | null; items: number }> {
  const started = await watch.until(electionId, `the ${occasion}`, ({ state }) => coreOf(state)[occasion] !== null);
  const handoverId = the(coreOf(started.state)[occasion]?.handoverId, 'handover');
  watch.add(handoverId, occasion === 'custody' ? '保管移交' : '换届移交');
  const path = `/v1/handovers/${handoverId}/commands`;
  const give = (who: Session, command: object) => who.post(path, { command });
  const { state } = await watch.untilPhase(handoverId, 'handingOver');
  const { items } = state as unknown as LaunchedHandover;
  await signers.from.refuses('handover-items-pending', path, { command: { type: 'sign', side: 'from' } });
  const names = items.map(({ item }) => item);
  const found = new Map(gaps.map((gap, index) => [names.at(-1 - index), gap]));
  for (const item of names) {
    const gap = found.get(item);
    const status = gap ? { status: gap.status, noteText: gap.noteText } : { status: 'provided' };
    await give(people.community, { type: 'recordItem', item, ...status });
  }
  for (const side of ['from', 'to', 'witness'] as const) await give(signers[side], { type: 'sign', side });
  if (gaps.length > 0) {
    await give(people.street, { type: 'holdJointMeeting', minutesText: '联席会议逐项核对' });
    for (const [item, { how }] of found)
      await give(people.street, { type: 'settleItem', item, how, noteText: '联席会议决定' });
  }
  const closed = await watch.untilPhase(handoverId, 'closed');
  return { outcome: closed.outcome, items: names.length };
}
