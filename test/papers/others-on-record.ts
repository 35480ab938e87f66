// A handover and the watch on a term on the record of a small city, with the names and texts that papers print.
import { randomUUID } from 'node:crypto';
import { committeeTerm } from '../../domain/committee-term/definition';
import { addMs, DAY_MS, localDateOf } from '../../domain/calendar/instant';
import { handover as handoverDefinition } from '../../domain/handover/definition';
import type { Policy } from '../../domain/policy/schema';
import type { Role } from '../../domain/process';
import { placeOfEstate } from '../../store/process-place';
import { storeText } from '../../store/texts';
import type { HandoverPlay } from '../support/a-handover';
import { aTermLaunch, type TermPlay } from '../support/a-term';
import type { World } from '../support/api-world';
import { anActor, aPolicy, ENGINE, Play } from '../support/play';
import { onRecord, type ElectionOnRecord } from './on-record';

async function placeOf({ db, city }: World) {
  const { estateId, estatePath, communityPath, streetPath, districtPath } = await placeOfEstate(db.pool, city.e1.id);
  return { estateId, estatePath, communityPath, streetPath, districtPath };
}

/** A term of estate e1 whose committee was asked weeks ago to report that it ends, in a hundred days. */
export async function endingTermOnRecord(world: World, memberIds: string[]) {
  const now = (await world.deps.time.now()).toISOString();
  const play: TermPlay = new Play(committeeTerm, addMs(now, -120 * DAY_MS), aPolicy());
  const offices = ['chair', 'viceChair', 'member'] as const;
  const members = memberIds.map((memberId, index) => ({ memberId, office: offices[index] ?? 'member' }));
  const termEndsOn = localDateOf(addMs(now, 100 * DAY_MS));
  const street = anActor('streetOfficer', {
    id: (await world.person([{ role: 'streetOfficer', at: world.city.s1 }])).accountId,
  });
  play.give(
    street,
    aTermLaunch({ processId: randomUUID(), place: await placeOf(world), members, alternateIds: [], termEndsOn }),
  );
  const { id, store } = await onRecord(world, 'committeeTerm', play);
  const openReport = async (): Promise<void> => {
    play.waitFor('reportOpens');
    await store();
  };
  const missReport = async (): Promise<void> => {
    play.waitFor('termReport');
    await store();
  };
  return { id, termEndsOn, openReport, missReport };
}

/** What an election launches once its committee is on file: the old committee gives to the first two of the new one. */
export async function handoverOnRecord(
  world: World,
  { election, policy = aPolicy() }: { election: ElectionOnRecord; policy?: Policy },
) {
  const { db, city } = world;
  const play: HandoverPlay = new Play(handoverDefinition, election.play.now, policy);
  const newOwners = election.owners.slice(0, 2);
  play.give(ENGINE, {
    ...{
      type: 'launch',
      processId: randomUUID(),
      parentId: election.id,
      occasion: 'takeover',
      items: ['seal', 'archives', 'keys'],
    },
    place: await placeOf(world),
    sides: {
      from: { who: 'oldCommittee', roles: ['committeeMember'], ownerIds: null },
      to: { who: 'newCommittee', roles: ['committeeMember', 'owner'], ownerIds: newOwners },
      witness: { who: 'witness', roles: ['streetOfficer', 'communitySecretary'], ownerIds: null },
    },
  });
  const { id, store } = await onRecord(world, 'handover', play);
  const text = (body: string, field: string) =>
    storeText(db.pool, body, { commandId: randomUUID(), field, at: new Date(play.now) });
  const personOf = async (role: Role, ownerId?: string) =>
    anActor(role, {
      id: (await world.person([{ role, at: city.e1 }])).accountId,
      ...(ownerId === undefined ? {} : { ownerId }),
    });
  const from = await personOf('committeeMember');
  const to = await personOf('owner', newOwners[0]);

  return {
    ...{ id, play, store },
    async refuse() {
      play.waitFor('handover');
      await store();
    },
    async urge() {
      const letterText = await text('经催告，原委员会仍未移交印章。', 'letterText');
      play.give(election.street, { type: 'urge', letterText });
      await store();
    },
    async look() {
      const noteText = await text('公章一枚', 'noteText');
      play.give(election.secretary, { type: 'recordItem', item: 'seal', status: 'provided', noteText });
      play.give(election.secretary, { type: 'recordItem', item: 'archives', status: 'missing' });
      play.give(election.secretary, { type: 'recordItem', item: 'keys', status: 'waived' });
      await store();
    },
    async sign() {
      play.give(from, { type: 'sign', side: 'from' });
      play.give(to, { type: 'sign', side: 'to' });
      play.give(election.street, { type: 'sign', side: 'witness' });
      await store();
    },
    async settle() {
      play.give(election.street, {
        type: 'holdJointMeeting',
        minutesText: await text('三方到场，逐项核对。', 'minutesText'),
      });
      play.give(election.street, {
        type: 'settleItem',
        item: 'archives',
        how: 'toCourt',
        noteText: await text('已立案', 'noteText'),
      });
      await store();
    },
  };
}
