// What the API says of the year, held against what the record says (record.ts). One place for each question, so that a new operation that
// answers it is asked here.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import type { supervisionOperations } from '../../../api/contracts/supervision';
import { DAY_MS, dateOf, dayOf, instantOf, startOfDate } from '../../../domain/calendar/instant';
import type { PackBody } from '../../../domain/meeting/pack';
import { Refused, type Session } from '../election/client';
import { overdueOf, sumsOf, type Story, type Sums } from './record';
import type { Street } from './street';

interface Rate {
  part: number;
  whole: number;
}

interface Figures {
  launched: number;
  closed: number;
  rates: { response: Rate; solved: Rate; satisfied: Rate };
}

interface Year {
  /** Milliseconds. */
  beganAt: number;
  now: number;
  days: number;
}

/** What differs, one sentence each. */
export async function differences(street: Street, stories: readonly Story[], year: Year): Promise<string[]> {
  const { session } = street.holder('districtSupervisor', street.districtId);
  return [
    ...(await ofProcesses(session, street, stories)),
    ...(await ofStalls(street, stories, year)),
    ...(await ofRates(session, street, stories, year)),
    ...(await ofPack(street, stories, year)),
  ];
}

interface Summary {
  id: string;
  isOpen: boolean;
  outcome: string | null;
}

/** Every problem is listed once, open or with the outcome that its events say. */
async function ofProcesses(session: Session, { streetId }: Street, stories: readonly Story[]): Promise<string[]> {
  const listed = await session.all<Summary>(`/v1/processes?kind=problem&placeId=${streetId}`);
  const byId = new Map(listed.map((summary) => [summary.id, summary]));
  const differing = stories.filter(({ processId, closedAt, outcome }) => {
    const shown = byId.get(processId);
    return shown?.isOpen !== (closedAt === null) || shown.outcome !== outcome;
  });
  const sum =
    listed.length === stories.length ? [] : [`${listed.length} problems are listed, ${stories.length} recorded`];
  return [...sum, ...differing.map(({ processId }) => `problem ${processId} is listed otherwise than recorded`)];
}

/** By which clock a duty is overdue. */
const CLOCKS: Record<string, string> = {
  ...{
    respond: 'response',
    handle: 'handling',
    carryOutPlan: 'handling',
    decideExtension: 'handling',
    nameLead: 'handling',
  },
  ...{ verify: 'verify', callBack: 'feedback', reviewReturn: 'returnReview', approveClosing: 'closingReview' },
  ...{ explainDelay: 'explainDelay', reviewParked: 'review', research: 'research', supervise: 'supervision' },
  ...{ appraise: 'appraisal', answerCall: 'call', orderDepartment: 'order' },
};

export type Stall = z.output<(typeof supervisionOperations)['listStalls']['response']>['items'][number];

/** The supervisor's stall list: what is overdue, from whom. */
export const stalls = ({ streetId, districtId, holder }: Street): Promise<Stall[]> =>
  holder('districtSupervisor', districtId).session.all<Stall>(
    `/v1/stalls?placeId=${streetId}&kind=problem&flag=overdue`,
  );

async function ofStalls(street: Street, stories: readonly Story[], { now }: Year): Promise<string[]> {
  const shown = (await stalls(street)).map(({ process, key }) => {
    const [name = '', department] = (key ?? '').split(':');
    return [process.id, [CLOCKS[name] ?? name, department].filter((part) => part !== undefined).join(':')].join(' ');
  });
  const [listed, recorded] = [new Set(shown), new Set(overdueOf(stories, now))];
  return [
    ...[...recorded]
      .filter((stall) => !listed.has(stall))
      .map((stall) => `overdue by the record, not listed: ${stall}`),
    ...[...listed]
      .filter((stall) => !recorded.has(stall))
      .map((stall) => `listed as overdue, not by the record: ${stall}`),
  ];
}

/**
 * The pack with which the street's weekly meeting is called now: its rates are those of the seven days before today, its stalls those of the
 * record.
 */
async function ofPack(street: Street, stories: readonly Story[], { now }: Year): Promise<string[]> {
  const { session } = street.holder('streetOfficer', street.streetId);
  const meetingId = randomUUID();
  const called = { meetingId, form: 'weekly', heldAt: instantOf(Math.ceil(now) + 7 * DAY_MS) };
  await session.post(`/v1/places/${street.streetId}/meetings`, called);
  const { rates, stalls: stalled } = await packOf(session, meetingId);
  const today = Date.parse(startOfDate(dateOf(dayAt(now))));
  const sums = sumsOf(stories, today - 7 * DAY_MS, today, now);
  const { launched, closed } = sums;
  const overdue = new Set(overdueOf(stories, now).map((stall) => stall.split(' ')[0]));
  return [
    ...compared('the weekly pack', { launched, closed, rates }, sums),
    ...stalled.worst
      .filter(({ kind, processId }) => kind === 'problem' && !overdue.has(processId))
      .map(({ processId }) => `the weekly pack names ${processId} as overdue, the record does not`),
  ];
}

/** It is written as the meeting's first act. */
async function packOf(session: Session, meetingId: string): Promise<PackBody> {
  for (let tries = 0; ; tries += 1) {
    try {
      return (await session.get<{ body: PackBody }>(`/v1/meetings/${meetingId}/pack`)).body;
    } catch (error) {
      const isComing = error instanceof Refused && error.problem.code === 'pack-not-ready' && tries < 600;
      if (!isComing) throw error;
      await setTimeout(100);
    }
  }
}

/** Roll-up of the year and the trend by week. */
async function ofRates(
  session: Session,
  { streetId }: Street,
  stories: readonly Story[],
  { beganAt, now, days }: Year,
): Promise<string[]> {
  const [from, to] = [dayAt(beganAt), dayAt(beganAt) + days - 1];
  const rolledUp = await session.get<{ total: Figures }>(
    `/v1/places/${streetId}/rollup?by=kind&kind=problem&from=${dateOf(from)}&to=${dateOf(to)}`,
  );
  const trend = await session.get<{ items: (Figures & { week: string; from: string; to: string })[] }>(
    `/v1/places/${streetId}/trend?weeks=53&kind=problem`,
  );
  const weeks = trend.items.flatMap((shown) => {
    const begins = Date.parse(`${shown.from}T00:00:00+08:00`);
    return compared(`week ${shown.week}`, shown, sumsOf(stories, begins, begins + 7 * DAY_MS, now));
  });
  return [...compared('the year', rolledUp.total, sumsOf(stories, beganAt, beganAt + days * DAY_MS, now)), ...weeks];
}

const dayAt = (ms: number): number => dayOf(instantOf(Math.floor(ms)));

function compared(what: string, { launched, closed, rates }: Figures, sums: Sums): string[] {
  const shown: Sums = {
    ...{ launched, closed, responsesDue: rates.response.whole, responsesMade: rates.response.part },
    ...{ answers: rates.solved.whole, solved: rates.solved.part, satisfied: rates.satisfied.part },
  };
  return (Object.keys(sums) as (keyof Sums)[])
    .filter((name) => shown[name] !== sums[name])
    .map((name) => `${what}: ${name} is shown as ${shown[name]}, recorded ${sums[name]}`);
}
