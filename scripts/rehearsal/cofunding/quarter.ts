// The quarter at the end (阳光财务): drafted from the ledger, sent back once, reviewed, signed, online and on the board with a photo, and an
// objection answered. Its short day is chosen so that one quarter holds everything that the rehearsal has paid, and ends within seconds.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { disclosureOperations } from '../../../api/contracts/disclosure';
import type { LaunchedDisclosure, Statement } from '../../../domain/disclosure/state';
import { the, wallClock } from '../election/client';
import type { ProcessView } from '../election/watch';
import { photoOf } from './pledging';
import type { Stage } from './stage';

type Shown = z.output<(typeof disclosureOperations)['getDisclosureStatement']['response']>;

const DAYS = 90;
/** Long enough to launch before it ends, short enough to wait for. */
const SOONEST_MS = 8_000;
const LATEST_MS = 16_000;
const BOARD_SHEET = 900;

/** A period as everybody reads it. */
export interface QuarterPlayed {
  no: number;
  sha256: string;
  from: string;
  until: string;
}

/**
 * The shortest day, in milliseconds, with which the quarter that runs at `now` began before `since` and has between eight and sixteen seconds to
 * go. Quarters of short days are counted from 1970.
 */
export function quarterDayMs(since: number, now: number): number {
  for (let dayMs = Math.ceil((now - since + LATEST_MS) / DAYS); ; dayMs += 1) {
    const length = DAYS * dayMs;
    const left = length - (now % length);
    if (left >= SOONEST_MS && left <= LATEST_MS) return dayMs;
  }
}

export async function playQuarter(stage: Stage): Promise<QuarterPlayed> {
  const { people, watch, say } = stage;
  const { oldCommittee: committee, community, street, estateId } = people;
  const disclosureId = randomUUID();
  await street.post(`/v1/estates/${estateId}/disclosures`, {
    ...{ disclosureId, policy: { kind: 'document', document: quarterly(stage) } },
    rehearsalDayMs: quarterDayMs(performance.timeOrigin, wallClock()),
  });
  watch.add(disclosureId, '阳光财务');
  const give = (who: typeof street, command: object) =>
    who.post(`/v1/disclosures/${disclosureId}/commands`, { command });
  const refuses = (who: typeof street, code: string, command: object) =>
    who.refuses(code, `/v1/disclosures/${disclosureId}/commands`, { command });
  const opened = await watch.until(disclosureId, 'the end of the quarter', (view) => statementIn(view) !== undefined);
  const { no, from, until } = the(statementIn(opened), 'statement').period;
  const at = (stageOf: Statement['stage'], version = 1) =>
    watch.until(disclosureId, stageOf, (view) => {
      const statement = statementIn(view);
      return statement?.stage === stageOf && statement.version === version;
    });

  await refuses(community, 'not-the-drafter', { type: 'draftStatement', no });
  await give(committee, { type: 'draftStatement', no });
  await at('reviewing');
  await refuses(committee, 'own-draft', { type: 'reviewStatement', no, isSound: true, reasonText: '自己看过' });
  await give(community, { type: 'reviewStatement', no, isSound: false, reasonText: '请与账簿再核一遍' });
  await give(committee, { type: 'draftStatement', no });
  const drafted = await at('reviewing', 2);
  await give(community, { type: 'reviewStatement', no, isSound: true, reasonText: '与账簿相符' });
  const sha256 = the(statementIn(drafted)?.sha256, 'hash');
  const neighbour = the([...stage.owners.values()][0], 'neighbour').session;
  await refuses(committee, 'statement-differs', { type: 'signStatement', no, sha256: '0'.repeat(64) });
  await give(committee, { type: 'signStatement', no, sha256 });
  const shown = await neighbour.get<Shown>(`/v1/disclosures/${disclosureId}/statements/${sha256}`);
  if (!shown.isPublished) throw new Error('the signed statement is not online');
  await give(committee, { type: 'recordBoard', no, attachments: [await photoOf(committee, BOARD_SHEET)] });
  const objectionId = randomUUID();
  await give(neighbour, { type: 'objectToStatement', no, objectionId, reasonText: '电梯广告费是否全部入账' });
  await refuses(neighbour, 'forbidden', { type: 'answerObjection', objectionId, isUpheld: true, reasonText: '是' });
  await give(committee, {
    type: 'answerObjection',
    objectionId,
    isUpheld: false,
    reasonText: '合同与回单已附，全部入账',
  });
  await at('displayed', 2);
  say(`阳光财务：一季报表经复核、签字，线上与公示栏同时公示，异议一件已答复（报表 ${sha256.slice(0, 12)}…）`);
  return { no, sha256, from, until };
}

const statementIn = ({ state }: ProcessView): Statement | undefined =>
  (state as unknown as LaunchedDisclosure).statements[0];

/** The place's policy with quarters, as 聊城 has them. */
const quarterly = ({ plan }: Pick<Stage, 'plan'>) => ({
  ...plan.policy,
  id: `${plan.policy.id}-quarterly`,
  disclosure: {
    ...plan.policy.disclosure,
    period: { value: 'quarter', basis: '聊城: quarterly (excerpt)', confidence: 'X' },
  },
});
