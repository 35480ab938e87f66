// Cheap kinds of tests first, so that a mistake shows early; within a kind jest's own order (slowest first, failed first) stays.
const { default: Sequencer } = require('@jest/test-sequencer');

const KINDS = ['unit', 'replay', 'flow', 'db', 'api', 'e2e'];
const rankOf = ({ path }) => KINDS.indexOf(/\.([a-z0-9]+)\.test\.ts$/.exec(path)?.[1] ?? '');

module.exports = class CheapFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rankOf(one) - rankOf(other));
  }
};
