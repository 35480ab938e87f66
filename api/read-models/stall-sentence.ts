// Why a duty is stuck, in one sentence made of labels: whom it waits for, since or until when, how that compares, what happens next. Names
// of places are in it, names and words of people never.
import { addMs, DAY_MS, HOUR_MS, localDateOf, MINUTE_MS, timeOfDay } from '../../domain/calendar/instant';
import { sayEnd } from '../../papers/say';
import { sayDecision, sayDepartment, sayDuty, sayKind, ROLE_LABELS } from '../labels/words';
import type { Lang } from '../problems';
import type { Flag } from './stall-filters';
import { suspendedUntilOf, type StallRow, type Trouble } from './stalls';

interface Facts {
  flags: readonly Flag[];
  troubles: readonly Trouble[];
  normal: { n: number; medianMs: number; p90Ms: number } | null;
  overdueMs: number | null;
}

export function sayWhy(row: StallRow, facts: Facts, partyPlace: string | null, now: Date, lang: Lang): string {
  const parts = [
    waitsFor(row, partyPlace, lang),
    standing(row, facts, now, lang),
    row.isPingPong ? { zh: '多次退回', en: 'it was sent back again and again' }[lang] : null,
    ...facts.troubles.slice(0, 1).map((trouble) => inTrouble(trouble, lang)),
    compared(facts, lang),
    next(row, lang),
  ].filter((part) => part !== null);
  return lang === 'zh' ? `${parts.join('，')}。` : `${parts.join('; ')}.`;
}

function waitsFor({ placeName, processKind, duty, ...party }: StallRow, partyPlace: string | null, lang: Lang): string {
  const process = sayKind(processKind, lang);
  if (duty === null)
    return { zh: `${placeName}${process}：没有人可以办理`, en: `${placeName}, ${process}: nobody can act` }[lang];
  const who = sayParty(party, partyPlace, lang);
  const what = sayDuty(duty, lang);
  return { zh: `${placeName}${process}：等${who}${what}`, en: `${placeName}, ${process}: waits for ${who} to ${what}` }[
    lang
  ];
}

function sayParty(
  { partyKind, role, department }: Pick<StallRow, 'partyKind' | 'role' | 'department'>,
  place: string | null,
  lang: Lang,
): string {
  if (partyKind === 'department' && department !== null) return sayDepartment(department, lang);
  if (partyKind === 'owner') return ROLE_LABELS.owner[lang];
  if (partyKind === 'account' || role === null) return ROLE_LABELS.resident[lang];
  if (place === null) return ROLE_LABELS[role][lang];
  return { zh: `${ROLE_LABELS[role].zh}（${place}）`, en: `${ROLE_LABELS[role].en} (${place})` }[lang];
}

/** How the duty stands: the process stands still, late, silent, or still in time. */
function standing(row: StallRow, { flags, overdueMs }: Facts, now: Date, lang: Lang): string | null {
  const { dueAt, stirredAt, duty } = row;
  const suspendedUntil = suspendedUntilOf(row);
  if (suspendedUntil !== null)
    return {
      zh: `程序中止至${sayAt(suspendedUntil, lang)}`,
      en: `it stands still until ${sayAt(suspendedUntil, lang)}`,
    }[lang];
  if (overdueMs !== null && dueAt !== null) {
    const [due, late] = [sayAt(dueAt.toISOString(), lang), sayLength(overdueMs, lang)];
    return { zh: `${due}到期，已逾期${late}`, en: `it was due ${due} and is ${late} late` }[lang];
  }
  if (flags.includes('silent') && stirredAt !== null) {
    const quiet = sayLength(now.getTime() - stirredAt.getTime(), lang);
    return { zh: `已有${quiet}没有任何进展`, en: `nothing has happened for ${quiet}` }[lang];
  }
  if (duty === null) return null;
  if (dueAt === null) return { zh: '没有法定期限', en: 'it has no legal deadline' }[lang];
  const due = sayAt(dueAt.toISOString(), lang);
  return { zh: `${due}到期`, en: `it is due ${due}` }[lang];
}

const inTrouble = ({ what, attempts, lastError }: Trouble, lang: Lang): string =>
  ({
    zh: `系统环节“${what}”已失败${attempts}次（${lastError}）`,
    en: `the engine has failed ${attempts} times at “${what}” (${lastError})`,
  })[lang];

function compared({ normal }: Facts, lang: Lang): string | null {
  if (normal === null) return null;
  const [half, most] = [sayLength(normal.medianMs, lang), sayLength(normal.p90Ms, lang)];
  return {
    zh: `本区同类事项半数在${half}内、九成在${most}内办结（${normal.n}件）`,
    en: `here half of such duties take up to ${half}, nine tenths up to ${most} (${normal.n} cases)`,
  }[lang];
}

/** The earlier of what time or the machine decides and of who is told. */
function next({ decides, decidesAt, nextStepAt, nextStepTells, dueAt }: StallRow, lang: Lang): string | null {
  const isDecisionFirst =
    decides !== null && (nextStepAt === null || decidesAt === null || decidesAt.getTime() <= nextStepAt.getTime());
  if (isDecisionFirst) {
    const what = sayDecision(decides, lang);
    if (decidesAt === null) return { zh: `系统正在“${what}”`, en: `the system is about to ${what}` }[lang];
    const at = sayAt(decidesAt.toISOString(), lang);
    return { zh: `${at}系统将自动“${what}”`, en: `at ${at} the system will ${what}` }[lang];
  }
  if (nextStepAt === null || nextStepTells === null)
    return dueAt === null ? null : { zh: '此后不会再自动上报', en: 'nobody further is told by itself' }[lang];
  const at = sayAt(nextStepAt.toISOString(), lang);
  if (nextStepTells === 'addressee') return { zh: `${at}提醒承办人`, en: `at ${at} whoever has it is reminded` }[lang];
  const office = ROLE_LABELS[nextStepTells][lang];
  return { zh: `${at}将报告${office}`, en: `at ${at} ${office} is told` }[lang];
}

/** `3天`, `5小时`, `12分钟`: the largest unit that is whole at least once. */
export function sayLength(ms: number, lang: Lang): string {
  const [size, zh, en] = (
    [
      [DAY_MS, '天', 'day'],
      [HOUR_MS, '小时', 'hour'],
    ] as const
  ).find(([unit]) => ms >= unit) ?? [MINUTE_MS, '分钟', 'minute'];
  const n = Math.floor(ms / size);
  return lang === 'zh' ? `${n}${zh}` : `${n} ${en}${n === 1 ? '' : 's'}`;
}

/** China time to the minute; midnight is 24:00 of the day before, as the end of a time is read. */
function sayAt(at: string, lang: Lang): string {
  if (lang === 'zh') return sayEnd(at);
  const isMidnight = timeOfDay(at) === 0;
  const minutes = Math.floor(timeOfDay(at) / MINUTE_MS);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = isMidnight ? '24:00' : `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${localDateOf(isMidnight ? addMs(at, -1) : at)} ${time}`;
}
