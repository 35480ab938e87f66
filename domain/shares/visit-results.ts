// What may come of a call at a door, short of a pledge.
export const VISIT_RESULTS = ['nobodyHome', 'comeBack', 'undecided', 'declined'] as const;
export type VisitResult = (typeof VISIT_RESULTS)[number];
