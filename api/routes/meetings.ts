// Answers contracts/meetings.ts: calls meetings, sets rhythms, passes commands, and shows the pack of a meeting.
import { isRhythmForm } from '../../domain/meeting/forms';
import type { MeetingCore } from '../../domain/meeting/state';
import { seatOf } from '../../domain/process';
import { refuseHidden, refuseStrangers } from '../../store/meetings/known-parties';
import { readPack } from '../../store/meetings/pack';
import { homeAt, placeOfArea } from '../../store/process-place';
import { readSnapshot } from '../../store/record/read-process';
import { Refused } from '../../store/refused';
import { storeTextsOf } from '../../store/texts';
import type { Tx } from '../../store/transaction';
import type { Handlers } from '../context';
import { meetingOperations as rows } from '../contracts/meetings';
import type { Deps } from '../deps';
import { createLauncher } from '../launch';
import { problem } from '../problems';
import { createSubmit } from '../submit';

export function createMeetingRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool } = deps;
  const launch = createLauncher(deps);

  const submit = createSubmit(deps);

  return {
    launchMeeting: (asked, context) => {
      const { commandId, meetingId, form, heldAt, parties, topicCodes, topicText } = asked.body;
      const homeOf = (tx: Tx) => homeAt(tx, asked.params.placeId);
      return launch(rows.launchMeeting, 'meeting', meetingId, asked, context, homeOf, async ({ place }, tx, at) => {
        const stranger = await refuseStrangers(tx, parties, seatOf(place).placePath);
        if (stranger) throw new Refused(stranger);
        const convenor = { role: context.authority?.role, placePath: context.authority?.path };
        const texts = await storeTextsOf(tx, topicText === undefined ? {} : { topicText }, { commandId, at });
        return { parentId: null, command: { form, heldAt, convenor, parties, topicCodes, ...texts } };
      });
    },

    launchRhythm: (asked, context) => {
      const { rhythmId, forms } = asked.body;
      const homeOf = (tx: Tx) => placeOfArea(tx, asked.params.placeId);
      return launch(rows.launchRhythm, 'rhythm', rhythmId, asked, context, homeOf, () => ({
        parentId: null,
        command: { forms },
      }));
    },

    commandMeeting({ params: { processId }, body }, context) {
      const { command } = body;
      const [placePath = ''] = context.scoped?.paths ?? [];
      const refusalOf =
        command.type === 'inviteParties'
          ? async () =>
              (await refuseStrangers(pool, command.parties, placePath)) ??
              refuseHidden(pool, command.parties, processId)
          : undefined;
      return submit('meeting', rows.commandMeeting, processId, body, context, refusalOf);
    },
    commandRhythm: ({ params, body }, context) => submit('rhythm', rows.commandRhythm, params.processId, body, context),

    async getMeetingPack({ params: { processId } }) {
      const pack = await readPack(pool, processId);
      if (pack) return { sha256: pack.sha256, body: pack.body };
      const snapshot = await readSnapshot(pool, processId);
      const core = snapshot?.kind === 'meeting' ? (snapshot.state.core as MeetingCore) : undefined;
      const isExpected = core !== undefined && core.phase !== 'unlaunched' && isRhythmForm(core.form);
      throw problem(isExpected ? 'pack-not-ready' : 'not-found');
    },
  };
}
