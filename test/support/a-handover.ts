// A handover played up to a given point: the old committee gives to the group, street or community look on.
import { handover } from '../../domain/handover/definition';
import type {
  HandoverCommand,
  HandoverCore,
  HandoverEvent,
  HandoverLaunch,
  LaunchedHandover,
} from '../../domain/handover/state';
import type { Policy } from '../../domain/policy/schema';
import { anActor, aPolicy, ENGINE, Play } from './play';
import { MEMBER, PLACE, SECRETARY, STREET } from './an-election';

export type HandoverPlay = Play<HandoverCore, HandoverCommand, HandoverEvent>;
export const handoverOf = (play: HandoverPlay): LaunchedHandover => play.state.core as LaunchedHandover;

export const NEW_CHAIR = anActor('committeeMember', { id: 'account-of-n1', ownerId: 'n1' });

export function launchedHandover(more: Partial<HandoverLaunch> = {}, policy: Policy = aPolicy()): HandoverPlay {
  const play = new Play(handover, '2026-03-02T02:00:00.000Z', policy);
  play.give(ENGINE, {
    type: 'launch',
    processId: 'handover',
    place: PLACE,
    parentId: 'election',
    occasion: 'takeover',
    sides: {
      from: { who: 'oldCommittee', roles: ['committeeMember'], ownerIds: null },
      to: { who: 'newCommittee', roles: ['committeeMember', 'owner'], ownerIds: ['n1', 'n2'] },
      witness: { who: 'witness', roles: ['streetOfficer', 'communitySecretary'], ownerIds: null },
    },
    items: policy.handover.items.value,
    ...more,
  });
  return play;
}

/** Every item is looked at: there, unless said otherwise. */
export function lookedAt(
  play: HandoverPlay,
  found: Record<string, 'missing' | 'disputed' | 'waived'> = {},
): HandoverPlay {
  for (const { item } of handoverOf(play).items)
    play.give(SECRETARY, { type: 'recordItem', item, status: found[item] ?? 'provided' });
  return play;
}

export function signed(play: HandoverPlay): HandoverPlay {
  play.give(MEMBER, { type: 'sign', side: 'from' });
  play.give(NEW_CHAIR, { type: 'sign', side: 'to' });
  play.give(STREET, { type: 'sign', side: 'witness' });
  return play;
}
