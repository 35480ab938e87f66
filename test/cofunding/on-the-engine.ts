// A co-funded project over HTTP on the real engine, with short days: what its people do, step by step, and what is waited for.
import { randomUUID } from 'node:crypto';
import type { PlanInput } from '../../domain/cofunding/messages';
import type { LaunchedCofunding } from '../../domain/cofunding/state';
import { localDateOf } from '../../domain/calendar/instant';
import type { Person } from '../support/api-world';
import type { EngineWorld } from '../support/engine-world';
import { aPlanFor } from '../support/a-pledging';

/** Long enough that whoever has a week is in time on a machine that others use too. */
export const DAY_MS = 500;
export const HASH = 'ab'.repeat(32);

export interface Neighbourhood {
  world: EngineWorld;
  officer: Person;
  secretary: Person;
  clerk: Person;
  member: Person;
  /** Of the two flats of the estate, in the order of the roll. */
  owners: [Person, Person];
}

export async function aNeighbourhood(world: EngineWorld): Promise<Neighbourhood> {
  const { s1, c1, e1, u1, u2 } = world.city;
  return {
    world,
    officer: await world.person([{ role: 'streetOfficer', at: s1 }]),
    secretary: await world.person([{ role: 'communitySecretary', at: c1 }]),
    clerk: await world.person([{ role: 'gridWorker', at: c1 }]),
    member: await world.person([{ role: 'committeeMember', at: e1 }]),
    owners: [await world.ownerOf(u1), await world.ownerOf(u2)],
  };
}

type Command = { type: string; [field: string]: unknown };
export interface Seen {
  phase: string;
  outcome: string | null;
  state: LaunchedCofunding & Record<string, unknown>;
}

export const codeOf = ({ status, body }: { status: number; body: unknown }): string =>
  `${status} ${(body as { code?: string }).code ?? ''}`.trim();

export class ProjectRun {
  readonly projectId: string = randomUUID();

  constructor(readonly of: Neighbourhood) {}

  give(who: Person, command: Command) {
    return this.post(who, `/v1/cofundings/${this.projectId}/commands`, { command });
  }

  post(who: Person, path: string, body: object = {}) {
    return this.of.world.as(who).post(path, { commandId: randomUUID(), ...body });
  }

  async see(processId = this.projectId): Promise<Seen> {
    const { world, officer } = this.of;
    return (await world.as(officer).get(`/v1/processes/${processId}`).expect(200)).body as Seen;
  }

  until(satisfies: (seen: Seen) => boolean, processId = this.projectId): Promise<Seen> {
    return this.of.world.until(() => this.see(processId), satisfies);
  }

  untilPhase(phase: string, processId = this.projectId): Promise<Seen> {
    return this.until((seen) => seen.phase === phase, processId);
  }

  /** Proposed, found fit, talked about in a meeting that was held, planned and classified. */
  async decideOn(more: Partial<PlanInput>, projectClass: 'none' | 'special'): Promise<void> {
    const { world, owners, secretary, officer } = this.of;
    const { e1 } = world.city;
    await this.post(owners[0], `/v1/estates/${e1.id}/cofundings`, {
      ...{ projectId: this.projectId, titleText: '电动自行车充电棚', needText: '飞线充电' },
      ...{ rehearsalDayMs: DAY_MS, policy: { kind: 'preset', id: 'national' } },
    }).expect(201);
    await this.give(secretary, { type: 'screenProposal', finding: 'fit', reasonText: '合适' }).expect(200);
    const heldAt = new Date((await world.deps.time.now()).getTime() + 2 * DAY_MS).toISOString();
    await this.give(secretary, { type: 'callDeliberation', form: 'building', heldAt }).expect(200);
    const called = await this.until(({ state }) => state.meetings[0]?.meetingId != null);
    await this.hold(called.state.meetings[0]?.meetingId ?? '');
    await this.until(({ state }) => state.meetings[0]?.outcome === 'held');
    await this.give(secretary, { type: 'settlePlan', plan: aPlanFor(e1, more) }).expect(200);
    await this.give(officer, { type: 'confirmClass', projectClass, reasonText: '对照第二百七十八条' }).expect(200);
  }

  private async hold(meetingId: string): Promise<void> {
    const { secretary } = this.of;
    const begun = await this.until(({ state }) => state['hasBegun'] === true, meetingId);
    const present = (begun.state['parties'] as { key: string }[]).map(({ key }) => key);
    for (const command of [
      { type: 'recordAttendance', present },
      { type: 'recordMinutes', minutesText: '逐项议过方案、造价和分摊' },
      { type: 'closeMeeting' },
    ])
      await this.post(secretary, `/v1/meetings/${meetingId}/commands`, { command }).expect(200);
  }

  /** The owners' vote that the project has launched, from its roll to the certified result; both owners say yes. */
  async holdVote(): Promise<string> {
    const { world, secretary, clerk, owners } = this.of;
    const asked = await this.until(({ state }) => state.attempts.length > 0);
    const voteId = asked.state.attempts.at(-1)?.voteId ?? '';
    const inVote = (who: Person, command: Command) =>
      this.post(who, `/v1/votes/${voteId}/commands`, { command }).expect(200);
    await inVote(secretary, { type: 'freezeRoll' });
    await this.until(({ state }) => state['isRollSettled'] === true, voteId);
    await inVote(secretary, { type: 'publishNotice', windowDays: 10, noticeText: '表决公告' });
    await inVote(secretary, { type: 'nameCounters', counterIds: [secretary.accountId, clerk.accountId] });
    await this.untilPhase('open', voteId);
    for (const owner of owners) {
      const { body } = await world.as(owner).get(`/v1/votes/${voteId}`).expect(200);
      const { myRights } = body as { myRights: { rightNo: number }[] };
      const ballot = { rightNo: myRights[0]?.rightNo, choices: { plan1: 'yes' } };
      await this.post(owner, `/v1/votes/${voteId}/ballots`, ballot).expect(201);
    }
    await this.untilPhase('counting', voteId);
    await inVote(secretary, { type: 'finishCounting' });
    await this.untilPhase('signing', voteId);
    await inVote(secretary, { type: 'signCount' });
    await inVote(clerk, { type: 'signCount' });
    await inVote(secretary, { type: 'publishResult' });
    await this.untilPhase('certified', voteId);
    return voteId;
  }

  /** Pledges what its household is asked for. */
  async pledge(owner: Person): Promise<void> {
    const at = `/v1/cofundings/${this.projectId}`;
    const { body } = await this.of.world.as(owner).get(`${at}/pledging`).expect(200);
    const [mine] = (body as { mine: { rightNo: number; shareFen: number }[] }).mine;
    const pledge = { pledgeId: randomUUID(), rightNo: mine?.rightNo, amountFen: mine?.shareFen };
    await this.post(owner, `${at}/pledges`, pledge).expect(201);
  }

  async today(): Promise<string> {
    return localDateOf((await this.of.world.deps.time.now()).toISOString());
  }

  /** Cash that the one takes in and the other counts. */
  async payCash(rightNo: number, amountFen: number): Promise<void> {
    const { officer, secretary } = this.of;
    const at = `/v1/cofundings/${this.projectId}/cash-receipts`;
    const receiptId = randomUUID();
    const receivedOn = await this.today();
    await this.post(officer, at, { receiptId, rightNo, amountFen, receivedOn }).expect(201);
    await this.post(secretary, `${at}/${receiptId}/confirmation`).expect(200);
  }

  /** Reads a statement of the street's account, and answers what the preview answers. */
  preview(bytes: Buffer) {
    const { world, officer } = this.of;
    const at = `/v1/estates/${world.city.e1.id}/bank-statements?commandId=${randomUUID()}&holder=street&format=csv`;
    return world
      .as(officer)
      .post(at)
      .set('Content-Type', 'application/octet-stream')
      .send(bytes as unknown as object);
  }

  async commit(importId: string): Promise<Record<string, number>> {
    const { world, officer } = this.of;
    const at = `/v1/estates/${world.city.e1.id}/bank-statements/${importId}/commit`;
    return (await this.post(officer, at).expect(200)).body as Record<string, number>;
  }

  /** Says of the one piece of money that waits that it is a source's. */
  async matchWaiting(sourceId: string): Promise<void> {
    const { world, officer } = this.of;
    const estate = `/v1/estates/${world.city.e1.id}`;
    const { body } = await world.as(officer).get(`${estate}/waiting-money`).expect(200);
    const [money] = (body as { items: { moneyId: string }[] }).items;
    const to = { processId: this.projectId, to: { kind: 'source', sourceId } };
    await this.post(officer, `${estate}/money/${money?.moneyId}/match`, to).expect(200);
  }

  /** Three quotes, the contract with the cheapest, and its one milestone reached and paid. */
  async build(bidders: readonly string[], contractFen: number): Promise<void> {
    const { member, secretary, officer } = this.of;
    const quoteIds = bidders.map(() => randomUUID());
    for (const [index, bidder] of bidders.entries())
      await this.give(member, {
        ...{ type: 'addQuote', quoteId: quoteIds[index], bidder, amountFen: contractFen + index, isRelated: false },
        documentHash: HASH,
      }).expect(200);
    const milestones = [{ milestoneId: 'done', amountFen: contractFen, dueOn: '2099-01-01' }];
    await this.give(secretary, {
      ...{ type: 'signContract', quoteId: quoteIds[0], milestones, documentHash: HASH, reasonText: '最低价' },
    }).expect(200);
    await this.give(member, { type: 'reportMilestone', milestoneId: 'done', evidenceText: '照片' }).expect(200);
    const paymentId = randomUUID();
    await this.give(member, {
      ...{ type: 'requestPayment', paymentId, milestoneId: 'done', amountFen: contractFen, payeeText: '施工单位' },
      invoiceHash: HASH,
    }).expect(200);
    const approve = (who: Person) => this.give(who, { type: 'approvePayment', paymentId });
    await approve(secretary).expect(200);
    // Neither whoever asks for it nor one person twice is two people, and nothing is posted before.
    expect([codeOf(await approve(member)), codeOf(await approve(secretary))]).toEqual([
      '422 own-request',
      '409 already-approved',
    ]);
    expect((await this.see()).state).toMatchObject({ spentFen: 0, payments: [{ status: 'requested' }] });
    await approve(officer).expect(200);
    await this.until(({ state }) => state.payments.some(({ status }) => status === 'posted'));
  }
}
