// Folds the events of a rhythm into its state.
import { assertNever } from '../assert-never';
import type { RhythmForm } from '../meeting/forms';
import type { KeptForm, LaunchedRhythm, RhythmCore, RhythmEvent } from './state';

export function evolveRhythm(core: RhythmCore, event: RhythmEvent): RhythmCore {
  if (event.type === 'rhythmLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'roundPlanned':
      return withForm(core, event.form, { next: event.round, pausedSince: null });
    case 'roundSkipped':
      return counted(core, event.form, 'skipped');
    case 'roundCalled': {
      const { form, round } = event;
      return { ...counted(core, form, 'called'), calls: [...core.calls, { form, round, meetingId: null }] };
    }
    case 'meetingCalled': {
      const { form, no, meetingId } = event;
      const calls = core.calls.map((call) =>
        call.form === form && call.round.no === no ? { ...call, meetingId } : call,
      );
      return { ...core, calls };
    }
    case 'meetingEnded': {
      const calls = core.calls.filter(({ meetingId }) => meetingId !== event.meetingId);
      return { ...counted(core, event.form, event.outcome), calls };
    }
    case 'formPaused':
      return withForm(core, event.form, { next: null, pausedSince: event.at });
    case 'formResumed':
      // Its next round follows as an event of its own.
      return core;
    case 'rhythmEnded':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: 'ended' };
    default:
      return assertNever(event);
  }
}

const launched = ({ type: _type, at, ...event }: Extract<RhythmEvent, { type: 'rhythmLaunched' }>): LaunchedRhythm => ({
  ...{ phase: 'running', phaseSince: at, ...event },
  ...{ forms: {}, calls: [], outcome: null },
});

const NEW: KeptForm = {
  next: null,
  pausedSince: null,
  counts: { called: 0, skipped: 0, held: 0, missed: 0, stopped: 0 },
};

const withForm = (core: LaunchedRhythm, form: RhythmForm, change: Partial<KeptForm>): LaunchedRhythm => ({
  ...core,
  forms: { ...core.forms, [form]: { ...(core.forms[form] ?? NEW), ...change } },
});

function counted(core: LaunchedRhythm, form: RhythmForm, what: keyof KeptForm['counts']): LaunchedRhythm {
  const { counts } = core.forms[form] ?? NEW;
  return withForm(core, form, { counts: { ...counts, [what]: counts[what] + 1 } });
}
