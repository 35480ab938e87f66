// The shape of a policy: every number of law, local rule or custom that the processes use, each with its article and confidence.
// A published version is never edited. What the law forbids a policy to say is in floor.ts.
import { z } from 'zod';
import { PERIOD_LENGTHS } from '../disclosure/periods';
import { MEETING_FORMS } from '../meeting/forms';
import { SANCTION_STEPS } from '../process';
import { DURATION_UNITS } from '../calendar/types';
import { workTimesFaults } from '../calendar/working-time';

const basis = { basis: z.string().min(1).max(200), confidence: z.enum(['V', 'X', 'S', 'G', 'D', 'custom']) };

export const durationRuleSchema = z.strictObject({
  n: z.int().min(0).max(100_000),
  unit: z.enum(DURATION_UNITS),
  rollover: z.enum(['none', 'nextWorkingDay']).optional(),
  ...basis,
});

/** A number, choice or flag with its source: `{ value, basis, confidence }`. */
const sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, ...basis });

/** A share as an exact fraction; `isStrict` for 过半数 (the half itself is not enough), false for 以上 (the bound is). */
export const fractionSchema = z.strictObject({
  num: z.int().positive(),
  den: z.int().positive(),
  isStrict: z.boolean(),
  ...basis,
});

const doubleFractionSchema = z.strictObject({ area: fractionSchema, heads: fractionSchema });

const roleSchema = z.enum([
  'districtSupervisor',
  'streetOfficer',
  'communitySecretary',
  'gridWorker',
  'committeeMember',
  'firmManager',
  'owner',
  'resident',
  'expert',
  'departmentOfficer',
  'auditor',
]);

export const noticeLadderSchema = z.strictObject({
  /** Reminders before the due instant. */
  remindBefore: z.array(durationRuleSchema).max(5),
  /** After the due instant, each rung measured from the one before. */
  ladder: z.array(z.strictObject({ after: durationRuleSchema, tell: roleSchema })).max(6),
});

export const votePolicySchema = z.strictObject({
  participation: doubleFractionSchema,
  ordinary: doubleFractionSchema,
  special: doubleFractionSchema,
  /** Numbers of Civil Code 278 para. 1 that need the special majority. */
  specialMatters: sourced(z.array(z.int().min(1).max(9))),
  /** One ballot per owner (a head with all its units), or one per unit. */
  ballotPer: sourced(z.enum(['owner', 'unit'])),
  /** Developer's unsold and undelivered parts together are one head (Interp. art. 9). */
  developerIsOneHead: sourced(z.boolean()),
  /** Units held by exactly the same set of right holders merge into one head. */
  sameHoldersMerge: sourced(z.boolean()),
  /** Whether parking spaces and storage count in area and in heads. */
  parkingCounts: sourced(z.strictObject({ area: z.boolean(), heads: z.boolean() })),
  storageCounts: sourced(z.strictObject({ area: z.boolean(), heads: z.boolean() })),
  /** Anything but notCounted needs the estate's own rules as its basis, and never governs special matters (law.md 4.4). */
  nonReturn: sourced(z.enum(['notCounted', 'deliveredIsParticipation', 'followMajority'])),
  /** A void ballot: as if it had not come back, or taking part without a choice. */
  voidBallots: sourced(z.enum(['notParticipating', 'participatingOnly'])),
  /** An item left blank on a valid ballot: an abstention, or not taking part in that item. */
  blankItems: sourced(z.enum(['abstain', 'notParticipating'])),
  /** How candidates who have both majorities are ranked when there are more of them than seats. */
  electionRank: sourced(z.enum(['headsThenArea', 'areaThenHeads'])),
  /** Which ballot of one right counts when several channels brought one. */
  precedence: sourced(z.enum(['lastValid', 'paperPrevails', 'electronicPrevails', 'firstValid'])),
  /** How often an electronic ballot may be changed before the close. */
  changes: sourced(z.int().min(0).max(100)),
  /** Owners one proxy may act for. */
  proxyCap: sourced(z.int().min(0).max(100)),
  /** Reminders that one right may get on one day. */
  remindersPerDay: sourced(z.int().min(1).max(5)),
  /** Help at the desk and at the door, and how it is checked. */
  assistance: z.strictObject({
    /** Times that one person may help on one day. */
    perDay: sourced(z.int().min(1).max(1000)),
    /** How long the code on a slip is good. */
    slip: durationRuleSchema,
    /** Per cent of the assisted and the door-collected ballots whose owners are called. */
    callBackPercent: sourced(z.int().min(0).max(100)),
    /** Calls without an answer until the owner counts as unreachable. */
    callBackAttempts: sourced(z.int().min(1).max(10)),
  }),
  /** While ballots come in, a checkpoint is signed at least this often. */
  checkpointEvery: durationRuleSchema,
  /** From the launch (or from an upheld objection to the roll) until the roll is frozen. */
  freezeRollWithin: durationRuleSchema,
  rollObjection: durationRuleSchema,
  rollAnswer: durationRuleSchema,
  /** From the settled roll (or from a notice taken back) until notice of the vote is given. */
  publishNoticeWithin: durationRuleSchema,
  /** Ahead of the vote (regular meeting). */
  notice: durationRuleSchema,
  /** Ahead of an extraordinary meeting, where the local rule has a figure of its own (杭州 19); absent: as `notice`. */
  noticeExtraordinary: durationRuleSchema.optional(),
  /** All three in days. */
  window: z.strictObject({ default: durationRuleSchema, min: durationRuleSchema, max: durationRuleSchema }),
  extension: z.strictObject({ times: sourced(z.int().min(0).max(5)), length: durationRuleSchema }),
  /** From the close until the count must be signed. */
  count: durationRuleSchema,
  countersMin: sourced(z.int().min(1).max(15)),
  publishResult: durationRuleSchema,
  resultObjection: durationRuleSchema,
  objectionAnswer: durationRuleSchema,
  /** How long owners may ask a court to revoke the decision; the vote stays open for the contested flag that long. */
  revocation: durationRuleSchema,
});

export const electionPolicySchema = z.strictObject({
  /** The old committee reports this long before its term ends. */
  reportLead: durationRuleSchema,
  /** From the report until the street has formed the group. */
  groupForm: durationRuleSchema,
  groupSize: sourced(z.strictObject({ min: z.int().min(1).max(99), max: z.int().min(1).max(99), isOdd: z.boolean() })),
  groupOwnerShare: fractionSchema,
  /** How often, and for how long, owners are called again when too few are willing; then the street may name some. */
  groupShort: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
  groupLeader: sourced(z.enum(['streetOfficer', 'communitySecretary'])),
  /** Public notice of the group's list, in which owners may object. */
  groupNotice: durationRuleSchema,
  objectionAnswer: durationRuleSchema,
  /** Assembly held within this of the group's formation; extension by the street. */
  assemblyDue: durationRuleSchema,
  assemblyExtension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
  nomination: durationRuleSchema,
  nominationExtensions: sourced(z.int().min(0).max(3)),
  /** Candidates wanted beyond the seats (差额). */
  extraCandidates: sourced(z.int().min(0).max(10)),
  committeeSize: sourced(
    z.strictObject({
      min: z.int().min(1).max(99),
      max: z.int().min(1).max(99),
      isOdd: z.boolean(),
      /** The least number in small estates: of up to `smallUpToUnits` units, or (上海 20) of up to so much area. 0 or absent: no such rule. */
      smallMin: z.int().min(1).max(99),
      smallUpToUnits: z.int().min(0).max(100_000),
      smallUpToAreaDm2: z.int().min(0).max(1_000_000_000).optional(),
    }),
  ),
  term: sourced(z.strictObject({ minYears: z.int().min(1).max(99), maxYears: z.int().min(1).max(99) })),
  /** Bodies asked to vet, in parallel. A body excludes only on statute, local rule or the estate's own rules. */
  vettingBodies: z
    .array(
      z.strictObject({
        body: z.string().regex(/^[a-z][a-zA-Z]{1,39}$/),
        answerWithin: durationRuleSchema,
        onSilence: z.literal('noAdverse'),
      }),
    )
    .max(12),
  vettingDefence: durationRuleSchema,
  vettingDecision: durationRuleSchema,
  /** From an exclusion until the candidate must have appealed, and from the appeal until it must be decided. */
  vettingAppeal: durationRuleSchema,
  vettingAppealAnswer: durationRuleSchema,
  candidateNotice: durationRuleSchema,
  /** A soft target shown beside the slate, never a bar: per cent of the slate. */
  partyShareTarget: sourced(z.int().min(0).max(100)),
  /** Whether candidates with both majorities and no seat become alternates, and how many. */
  alternates: sourced(z.enum(['none', 'upToSeats'])),
  voteMatter: sourced(z.int().min(1).max(9)),
  maxAttempts: sourced(z.int().min(1).max(5)),
  /** From a failed vote until the group must start the next attempt or the street takes over. */
  retryWithin: durationRuleSchema,
  firstMeeting: durationRuleSchema,
  publishOffices: durationRuleSchema,
  filingApply: durationRuleSchema,
  filingDecide: durationRuleSchema,
  filingRepair: durationRuleSchema,
  /** From the day on which the street should have decided until the district must have acted on its silence. */
  filingInaction: durationRuleSchema,
  /** Whether the old committee may decide on the firm and major spending meanwhile. */
  freezesOldCommittee: sourced(z.boolean()),
});

export const termPolicySchema = z.strictObject({
  /** How long before the report must be given the committee is asked for it. */
  reportOpens: durationRuleSchema,
  /** From the report, or from the silence, until the street has launched the election. */
  launchWithin: durationRuleSchema,
  /** From the day there is no committee until the street has formed a body that acts in its place. */
  substituteForm: durationRuleSchema,
  substituteBodies: sourced(
    z
      .array(z.enum(['residentsCommittee', 'managementCommittee']))
      .min(1)
      .max(2),
  ),
  /** From a vacancy until the alternate who is next has taken the seat. */
  seatAlternate: durationRuleSchema,
  /** How long a substitute body may act. */
  substituteLimit: durationRuleSchema,
});

export const handoverPolicySchema = z.strictObject({
  /** Who keeps seals, books and money while a new committee is elected; `none`: the old one, until it hands over. */
  custody: sourced(z.enum(['none', 'street', 'residentsCommittee', 'housingOffice', 'group'])),
  /** From the group's formation until they must be in custody. */
  custodyWithin: durationRuleSchema,
  /** From the filing (of a committee) or the agreed day (of a firm) until all is handed over. */
  within: durationRuleSchema,
  items: sourced(
    z
      .array(z.string().regex(/^[a-z][a-zA-Z]{1,39}$/))
      .min(1)
      .max(30),
  ),
  /** From the refusal until the street's written order, the time it gives, and the time until another body is asked to help. */
  urge: durationRuleSchema,
  urgeAnswer: durationRuleSchema,
  requestAssistance: durationRuleSchema,
  /** Until it is on record what came of the help. */
  assistance: durationRuleSchema,
  /** From the signed list with gaps until the joint meeting, and from there until every gap is settled. */
  jointMeeting: durationRuleSchema,
  settleItems: durationRuleSchema,
});

export const auditPolicySchema = z.strictObject({
  /** Whether the outgoing committee's accounts must be audited. */
  isMandatory: sourced(z.boolean()),
  commission: durationRuleSchema,
  report: durationRuleSchema,
  /** How long the report is shown to the owners. */
  publish: durationRuleSchema,
});

const share = z.strictObject({ num: z.int().positive(), den: z.int().positive(), isStrict: z.boolean() });

export const foundingPolicySchema = z.strictObject({
  /** When the first assembly must be held: any of them, each with all that it names. Shares are of what is delivered. */
  triggers: z
    .array(
      z.strictObject({
        area: share.optional(),
        heads: share.optional(),
        /** Since the first delivery. */
        afterMonths: z.int().min(1).max(240).optional(),
        ...basis,
      }),
    )
    .min(1)
    .max(6),
  /** How often what is delivered is held against the triggers again. */
  review: durationRuleSchema,
  /** From the trigger until the developer must have handed in lists and documents. */
  developerReport: durationRuleSchema,
  /** From the developer's silence until the street has the list from the registry. */
  registryList: durationRuleSchema,
});
/** One way to be enough: a share of all owners (heads) or of the whole area, the bound itself included; or a plain number of owners. */
export const thresholdSchema = z.discriminatedUnion('of', [
  z.strictObject({ of: z.enum(['owners', 'area']), num: z.int().positive(), den: z.int().positive() }),
  z.strictObject({ of: z.literal('ownerCount'), count: z.int().min(1).max(100_000) }),
]);

/** Any one of them is enough. */
const anyOf = sourced(z.array(thresholdSchema).min(1).max(4));

export const petitionPolicySchema = z.strictObject({
  thresholds: z.strictObject({
    foundAssembly: anyOf,
    renewCommittee: anyOf,
    recallMembers: anyOf,
    extraordinaryMeeting: anyOf,
  }),
  /** From the frozen roll until the last signature can be given. */
  collectFor: durationRuleSchema,
  /** From the threshold until the street has checked the signatures. */
  verifyWithin: durationRuleSchema,
  /** When the street says nothing: its duty stays due, or the signatures stand as they are. */
  onSilence: sourced(z.enum(['staysDue', 'confirmed'])),
});

export const recallPolicySchema = z.strictObject({
  /** From the owners' accepted demand until the street has launched the recall. */
  launchWithin: durationRuleSchema,
  /** For each member to answer before the owners vote. */
  defence: durationRuleSchema,
  /** From the last defence until the vote's window has closed. */
  voteWithin: durationRuleSchema,
  isSuspendedUntilVote: sourced(z.boolean()),
  voteMatter: sourced(z.int().min(1).max(9)),
  convenor: sourced(z.enum(['streetOfficer', 'communitySecretary'])),
  /** Votes in which too few took part are held again, up to so many in all. */
  maxAttempts: sourced(z.int().min(1).max(5)),
});

/** What follows a demand for a meeting: the committee convenes, and after its silence the street. */
export const demandPolicySchema = z.strictObject({ convene: durationRuleSchema, conveneByStreet: durationRuleSchema });

/** Who is called to a form of meeting when nobody else is named: an office at its place, or a department. */
const usualParty = z.union([
  z.strictObject({ role: roleSchema, isRequired: z.boolean() }),
  z.strictObject({ department: z.string().regex(/^[a-z][a-zA-Z]{1,39}$/), isRequired: z.boolean() }),
]);

export const meetingsPolicySchema = z.strictObject({
  /** From the planned instant until nobody has held it; then until it can no longer be held late. */
  grace: durationRuleSchema,
  lateWithin: durationRuleSchema,
  minutesWithin: durationRuleSchema,
  /** From minutes without a resolution until the meeting closes by itself. */
  closeWithin: durationRuleSchema,
  postponements: sourced(z.int().min(0).max(10)),
  /** Whether it is held all the same when somebody who is required did not come. */
  requiredAbsent: sourced(z.enum(['held', 'notHeld'])),
  /** Days to carry a resolution out: when the meeting names none, and at most. */
  resolutionDays: z.strictObject({
    default: sourced(z.int().min(1).max(3660)),
    max: sourced(z.int().min(1).max(3660)),
  }),
  /** From the report until the convenor has looked at it; from a report sent back until the next. */
  confirmWithin: durationRuleSchema,
  returnedWithin: durationRuleSchema,
  parties: z.strictObject(
    Object.fromEntries(MEETING_FORMS.map((form) => [form, sourced(z.array(usualParty).max(12))])) as Record<
      (typeof MEETING_FORMS)[number],
      ReturnType<typeof sourced<z.ZodArray<typeof usualParty>>>
    >,
  ),
});

export const sanctionSchema = z.strictObject({
  step: z.enum(SANCTION_STEPS),
  by: z.array(roleSchema).min(1).max(5),
  /** The step that must have been taken before. */
  after: z.enum(SANCTION_STEPS).nullable(),
  /** Who must answer for it: whoever has the duty, or the office that carries the step out. */
  answeredBy: z.union([z.literal('addressee'), roleSchema]),
  /** The longest time that may be given, in days; 0 for a reminder, which gives none. */
  maxDays: z.int().min(0).max(365),
  times: z.int().min(1).max(100),
  ...basis,
});

/** When a process counts as stuck, beside what is overdue. */
export const supervisionPolicySchema = z.strictObject({
  /** Duties of one kind that must have been closed in a district before their median and ninetieth percentile are spoken of. */
  normalMinimum: sourced(z.int().min(1).max(100_000)),
  /** Without such figures: nothing has happened for this share of the time that a deadline gives, in per cent, … */
  silentPercent: sourced(z.int().min(1).max(100)),
  /** … or, for a duty without a deadline, for this long. */
  silentAfter: durationRuleSchema,
  /** Returned this often, a case is thrown to and fro. */
  pingPong: sourced(z.int().min(1).max(10)),
});

const code = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/);
const codes = sourced(z.array(code).min(1).max(30));
const levelSchema = z.enum(['estate', 'community', 'street', 'district']);
/** One length of time for each level of the ladder (小区、社区、街道、区). */
const byLevel = z.strictObject({
  estate: durationRuleSchema,
  community: durationRuleSchema,
  street: durationRuleSchema,
  district: durationRuleSchema,
});

/** The clocks of one class of problems. Urgent ones run in hours and minutes round the clock, the others in working time where the rule says so. */
const problemClassSchema = z.strictObject({
  /** Until the first contact with the resident (响应). */
  response: byLevel,
  /** Until the work is done (处置). */
  handling: byLevel,
  /** Whether the time for the work runs from the dispatch or from the first contact ("3+3+5"). */
  handlingFrom: sourced(z.enum(['dispatch', 'response'])),
  /** Until somebody else has looked at the work (核查). */
  verify: durationRuleSchema,
  /** From the reported work until the resident has been asked (反馈、回访). */
  feedback: durationRuleSchema,
  /** Of the whole, over all levels; never starts anew. */
  whole: durationRuleSchema,
});

export const problemPolicySchema = z.strictObject({
  classes: z.strictObject({
    urgent: problemClassSchema,
    livelihood: problemClassSchema,
    ordinary: problemClassSchema,
    complex: problemClassSchema,
  }),
  categories: z.record(
    code,
    z.strictObject({
      class: z.enum(['urgent', 'livelihood', 'ordinary', 'complex']),
      /** Where it begins. */
      level: levelSchema,
      /** The department whose work it is: never handed down to a community or an estate. */
      department: code.optional(),
      /** Departments that are called at once, whatever the desk does (a smoke alarm and the fire station). */
      calls: z.array(code).min(1).max(8).optional(),
      ...basis,
    }),
  ),
  /** Sending back (退单). */
  returns: z.strictObject({
    max: sourced(z.int().min(0).max(5)),
    reasons: codes,
    review: durationRuleSchema,
  }),
  /** More time for one handler. */
  extension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
  /** Standing still while somebody else is waited for. */
  pause: z.strictObject({
    reasons: codes,
    maxDays: sourced(z.int().min(1).max(90)),
    maxTimes: sourced(z.int().min(0).max(5)),
  }),
  /** The joint call (吹哨报到). */
  call: z.strictObject({
    maxDepartments: sourced(z.int().min(1).max(30)),
    answerWithin: durationRuleSchema,
    /** From the silence of a department until the district has ordered it. */
    order: durationRuleSchema,
  }),
  callBacks: z.strictObject({
    /** Calls in vain until the problem is closed as unverified. */
    attempts: sourced(z.int().min(1).max(10)),
    /** Between two calls in vain. */
    every: durationRuleSchema,
  }),
  /** How often a level may be unsatisfying before the problem goes up. */
  reopen: z.strictObject({ perLevel: sourced(z.int().min(0).max(5)) }),
  closing: z.strictObject({
    review: durationRuleSchema,
    /** From when a special closing was agreed to, in which its reporters may object. */
    appealWithin: durationRuleSchema,
    /** Until the level above has judged an objection. */
    appealReview: durationRuleSchema,
  }),
  parked: z.strictObject({ maxDays: sourced(z.int().min(1).max(730)) }),
  /** The same thing at the same spot within this time is linked, and begins a level higher. */
  recurrence: z.strictObject({ within: durationRuleSchema }),
  /** Open problems of the same category nearby that are shown to whoever reports. */
  duplicates: z.strictObject({ within: durationRuleSchema }),
  /** From the end of the whole time until the resident has been told why. */
  explainDelay: durationRuleSchema,
  /** Who looks at the work of a level: never its own desk. */
  verifiers: sourced(
    z.strictObject({
      estate: z.enum(['communitySecretary', 'streetOfficer']),
      community: z.enum(['streetOfficer', 'districtSupervisor']),
      street: z.enum(['communitySecretary', 'districtSupervisor']),
      district: z.enum(['communitySecretary', 'streetOfficer']),
    }),
  ),
  /** The supervised track (研交办督结评) of the same machine, for these classes and where the street says so. */
  supervised: z.strictObject({
    classes: sourced(z.array(z.enum(['urgent', 'livelihood', 'ordinary', 'complex'])).max(4)),
    research: durationRuleSchema,
    superviseEvery: durationRuleSchema,
    appraise: durationRuleSchema,
  }),
});

/** HH:MM, China time. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** How often: a schedule knows no rest days, so that none of its rounds coincide. */
const interval = z.strictObject({
  n: z.int().min(1).max(366),
  unit: z.enum(['hour', 'day', 'month']),
  rollover: z.literal('none'),
  ...basis,
});

export const visitsPolicySchema = z.strictObject({
  classes: z.strictObject({ red: interval, yellow: interval, green: interval }),
  /** Until when on the last day of a round it must have been visited. */
  latest: z.strictObject({ time: timeOfDay, ...basis }),
  /** From a missed visit until the community has made up for it. */
  makeUp: durationRuleSchema,
  /** After so many rounds in a row in which nobody was met, somebody must be seen, and within which time. */
  unseenInRow: sourced(z.int().min(1).max(31)),
  see: durationRuleSchema,
});
/** When the meetings of a rhythm are held; a day that is not worked moves to the next that is, a day that a month lacks to its last. */
export const rhythmPolicySchema = z.strictObject({
  /** 0 Sunday to 6 Saturday. */
  weekly: sourced(z.strictObject({ weekday: z.int().min(0).max(6), at: timeOfDay })),
  monthly: sourced(z.strictObject({ day: z.int().min(1).max(31), at: timeOfDay })),
  /** `month`: of the quarter. */
  quarterly: sourced(z.strictObject({ month: z.int().min(1).max(3), day: z.int().min(1).max(31), at: timeOfDay })),
  yearly: sourced(z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31), at: timeOfDay })),
  /** How long before it is held a meeting is called, with its pack. */
  callAhead: durationRuleSchema,
  /** What stands in a pack. */
  pack: z.strictObject({
    /** Stalls and coming deadlines that are named one by one. */
    worst: sourced(z.int().min(1).max(100)),
    /** An open process in which nothing has happened for longer is silent. */
    silentAfter: durationRuleSchema,
    /** So many problems of one place within the time are a repeat. */
    repeats: z.strictObject({ times: sourced(z.int().min(2).max(100)), within: durationRuleSchema }),
  }),
});

export const disclosurePolicySchema = z.strictObject({
  /** How often the estate's common revenue is disclosed (law.md 6.2). */
  period: sourced(z.enum(PERIOD_LENGTHS)),
  /** From the end of the period until it is drafted; after a silence, for each office that drafts instead. */
  draftWithin: durationRuleSchema,
  standInWithin: durationRuleSchema,
  /** Who looks at what committee or firm have drafted: another member, or the community. */
  reviewer: sourced(z.enum(['committeeMember', 'communitySecretary'])),
  reviewWithin: durationRuleSchema,
  signWithin: durationRuleSchema,
  /** From the publication online until the photo of the notice board is there. */
  boardWithin: durationRuleSchema,
  /** How long it is shown in both places; objections are taken until then. */
  display: durationRuleSchema,
  answerWithin: durationRuleSchema,
  /** Until a draft that was sent back, or a version that is corrected, is drafted anew. */
  correctWithin: durationRuleSchema,
  /** Fen that the committee may spend of common revenue without an owners' vote. */
  spendingLimitFen: sourced(z.int().min(0).max(10_000_000_000)),
});

/** Micro-project co-funding (law.md 6.3, 9.3). Amounts in fen. */
export const cofundingPolicySchema = z.strictObject({
  screenWithin: durationRuleSchema,
  deliberateWithin: durationRuleSchema,
  classifyWithin: durationRuleSchema,
  /** The party organisation reviews before a decision on fees, projects or funds takes effect. */
  partyReview: sourced(z.boolean()),
  reviewWithin: durationRuleSchema,
  voteWithin: durationRuleSchema,
  maxAttempts: sourced(z.int().min(1).max(5)),
  grant: z.strictObject({
    reviewWithin: durationRuleSchema,
    /** The most public money for one project; null: the place names no limit. */
    capFen: sourced(z.strictObject({ works: z.int().min(1).nullable(), service: z.int().min(1).nullable() })),
    /** Projects of the same scope within this time count as one: splitting lifts no limit. */
    splitWithin: durationRuleSchema,
    notice: durationRuleSchema,
  }),
  pledge: z.strictObject({
    window: durationRuleSchema,
    extension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
    decideWithin: durationRuleSchema,
  }),
  collect: z.strictObject({
    window: durationRuleSchema,
    extension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
    /** Of what was pledged, how much must have come in before works begin. */
    enough: sourced(z.strictObject({ num: z.int().min(1).max(100), den: z.int().min(1).max(100) })),
    decideWithin: durationRuleSchema,
  }),
  /** Quotes that are compared, unless reasons are given. */
  quotes: sourced(z.int().min(1).max(10)),
  contractWithin: durationRuleSchema,
  /** Added to the day on which a milestone of the contract is due. */
  milestone: durationRuleSchema,
  /** People who approve each payment, besides whoever asks for it. */
  approvals: sourced(z.int().min(2).max(5)),
  approveWithin: durationRuleSchema,
  /** Per cent of the decided cost by which works may exceed it without a new decision. */
  overrunPercent: sourced(z.int().min(0).max(50)),
  varyWithin: durationRuleSchema,
  acceptWithin: durationRuleSchema,
  representatives: sourced(z.int().min(1).max(30)),
  rectifyWithin: durationRuleSchema,
  publishWithin: durationRuleSchema,
  accountsNotice: durationRuleSchema,
  claimWithin: durationRuleSchema,
  refundWithin: durationRuleSchema,
  /** How long the money of payers who cannot be reached is held for them, and shown. */
  holdFor: durationRuleSchema,
});

/** When a worked day is worked: periods in order, none over another. What is counted in working time runs only then. */
const workTimes = z
  .array(z.strictObject({ from: z.string(), until: z.string() }))
  .max(6)
  .superRefine((times, context) => {
    for (const message of workTimesFaults(times)) context.addIssue({ code: 'custom', message });
  });

export const policySchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  version: z.string().regex(/^\d{4}-\d{2}(\.\d+)?$/),
  title: z.string().min(1).max(80),
  jurisdiction: z.string().regex(/^\d{6}$/),
  effectiveOn: z.iso.date(),
  source: z.string().min(1).max(400),
  night: z.strictObject({ from: timeOfDay, until: timeOfDay, ...basis }),
  workTimes: sourced(workTimes),
  /** Set only in rehearsal variants: milliseconds that a day lasts. */
  rehearsalDayMs: z.int().min(10).max(86_400_000).optional(),
  suspension: z.strictObject({ maxDays: sourced(z.int().min(1).max(365)), maxTimes: sourced(z.int().min(0).max(10)) }),
  /** What officers may do about any duty: how often they may push, and how much time they may give. */
  motions: z.strictObject({
    nudgeEvery: durationRuleSchema,
    extension: z.strictObject({ times: sourced(z.int().min(0).max(5)), length: durationRuleSchema }),
    /** How often one duty may be sent back by those to whom it was handed (第二次不得退回). */
    sendBacks: sourced(z.int().min(0).max(3)),
  }),
  /** The ladder of means against a duty left undone, in its order (催办 → 督办函 → 责令限期 → …); a step that is missing cannot be taken. */
  sanctions: z.array(sanctionSchema).min(1).max(SANCTION_STEPS.length),
  supervision: supervisionPolicySchema,
  notices: z.strictObject({
    default: noticeLadderSchema,
    /** By duty code, where it differs. */
    byDuty: z.record(z.string(), noticeLadderSchema),
  }),
  vote: votePolicySchema,
  election: electionPolicySchema,
  term: termPolicySchema,
  founding: foundingPolicySchema,
  handover: handoverPolicySchema,
  audit: auditPolicySchema,
  petition: petitionPolicySchema,
  recall: recallPolicySchema,
  demand: demandPolicySchema,
  visits: visitsPolicySchema,
  meetings: meetingsPolicySchema,
  rhythm: rhythmPolicySchema,
  disclosure: disclosurePolicySchema,
  problem: problemPolicySchema,
  cofunding: cofundingPolicySchema,
});

export type Policy = z.infer<typeof policySchema>;
export type VotePolicy = Policy['vote'];
export type ElectionPolicy = Policy['election'];
export type Threshold = z.infer<typeof thresholdSchema>;
export type Fraction = z.infer<typeof fractionSchema>;
export type NoticeLadder = z.infer<typeof noticeLadderSchema>;
