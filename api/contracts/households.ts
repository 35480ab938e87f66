// Operations of the visits to households (三色随访) and of the record behind the privacy wall (一户一册). What a command means is in
// domain/household/messages.ts.
import { z } from 'zod';
import { householdPeopleCommandSchema, VISIT_CLASSES, VISIT_KINDS } from '../../domain/household/messages';
import { LOOK_PURPOSES, RECORD_SECTIONS } from '../../domain/household/record';
import { householdRules, VISITORS } from '../../domain/household/rules';
import { REACH_OF_ROLE } from '../auth/authorise';
import { commandsOf, estateParams, launchChoice, launchProblems, receipt, thisEstate } from './launches';
import { operation, type Access, type ScopeOf } from './operation';
import { commandId, instant, pageOf, pageQuery, paragraph, role, uuid } from './shapes';

const visitorsAt = (scope: ScopeOf): Access => ({
  kind: 'roles',
  roles: Object.fromEntries(VISITORS.map((visitor) => [visitor, REACH_OF_ROLE[visitor]])),
  scope,
});
const params = z.strictObject({ unitId: uuid });
const placeParams = z.strictObject({ placeId: uuid });
const thisUnit = { kind: 'unit', param: 'unitId' } as const;
const thisPlace = { kind: 'place', param: 'placeId' } as const;
const visitClass = z
  .enum(VISIT_CLASSES)
  .meta({ id: 'VisitClass', description: 'Red daily, yellow weekly, green monthly' });
const section = z.enum(RECORD_SECTIONS).meta({ id: 'HouseholdSection' });
const purpose = z.enum(LOOK_PURPOSES).meta({ id: 'LookPurpose' });
const tag = 'households';

/** Households that one command may take in. */
export const MOST_HOUSEHOLDS = 1_000;

const taken = z.strictObject({
  unitId: uuid,
  result: z.enum(['launched', 'already-visited', 'unit-not-here']),
  processId: uuid.nullable().meta({ description: 'The visits that run now; null where the estate has no such unit' }),
});

const counts = z
  .strictObject({
    ...{ communityId: uuid, communityName: z.string(), class: visitClass },
    households: z.int().meta({ description: 'Visited now' }),
    waiting: z.int().meta({ description: 'Whose round waits for its visit' }),
    toMakeUp: z.int().meta({ description: 'With a missed visit that is to be made up for' }),
    toSee: z.int().meta({ description: 'Where nobody was met for too long' }),
    visited: z.int().meta({ description: 'Rounds with a visit in the period' }),
    notMet: z.int().meta({ description: 'Of these, where nobody answered' }),
    missed: z.int().meta({ description: 'Rounds that ran out in the period' }),
  })
  .meta({ id: 'VisitCounts', description: 'Numbers only: they name no household' });

const day = instant.meta({ description: 'Rounds that ended at or after this instant, or before it' });

export const householdOperations = {
  launchHousehold: operation({
    id: 'launchHousehold',
    method: 'post',
    path: '/v1/estates/{estateId}/households',
    tag,
    summary: { zh: '将一户列入红黄绿随访', en: 'Begin the visits to a household' },
    access: visitorsAt(thisEstate),
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, householdId: uuid, unitId: uuid, class: visitClass },
        reasonText: paragraph(4000).describe('Why it has this class; kept sealed behind the privacy wall.'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchHousehold' }),
    response: receipt,
    status: 201,
    problems: [...launchProblems, 'scope-outside-estate'],
  }),
  launchHouseholds: operation({
    id: 'launchHouseholds',
    method: 'post',
    path: '/v1/estates/{estateId}/households/batch',
    tag,
    summary: { zh: '批量列入随访（每户一行结果）', en: 'Begin the visits to many households, with a result for each' },
    access: visitorsAt(thisEstate),
    params: estateParams,
    body: z
      .strictObject({
        commandId,
        households: z
          .array(z.strictObject({ unitId: uuid, class: visitClass }))
          .min(1)
          .max(MOST_HOUSEHOLDS),
        reasonText: paragraph(4000).describe('Why they have their classes; kept sealed behind the privacy wall.'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchHouseholds' }),
    bodyLimit: 1024 * 1024,
    response: z.strictObject({ launched: z.int(), households: z.array(taken) }),
    status: 201,
    problems: [
      ...launchProblems.filter((code) => code !== 'already-running' && code !== 'id-already-used'),
      'unit-twice',
    ],
  }),
  commandHousehold: commandsOf('commandHousehold', '/v1/households', tag, householdRules, {
    schema: householdPeopleCommandSchema,
    name: 'HouseholdCommand',
    summary: { zh: '办理随访中的一步', en: 'Take a step in the visits to a household' },
  }),
  listVisits: operation({
    id: 'listVisits',
    method: 'get',
    path: '/v1/places/{placeId}/visits',
    tag,
    summary: { zh: '随访清单（按到期先后）', en: 'Households that are visited, by when their round ends' },
    access: visitorsAt(thisPlace),
    params: placeParams,
    query: pageQuery({}),
    response: pageOf(
      z
        .strictObject({
          ...{ processId: uuid, unitId: uuid, unitLabel: z.string(), class: visitClass },
          phase: z.enum(['due', 'visited']),
          ...{ round: z.int(), since: instant, dueAt: instant },
          visitorId: uuid.nullable(),
          need: z.enum(['makeUp', 'see']).nullable(),
          unseenInRow: z.int(),
          lastSeenAt: instant.nullable(),
        })
        .meta({ id: 'VisitedHousehold' }),
    ),
    status: 200,
    problems: [],
  }),
  visitCounts: operation({
    id: 'visitCounts',
    method: 'get',
    path: '/v1/places/{placeId}/visit-counts',
    tag,
    summary: { zh: '随访统计（不含住户信息）', en: 'Visits done and missed, as numbers without households' },
    access: {
      kind: 'roles',
      roles: { streetOfficer: 'covers', districtSupervisor: 'covers', communitySecretary: 'covers', auditor: 'covers' },
      scope: thisPlace,
    },
    params: placeParams,
    query: z.strictObject({ from: day, to: day }),
    response: z.strictObject({ items: z.array(counts) }),
    status: 200,
    problems: [],
  }),
  readHousehold: operation({
    id: 'readHousehold',
    method: 'post',
    path: '/v1/units/{unitId}/household/read',
    tag,
    summary: { zh: '查看一户一册（留痕）', en: 'Open the record of a household; each look is on the record' },
    access: visitorsAt(thisUnit),
    params,
    body: z.strictObject({ commandId, purpose, purposeText: paragraph(500) }).meta({ id: 'ReadHousehold' }),
    response: z
      .strictObject({
        ...{ lookId: uuid, lookedAt: instant },
        entries: z
          .array(
            z.strictObject({
              ...{ entryId: uuid, section, contentText: z.string(), byAccountId: uuid, at: instant },
            }),
          )
          .meta({ description: 'Newest first; the newest of a section is what holds' }),
        visits: z
          .strictObject({ processId: uuid, class: visitClass, reasonText: z.string().nullable() })
          .nullable()
          .meta({ description: 'Null: it is not visited now' }),
        notes: z.array(
          z.strictObject({
            ...{ round: z.int(), visitedAt: instant, kind: z.enum(VISIT_KINDS) },
            noteText: z.string().nullable().meta({ description: 'Null once the text was erased' }),
            byAccountId: uuid.nullable(),
          }),
        ),
      })
      .meta({ id: 'HouseholdContent' }),
    status: 200,
    problems: ['command-id-reused'],
  }),
  appendToHousehold: operation({
    id: 'appendToHousehold',
    method: 'post',
    path: '/v1/units/{unitId}/household/entries',
    tag,
    summary: { zh: '在一户一册中添加一条', en: 'Add an entry to the record of a household' },
    access: visitorsAt(thisUnit),
    params,
    body: z.strictObject({ commandId, section, contentText: paragraph(4000) }).meta({ id: 'NewHouseholdEntry' }),
    response: z.strictObject({ entryId: uuid }),
    status: 201,
    problems: ['command-id-reused'],
  }),
  listHouseholdLooks: operation({
    id: 'listHouseholdLooks',
    method: 'get',
    path: '/v1/units/{unitId}/household/looks',
    tag,
    summary: { zh: '谁看过这一户的档案', en: "Who looked at a household's record, when and why" },
    access: { kind: 'roles', roles: { communitySecretary: 'covers', auditor: 'covers' }, scope: thisUnit },
    params,
    query: pageQuery({}),
    response: pageOf(
      z
        .strictObject({ lookId: uuid, accountId: uuid, role, purpose, purposeText: z.string(), at: instant })
        .meta({ id: 'HouseholdLook' }),
    ),
    status: 200,
    problems: [],
  }),
};
