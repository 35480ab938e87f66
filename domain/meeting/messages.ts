// What a meeting is called by, wherever it is spoken of.

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

/** `missed`: nobody held it in time. */
export type MeetingOutcome = 'held' | 'missed' | 'stopped';
