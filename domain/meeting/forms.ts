// What a meeting is called by, wherever it is spoken of. No zod here: deciders import it.

/** Mediation with an expert, three-party and building meetings of a problem; the rhythm of a community or street (周议事 月研判 季调度 年考评). */
export const MEETING_FORMS = [
  'mediation',
  'threeParty',
  'building',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
] as const;
export type MeetingForm = (typeof MEETING_FORMS)[number];

/** Those of the rhythm; each gets its pack. */
export const RHYTHM_FORMS = ['weekly', 'monthly', 'quarterly', 'yearly'] as const satisfies readonly MeetingForm[];
export type RhythmForm = (typeof RHYTHM_FORMS)[number];
export const isRhythmForm = (form: string): form is RhythmForm => (RHYTHM_FORMS as readonly string[]).includes(form);

/** `missed`: nobody held it in time. */
export type MeetingOutcome = 'held' | 'missed' | 'stopped';
