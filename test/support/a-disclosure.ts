// The disclosure of an estate with plain defaults: launched on 2 March 2026, so that the first quarter of 2026 is its first period.
import { disclosure } from '../../domain/disclosure/definition';
import type { DraftDisclosure } from '../../domain/disclosure/rules';
import type {
  DisclosureCommand,
  DisclosureCore,
  DisclosureEvent,
  DisclosureLaunch,
  LaunchedDisclosure,
  Statement,
} from '../../domain/disclosure/state';
import type { Policy } from '../../domain/policy/schema';
import { PLACE, SECRETARY, STREET } from './an-election';
import { anActor, aPolicy, ENGINE, Play } from './play';

export type DisclosurePlay = Play<DisclosureCore, DisclosureCommand, DisclosureEvent>;
export const disclosureOf = (play: DisclosurePlay): LaunchedDisclosure => play.state.core as LaunchedDisclosure;

/** Two members of the committee: one drafts and signs, the other may review. */
export const MEMBER = anActor('committeeMember', { id: 'member-one' });
export const OTHER_MEMBER = anActor('committeeMember', { id: 'member-two' });
export const NEIGHBOUR = anActor('owner', { id: 'neighbour', ownerId: 'owner-n' });

/** Q1 of 2026. */
export const FIRST = 2026 * 4;
export const text = { reasonText: 'hash' } as const;

/** The national policy with quarters: the years of the national preset would make long tests. */
export function quarterly(id = 'national'): Policy {
  const policy = aPolicy(id);
  policy.disclosure.period.value = 'quarter';
  return policy;
}

export const aDisclosureLaunch = (more: Partial<DisclosureLaunch> = {}): DisclosureLaunch => ({
  type: 'launch',
  processId: 'disclosure',
  place: PLACE,
  parentId: null,
  body: 'committeeMember',
  ...more,
});

export const unlaunchedDisclosure = (policy = quarterly(), at = '2026-03-02T02:00:00.000Z'): DisclosurePlay =>
  new Play(disclosure, at, policy);

export function launchedDisclosure(policy?: Policy, more: Partial<DisclosureLaunch> = {}): DisclosurePlay {
  const play = unlaunchedDisclosure(policy);
  play.give(STREET, aDisclosureLaunch(more));
  return play;
}

/** The first quarter has ended. */
export function openedDisclosure(policy?: Policy): DisclosurePlay {
  const play = launchedDisclosure(policy);
  play.waitFor('period');
  return play;
}

/** What the machine does: it freezes the figures that were asked for; the hash stands for them. */
export function frozen(play: DisclosurePlay): string {
  const effect = play.definition.effect(play.state.core, play.policy) as DraftDisclosure | undefined;
  if (!effect) throw new Error('nothing to freeze');
  const { version, period } = effect;
  const sha256 = `figures-${period.no}-${version}`;
  play.give(ENGINE, { type: 'recordDrafted', no: period.no, version, sha256 });
  return sha256;
}

export function draftedDisclosure(policy?: Policy): DisclosurePlay {
  const play = openedDisclosure(policy);
  play.give(MEMBER, { type: 'draftStatement', no: FIRST });
  frozen(play);
  return play;
}

export function reviewedDisclosure(policy?: Policy): DisclosurePlay {
  const play = draftedDisclosure(policy);
  play.give(SECRETARY, { type: 'reviewStatement', no: FIRST, isSound: true, ...text });
  return play;
}

/** Online, not yet on the board. */
export function publishedDisclosure(policy?: Policy): DisclosurePlay {
  const play = reviewedDisclosure(policy);
  play.give(MEMBER, { type: 'signStatement', no: FIRST, sha256: `figures-${FIRST}-1` });
  return play;
}

/** In both places. */
export function displayedDisclosure(policy?: Policy): DisclosurePlay {
  const play = publishedDisclosure(policy);
  play.give(MEMBER, { type: 'recordBoard', no: FIRST, attachments: ['photo'] });
  return play;
}

export const statementOf = (play: DisclosurePlay, no = FIRST): Statement | undefined =>
  disclosureOf(play).statements.find(({ period }) => period.no === no);
