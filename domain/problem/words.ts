// The words of a problem, without zod: deciders run in the workflow bundle.

/** From below to above: 小区、社区、街道、区. */
export const LEVELS = ['estate', 'community', 'street', 'district'] as const;
export type Level = (typeof LEVELS)[number];

export const CLASSES = ['urgent', 'livelihood', 'ordinary', 'complex'] as const;
export type ProblemClass = (typeof CLASSES)[number];

export const CHANNELS = ['web', 'hotline', 'petition', 'grid', 'committee', 'sensor', 'helper'] as const;
export type ProblemChannel = (typeof CHANNELS)[number];

/** Endings besides a solution. Two people must agree on each. */
export const CLOSINGS = ['groundless', 'merged', 'petition', 'court', 'notOurs', 'parked'] as const;
export type Closing = (typeof CLOSINGS)[number];
