// Operations for those who bring a vote to its quorum: where participation will stand at the close, and at which doors to ring.
// None of them knows a choice.
import { z } from 'zod';
import { officialsAt } from './access';
import { operation, type Access } from './operation';
import { commandId, instant, pageOf, pageQuery, uuid } from './shapes';

const params = z.strictObject({ voteId: uuid });
const scope = { kind: 'process', param: 'voteId' } as const;

/** Those who ring, and those who look over their shoulders. */
const canvassers: Access = {
  kind: 'roles',
  roles: {
    streetOfficer: 'covers',
    communitySecretary: 'covers',
    gridWorker: 'covers',
    districtSupervisor: 'covers',
    auditor: 'covers',
  },
  scope,
};

/** Those who may call on people; the others only look. */
const callers: Access = {
  kind: 'roles',
  roles: { streetOfficer: 'covers', communitySecretary: 'covers', gridWorker: 'covers' },
  scope,
};

const part = { buildingId: uuid.optional(), entranceId: uuid.optional() };

const fractionCheck = z
  .strictObject({
    part: z.int(),
    whole: z.int(),
    num: z.int(),
    den: z.int(),
    isStrict: z.boolean(),
    isReached: z.boolean(),
    shortfall: z.int().meta({ description: 'What is missing: heads, or 0.01 m²' }),
  })
  .meta({ id: 'ParticipationCheck' });

const outlook = z.enum(['reached', 'onCourse', 'uncertain', 'offCourse']).meta({
  id: 'Outlook',
  description:
    'reached: what is cast is enough; onCourse: the low end would be; uncertain: the bound lies inside the interval; offCourse: not even the high end would be',
});

const measureForecast = z
  .strictObject({
    cast: z.int(),
    whole: z.int(),
    low: z.int(),
    expected: z.int(),
    high: z.int(),
    expectedPercent: z.int().meta({ description: 'At this pace the door closes at so many per cent, rounded down' }),
    check: fractionCheck.meta({ description: 'The expected participation against what the law asks for' }),
    outlook,
  })
  .meta({ id: 'MeasureForecast', description: 'Heads, or area in 0.01 m²' });

const missingRight = z
  .strictObject({
    rightNo: z.int(),
    building: z.string().nullable(),
    entrance: z.string().nullable(),
    label: z.string(),
    areaDm2: z.int(),
    holders: z.array(z.string()).meta({ description: 'Masked names' }),
    hasVoter: z.boolean().meta({ description: 'False: joint owners who have named no representative' }),
    paper: z.strictObject({ serialNo: z.int(), state: z.string() }).nullable(),
    tried: z.array(z.strictObject({ channel: z.string(), result: z.string(), deliveredAt: instant })),
  })
  .meta({ id: 'MissingRight' });

export const canvassOperations = {
  getForecast: operation({
    id: 'getForecast',
    method: 'get',
    path: '/v1/votes/{voteId}/forecast',
    tag: 'votes',
    summary: {
      zh: '参与率预测：照此进度截止时将达多少（含区间，仅供参考）',
      en: 'Where participation will stand at the close at this pace, with its interval; an estimate that decides nothing',
    },
    access: officialsAt(scope),
    params,
    response: z
      .strictObject({
        at: instant,
        closesAt: instant,
        outlook,
        heads: measureForecast,
        area: measureForecast,
        habits: z
          .strictObject({
            recentHours: z.int(),
            recentPercent: z.int(),
            zHundredths: z.int(),
            dispersion: z.int(),
          })
          .meta({
            description:
              'What the estimate assumes: the recent stretch, its weight in per cent, the half-width of the interval in hundredths of a standard deviation (196: 95 %), and how much more than chance arrivals vary',
          }),
      })
      .meta({ id: 'Forecast' }),
    status: 200,
    problems: ['vote-not-open'],
  }),
  listMissing: operation({
    id: 'listMissing',
    method: 'get',
    path: '/v1/votes/{voteId}/canvass',
    tag: 'votes',
    summary: {
      zh: '逐户催票清单：谁还没有参加表决，按楼栋、单元、房号排列，以及总共还差多少',
      en: 'Who has not taken part yet, door by door, and what the vote still lacks',
    },
    access: canvassers,
    params,
    query: pageQuery(part),
    response: pageOf(missingRight).extend({
      missing: z
        .strictObject({ heads: fractionCheck, area: fractionCheck, isReached: z.boolean() })
        .meta({ description: 'Of the whole vote, whatever part is listed' }),
    }),
    status: 200,
    problems: [],
  }),
  exportMissing: operation({
    id: 'exportMissing',
    method: 'get',
    path: '/v1/votes/{voteId}/canvass.csv',
    tag: 'votes',
    summary: { zh: '逐户催票清单（表格文件）', en: 'The list of doors as a file to print' },
    access: canvassers,
    params,
    query: z.strictObject(part),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: [],
  }),
  remindMissing: operation({
    id: 'remindMissing',
    method: 'post',
    path: '/v1/votes/{voteId}/reminders',
    tag: 'votes',
    summary: {
      zh: '提醒清单上尚未参加表决的业主，并列出未能提醒到的',
      en: 'Remind exactly those on the list of doors, and say who was not reached',
    },
    access: callers,
    params,
    body: z.strictObject({ commandId, ...part }).meta({ id: 'RemindMissing' }),
    response: z
      .strictObject({
        at: instant,
        closesAt: instant,
        shown: z.int().meta({ description: 'Rights on the list at that instant: reminded and not reached' }),
        remindedCount: z.int(),
        reminded: z.array(z.int()),
        notReached: z.array(
          z.strictObject({ rightNo: z.int(), why: z.enum(['noVoter', 'noAccount', 'noPhone', 'capped']) }),
        ),
      })
      .meta({ id: 'Reminded' }),
    status: 201,
    problems: ['vote-not-open', 'vote-closed', 'vote-suspended', 'night-time', 'command-id-reused'],
  }),
};
