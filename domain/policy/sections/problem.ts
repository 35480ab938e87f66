// The section of a policy on residents' problems.
import { z } from 'zod';
import { basis, code, codes, durationRuleSchema, levelSchema, sourced } from './parts';

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
