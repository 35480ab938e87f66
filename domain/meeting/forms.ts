// What a meeting is called by, wherever it is spoken of. No zod here: deciders import it.

/** Mediation with an expert, three-party and building meetings, the residents' council (议事会); the rhythm of a community or street (周议事 月研判 季调度 年考评). */
export const MEETING_FORMS = [
  'mediation',
  'threeParty',
  'building',
  'council',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
] as const;
export type MeetingForm = (typeof MEETING_FORMS)[number];

/** Where residents speak for themselves: what these resolve may be wanted in the owners' covenant (娄底乐坪: 楼栋会; 曲靖瑞和: 议事会). */
export const COVENANT_FORMS: readonly MeetingForm[] = ['building', 'council'];

/** Those of the rhythm; each gets its pack. */
export const RHYTHM_FORMS = ['weekly', 'monthly', 'quarterly', 'yearly'] as const satisfies readonly MeetingForm[];
export type RhythmForm = (typeof RHYTHM_FORMS)[number];
export const isRhythmForm = (form: string): form is RhythmForm => (RHYTHM_FORMS as readonly string[]).includes(form);

/** `missed`: nobody held it in time. */
export type MeetingOutcome = 'held' | 'missed' | 'stopped';
