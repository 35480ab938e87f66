// The meeting as one process definition; launched by the process that needs it, by a rhythm, or by an official.
import type { ProcessDefinition } from '../process';
import { decideMeeting } from './decide';
import { evolveMeeting } from './evolve';
import {
  meetingAudience,
  meetingEffect,
  meetingObligations,
  meetingRules,
  meetingTells,
  meetingWhenDue,
} from './rules';
import type { MeetingCommand, MeetingCore, MeetingEvent } from './state';

export const meeting: ProcessDefinition<MeetingCore, MeetingCommand, MeetingEvent> = {
  kind: 'meeting',
  initial: { phase: 'unlaunched' },
  rules: meetingRules,
  decide: decideMeeting,
  evolve: evolveMeeting,
  obligations: meetingObligations,
  whenDue: meetingWhenDue,
  effect: meetingEffect,
  tells: meetingTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: () => null,
  audience: meetingAudience,
};
