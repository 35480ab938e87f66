// A person's own reports: who has the problem, until when, and what happens by itself if nobody moves. As everybody may know it: of people
// only their role.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { lookAhead, openObligations } from '../../domain/machinery/look';
import { listOwnReports, type OwnReport, type ReportPage } from '../../store/reports/read-reports';
import { readTexts } from '../../store/texts';
import type { Principal } from '../auth/principal';
import { partyOf, placesAt } from './process-detail';

/** Steps that are told ahead. */
const AHEAD = 4;

export async function ownReports(pool: Pool, caller: Principal, page: ReportPage, now: Date) {
  const found = await listOwnReports(pool, caller, page);
  const waiting = new Map(found.map((report) => [report.reportId, duties(report)]));
  const [texts, places] = await Promise.all([
    readTexts(
      pool,
      found.flatMap(({ reportText }) => reportText ?? []),
    ),
    placesAt(
      pool,
      [...waiting.values()].flat().map(({ party }) => party.placePath),
    ),
  ]);
  const at = now.toISOString();
  return found.map((report) => {
    const { core } = report.state;
    return {
      reportId: report.reportId,
      processId: report.problemId,
      goesOnIn: report.goesOnIn,
      at: report.at.toISOString(),
      channel: report.channel,
      isFirst: report.isFirst,
      reportText: report.reportText === null ? null : (texts.get(report.reportText) ?? null),
      attachments: report.attachments,
      place: { id: report.placeId, name: report.placeName },
      category: core.category,
      class: core.class,
      phase: core.phase,
      isOpen: report.isOpen,
      outcome: report.outcome,
      level: core.handler.level,
      department: core.handler.department,
      reportCount: report.reportCount,
      mayAppealUntil: core.phase === 'appealable' ? (report.state.clocks['appeal']?.dueAt ?? null) : null,
      mayAnswer: core.phase === 'answering',
      waitsFor: (waiting.get(report.reportId) ?? []).map(({ clock: _clock, by: _by, isUrgent, party, ...duty }) => ({
        isUrgent: isUrgent === true,
        ...duty,
        party: { ...partyOf(party, places), ownerId: null, accountId: null },
        isOverdue: duty.dueAt !== null && duty.dueAt <= at,
      })),
      ahead: lookAhead(definitionOf('problem'), report.state, report.setting, at, AHEAD),
    };
  });
}

const duties = ({ state, setting }: OwnReport) => openObligations(definitionOf('problem'), state, setting);
