// The ladder of a problem: 小区 → 社区 → 街道 → 区. Which office is which level's, who may speak for it, and where a problem begins.
import type { Policy } from '../policy/schema';
import type { Actor, Moment, Party, Role } from '../process';
import { LEVELS, type Level } from './words';
import type { Complained, Handler, LaunchedProblem, ProblemLaunch, RaiseReason } from './state';

/** Who may speak for the desk of a level, the one it is addressed to first. */
export const DESKS: Record<Level, readonly Role[]> = {
  estate: ['firmManager', 'committeeMember'],
  community: ['communitySecretary', 'gridWorker'],
  street: ['streetOfficer'],
  district: ['districtSupervisor'],
};

/** Who heads a level: gives its first extension, and agrees to a special closing from below. */
const HEADS: Record<Level, Role> = {
  estate: 'committeeMember',
  community: 'communitySecretary',
  street: 'streetOfficer',
  district: 'districtSupervisor',
};

export const rankOf = (level: Level): number => LEVELS.indexOf(level);

/** The level above; undefined: the district is the last. */
export const levelAbove = (level: Level): Level | undefined => LEVELS[rankOf(level) + 1];

const higher = (one: Level, other: Level): Level => (rankOf(one) > rankOf(other) ? one : other);

/** The level `steps` above, or the district. */
const levelUp = (level: Level, steps: number): Level => LEVELS[rankOf(level) + steps] ?? 'district';

export const headOf = (level: Level): Role => HEADS[level];

/** The level whose people hold this role; undefined: it belongs to no level. */
export const levelOfRole = (role: Role): Level | undefined => LEVELS.find((level) => DESKS[level].includes(role));

/** Who must agree to a special closing: the level above whoever has it; the district, by somebody else, for its own. */
export const approverOf = ({ handler }: Pick<LaunchedProblem, 'handler'>): Level =>
  levelAbove(handler.level) ?? 'district';

/** The office of a level at the problem's place. */
export function officeOf({ place, desk }: Pick<LaunchedProblem, 'place' | 'desk'>, level: Level, role?: Role): Party {
  switch (level) {
    case 'estate':
      return { kind: 'role', role: role ?? desk ?? 'committeeMember', placePath: place.estatePath };
    case 'community':
      return { kind: 'role', role: role ?? 'communitySecretary', placePath: place.communityPath };
    case 'street':
      return { kind: 'role', role: role ?? 'streetOfficer', placePath: place.streetPath };
    case 'district':
      return { kind: 'role', role: role ?? 'districtSupervisor', placePath: place.districtPath };
  }
}

export const departmentAt = ({ place }: Pick<LaunchedProblem, 'place'>, department: string): Party => ({
  kind: 'department',
  department,
  placePath: place.districtPath,
});

/** To whom the handler's duties are addressed. */
export const handlerOf = (core: Pick<LaunchedProblem, 'place' | 'desk' | 'handler'>): Party =>
  core.handler.department === null ? officeOf(core, core.handler.level) : departmentAt(core, core.handler.department);

/** Whether the actor speaks for whoever has the problem. */
export function isHandler({ handler }: Pick<LaunchedProblem, 'handler'>, actor: Actor): boolean {
  if (actor.kind !== 'account') return false;
  if (handler.department !== null) return actor.role === 'departmentOfficer' && actor.department === handler.department;
  return DESKS[handler.level].includes(actor.role);
}

/** Whether the actor may act on it: speaks for whoever has it, or stands in by a motion of the office above. */
export const mayHandle = (core: Pick<LaunchedProblem, 'handler'>, type: string, { actor, standsIn }: Moment): boolean =>
  isHandler(core, actor) || standsIn(type);

/** Whether the actor holds an office of a level above this one. */
export function isAbove(level: Level, actor: Actor): boolean {
  const own = actor.kind === 'account' ? levelOfRole(actor.role) : undefined;
  return own !== undefined && rankOf(own) > rankOf(level);
}

/** Whether the problem is about whoever acts: the person, or where none is named everybody of the role at the place. */
export const isAboutActor = (complaintOf: Complained | null, actor: Actor): boolean =>
  complaintOf !== null &&
  actor.kind === 'account' &&
  (complaintOf.accountId === null ? actor.role === complaintOf.role : actor.id === complaintOf.accountId);

/** The first level at or above `level` whose desk is not what the problem is about (recusal, 济南市12345热线条例 32). */
export function unconcerned(level: Level, complaintOf: Complained | null): Level {
  const own = complaintOf === null ? undefined : levelOfRole(complaintOf.role);
  return own !== undefined && rankOf(own) >= rankOf(level) ? levelUp(own, 1) : level;
}

/**
 * Where a new problem begins, and why it is not at the level of its category: one that returns begins a level above where it ended, and one
 * about somebody with a desk goes past that desk.
 */
export function firstLevel(
  {
    category,
    desk,
    complaintOf,
    recurrenceOf,
  }: Pick<ProblemLaunch, 'category' | 'desk' | 'complaintOf' | 'recurrenceOf'>,
  policy: Policy,
): { level: Level; why: RaiseReason | null } {
  const usual = policy.problem.categories[category]?.level ?? 'community';
  const withDesk: Level = usual === 'estate' && desk === null ? 'community' : usual;
  const recurring = recurrenceOf === null ? withDesk : levelUp(higher(withDesk, recurrenceOf.level), 1);
  const level = unconcerned(recurring, complaintOf);
  if (level !== recurring) return { level, why: 'complaint' };
  return { level, why: recurring === withDesk ? null : 'recurrence' };
}

/** The department whose work a category is; it may not be handed down to a community or an estate (接诉即办条例 17; 潍坊 24). */
export const departmentOf = (category: string, policy: Policy): string | null =>
  policy.problem.categories[category]?.department ?? null;

export const sameHandler = (one: Handler, other: Handler): boolean =>
  one.level === other.level && one.department === other.department;
