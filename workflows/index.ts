// The barrel that Temporal's bundler needs: one export per process kind, named as the kind.
export { cofunding } from './cofunding';
export { committeeTerm } from './committee-term';
export { disclosure } from './disclosure';
export { election } from './election';
export { handover } from './handover';
export { household } from './household';
export { meeting } from './meeting';
export { ownersVote } from './owners-vote';
export { petition } from './petition';
export { problem } from './problem';
export { recall } from './recall';
export { rhythm } from './rhythm';
