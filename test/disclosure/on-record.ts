// A disclosure on the record of the small city, whose first quarter ended some weeks ago, with figures that the real store freezes.
import { randomUUID } from 'node:crypto';
import { addMs, DAY_MS } from '../../domain/calendar/instant';
import { disclosure } from '../../domain/disclosure/definition';
import type { Period } from '../../domain/disclosure/periods';
import type { DraftDisclosure } from '../../domain/disclosure/rules';
import { draftStatement } from '../../store/disclosure/statements';
import { placeOfEstate, processPlace } from '../../store/process-place';
import { aDisclosureLaunch, disclosureOf, quarterly, text, type DisclosurePlay } from '../support/a-disclosure';
import type { World } from '../support/api-world';
import { anActor, ENGINE, Play } from '../support/play';
import { onRecord } from '../papers/on-record';

export async function disclosureOnRecord(world: World, estate: { id: string }) {
  const { db, city } = world;
  const now = (await world.deps.time.now()).toISOString();
  // The quarter that ended last, launched in its midst, and looked at 40 days later at most: all of it lies behind us.
  const play: DisclosurePlay = new Play(disclosure, addMs(now, -130 * DAY_MS), quarterly());
  const account = async (role: 'committeeMember' | 'communitySecretary' | 'streetOfficer') => {
    const at = { committeeMember: estate, communitySecretary: city.c1, streetOfficer: city.s1 }[role];
    return anActor(role, { id: (await world.person([{ role, at: at as typeof city.c1 }])).accountId });
  };
  const [member, secretary, street] = [
    await account('committeeMember'),
    await account('communitySecretary'),
    await account('streetOfficer'),
  ];
  const place = processPlace(await placeOfEstate(db.pool, estate.id));
  play.give(street, aDisclosureLaunch({ processId: randomUUID(), place }));
  const { id, store } = await onRecord(world, 'disclosure', play);
  play.waitFor('period');
  await store();
  const [first] = disclosureOf(play).statements;
  const period = first?.period as Period;
  const { no } = period;
  return {
    ...{ id, play, store, period, no, member, secretary, street },
    /** Drafts anew, from the ledger as it is now; answers with the hash. */
    async draft(): Promise<string> {
      play.give(member, { type: 'draftStatement', no });
      const effect = play.definition.effect(play.state.core, play.policy) as DraftDisclosure;
      const { disclosureId, estateId, version } = effect;
      const { sha256 } = await draftStatement(db.pool, { disclosureId, estateId, version, period }, new Date(play.now));
      play.give(ENGINE, { type: 'recordDrafted', no, version, sha256 });
      await store();
      return sha256;
    },
    async publish(sha256: string): Promise<void> {
      play.give(secretary, { type: 'reviewStatement', no, isSound: true, ...text });
      play.give(member, { type: 'signStatement', no, sha256 });
      await store();
    },
    async post(): Promise<void> {
      play.give(member, { type: 'recordBoard', no, attachments: ['ab'.repeat(32)] });
      await store();
    },
  };
}
