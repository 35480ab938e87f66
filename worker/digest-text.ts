// A digest as a mail: words made when it is sent, from numbers and ids.
import type { DigestParams } from './write-digests';

export interface MailText {
  subject: string;
  text: string;
}

/** `publicUrl`: where people reach the console, without a slash at its end; without one the ids stand alone. */
export function digestText({ on, every, offices, worst }: DigestParams, publicUrl: string | undefined): MailText {
  const overdue = offices.reduce((sum, { counts }) => sum + counts.overdue, 0);
  const link = (path: string): string => (publicUrl === undefined ? path : `${publicUrl}${path}`);
  const ofOffices = offices.flatMap(({ placeId, placeName, counts }) => [
    `【${placeName}】待办 ${counts.open} 项，其中逾期 ${counts.overdue} 项（已报上级 ${counts.escalated} 项），七日内到期 ${counts.dueSoon} 项；中止的程序 ${counts.suspended} 件。`,
    link(`/places/${placeId}`),
    '',
  ]);
  const ofWorst = worst.map(({ processId, dueAt }) => `- ${chinaDate(dueAt)} 到期：${link(`/processes/${processId}`)}`);
  return {
    subject: `共治督办${every === 'day' ? '日' : '周'}报 ${on}：逾期 ${overdue} 项`,
    text: [...ofOffices, ...(worst.length > 0 ? ['逾期最久的：', ...ofWorst] : ['没有逾期事项。']), ''].join('\n'),
  };
}

const chinaDate = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
