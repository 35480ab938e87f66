// Pledges: at the door on signed sheets, entered by whoever collected them, and by households themselves on the phone.
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { z } from 'zod';
import type { attachmentOperations } from '../../../api/contracts/attachments';
import type { pledgeOperations } from '../../../api/contracts/pledges';
import { the, together, type Session } from '../election/client';
import type { Owner } from '../election/people';
import type { Project, Stage } from './stage';

export type Door = z.output<(typeof pledgeOperations)['listShares']['response']>['items'][number];
type Pledging = z.output<(typeof pledgeOperations)['getPledging']['response']>;
type DoorToVisit = z.output<(typeof pledgeOperations)['listPledgeVisits']['response']>['items'][number];
type Attachment = z.output<(typeof attachmentOperations)['uploadAttachment']['response']>;

const LINES_OF_A_SHEET = 12;
const AT_ONCE = 8;

export const sharesOf = (project: Project, who: Session): Promise<Door[]> =>
  who.all<Door>(`/v1/cofundings/${project.processId}/shares`);

export const progressOf = async (project: Project, who: Session) =>
  the((await who.get<Pledging>(`/v1/cofundings/${project.processId}/pledging`)).progress, 'progress of pledging');

/** A photograph of a sheet; each sheet is a picture of its own. */
export async function photoOf(who: Session, sheetNo: number): Promise<string> {
  const background = { r: 255 - (sheetNo % 200), g: 250, b: 240 - (sheetNo % 7) };
  const picture = await sharp({ create: { width: 420, height: 594, channels: 3, background } })
    .png()
    .toBuffer();
  const at = `/v1/attachments?commandId=${randomUUID()}&kind=photo`;
  return (await who.upload<Attachment>(at, picture, 'image/png')).sha256;
}

/**
 * From door to door in the order of the list: somebody is not at home at first, one line is struck and signed anew, a second pledge of the same
 * door and another amount than the share are refused. Returns how many pledges were entered.
 */
export async function collectAtDoors(stage: Stage, project: Project): Promise<number> {
  const [collector] = stage.people.clerks;
  const at = `/v1/cofundings/${project.processId}`;
  const doors = await collector.all<DoorToVisit>(`${at}/visits`);
  await collector.post(`${at}/visits`, { rightNo: the(doors[0], 'door').rightNo, result: 'nobodyHome' });
  let sheetSha256 = '';
  let entered = 0;
  const enter = async ({ rightNo, shareFen }: DoorToVisit, lineNo: number) => {
    const pledgeId = randomUUID();
    await collector.post(`${at}/paper-pledges`, {
      ...{ pledgeId, rightNo, amountFen: the(shareFen, 'share'), pageNo: Math.ceil(lineNo / LINES_OF_A_SHEET) },
      ...{ lineNo: ((lineNo - 1) % LINES_OF_A_SHEET) + 1, collectorName: '网格员1', sheetSha256 },
    });
    entered += 1;
    return pledgeId;
  };
  for (const [index, door] of doors.entries()) {
    if (index % LINES_OF_A_SHEET === 0) sheetSha256 = await photoOf(collector, index / LINES_OF_A_SHEET);
    const pledgeId = await enter(door, index + 1);
    if (index !== 0) continue;
    const again = {
      pledgeId: randomUUID(),
      rightNo: door.rightNo,
      pageNo: 1,
      lineNo: 99,
      collectorName: '网格员1',
      sheetSha256,
    };
    const shareFen = the(door.shareFen, 'share');
    await collector.refuses('right-already-pledged', `${at}/paper-pledges`, { ...again, amountFen: shareFen });
    await collector.post(`${at}/paper-pledges/${pledgeId}/end`, { kind: 'struck', reasonText: '签名与户主不符，重签' });
    await collector.refuses('pledge-not-the-share', `${at}/paper-pledges`, { ...again, amountFen: shareFen + 1 });
    await enter(door, doors.length + 1);
  }
  return entered;
}

/** A household that may pledge by itself: its right, its share and whoever speaks for it. */
export interface Household {
  rightNo: number;
  label: string;
  shareFen: number;
  owner: Owner;
}

/** Whoever owns one unit alone and has an account. In the order of the labels, which the seed decides. */
export async function householdsOf({ people, owners }: Stage, project: Project): Promise<Household[]> {
  const unitOf = new Map(project.units.map((unit) => [unit.label, unit]));
  const doors = await sharesOf(project, people.community);
  return doors
    .flatMap(({ rightNo, label, shareFen }) => {
      const holders = unitOf.get(label)?.holders ?? [];
      const owner = holders.length === 1 ? owners.get(holders[0]?.ownerId ?? '') : undefined;
      return owner && shareFen !== null && shareFen > 0 ? [{ rightNo, label, shareFen, owner }] : [];
    })
    .sort((one, other) => (one.label < other.label ? -1 : 1));
}

export async function pledgeOnline(project: Project, households: readonly Household[]): Promise<void> {
  const at = `/v1/cofundings/${project.processId}/pledges`;
  await together(households, AT_ONCE, ({ rightNo, shareFen, owner }) =>
    owner.session.post(at, { pledgeId: randomUUID(), rightNo, amountFen: shareFen }),
  );
}

/** A household takes its own pledge back. */
export async function withdraw(project: Project, { owner, rightNo }: Household): Promise<void> {
  const at = `/v1/cofundings/${project.processId}`;
  const { mine } = await owner.session.get<Pledging>(`${at}/pledging`);
  const pledge = the(mine.find((one) => one.rightNo === rightNo)?.pledge, 'pledge');
  await owner.session.post(`${at}/pledges/${pledge.pledgeId}/withdrawal`);
}
