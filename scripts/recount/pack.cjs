// Recounts a doubter's pack (docs/doubters-pack.md): one file, a laptop, no network, no database, no package, and no line shared with
// the program that counted. The count itself is recount.cjs beside it; here are the file, the hash tree, receipts and checkpoints.
//   node pack.cjs FILE [--receipt RECEIPT.json] [--checkpoint CHECKPOINT.json|LINE]
// Exit code 0: everything agrees; 1: a difference, the first one is named with its line; 2: the file cannot be read as a pack.
'use strict';
const { createHash, createPublicKey, hash: digestOf, verify } = require('node:crypto');
const { createReadStream, readFileSync } = require('node:fs');
const { canonical, recount } = require('./recount.cjs');

/** What was published and what was found here differ. `line` counts from 1. */
class Difference extends Error {
  constructor(line, sentence) {
    super(line === null ? sentence : `line ${line}: ${sentence}`);
    this.line = line;
  }
}

/** This is no pack at all. */
class Unreadable extends Error {}

// ---- hashes and the tree of RFC 6962 2.1 ------------------------------------------------------------------------------------

// crypto.hash is the quicker way where Node has it.
const sha256 = digestOf
  ? (data) => digestOf('sha256', data, 'buffer')
  : (data) => createHash('sha256').update(data).digest();
const NODE = Buffer.alloc(65, 1);
function nodeOf(left, right) {
  left.copy(NODE, 1);
  right.copy(NODE, 33);
  return sha256(NODE);
}
/** A text is hashed as its UTF-8, in which the byte 0x00 is the letter of that number. */
const leafOf = (text) => sha256(`\0${text}`);
/** In hex: SHA-256 of a salt of 32 bytes, given in hex, and a text behind it. */
const saltedHash = (salt, text) => {
  const room = 32 + 3 * text.length;
  if (SALTED.length < room) SALTED = Buffer.alloc(2 * room);
  SALTED.write(salt, 0, 'hex');
  return sha256(SALTED.subarray(0, 32 + SALTED.write(text, 32, 'utf8'))).toString('hex');
};
let SALTED = Buffer.alloc(1024);
const hexOf = (bytes) => Buffer.from(bytes).toString('hex');

/** Hashes side by side: an object for each would take many times their room. */
class Hashes {
  constructor() {
    this.bytes = Buffer.alloc(32 * 16);
    this.length = 0;
  }

  at(index) {
    return this.bytes.subarray(32 * index, 32 * (index + 1));
  }

  push(hash) {
    this.grow();
    hash.copy(this.bytes, 32 * this.length);
    this.length += 1;
  }

  pushHex(text) {
    this.grow();
    this.bytes.write(text, 32 * this.length, 'hex');
    this.length += 1;
  }

  grow() {
    if (32 * this.length === this.bytes.length) this.bytes = Buffer.concat([this.bytes], 2 * this.bytes.length);
  }
}

/** Adds leaf hashes one by one and keeps the root of every complete subtree: `levels[n].at(i)` is over leaves [i·2ⁿ, (i+1)·2ⁿ). */
class Tree {
  constructor(leaves = []) {
    this.levels = [new Hashes()];
    for (const leaf of leaves) this.add(leaf);
  }

  get size() {
    return this.levels[0].length;
  }

  add(leaf) {
    this.levels[0].push(leaf);
    for (let level = 0; this.levels[level].length % 2 === 0; level += 1) {
      const below = this.levels[level];
      (this.levels[level + 1] ??= new Hashes()).push(nodeOf(below.at(below.length - 2), below.at(below.length - 1)));
    }
  }

  /** The root over the first `size` leaves. */
  root(size = this.size) {
    return size === 0 ? sha256(Buffer.alloc(0)) : this.range(0, size);
  }

  range(from, to) {
    const level = Math.log2(to - from);
    if (Number.isInteger(level)) return this.levels[level].at(from / (to - from));
    const middle = from + splitOf(to - from);
    return nodeOf(this.range(from, middle), this.range(middle, to));
  }

  /** PATH of RFC 6962 2.1.1: from the leaf upwards. */
  path(index, from = 0, to = this.size) {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...this.path(index, from, middle), this.range(middle, to)]
      : [...this.path(index, middle, to), this.range(from, middle)];
  }
}

/** The largest power of two below `size`. */
function splitOf(size) {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The root to which an audit path leads; undefined where it has the wrong length. PATH of RFC 6962 2.1.1, read backwards. */
function rootFromPath(leaf, index, size, path) {
  const rest = [...path];
  const climb = (own, among) => {
    if (among === 1) return leaf;
    const sibling = rest.pop();
    if (sibling === undefined) return undefined;
    const split = splitOf(among);
    const [below, isLeft] = own < split ? [climb(own, split), true] : [climb(own - split, among - split), false];
    if (below === undefined) return undefined;
    return isLeft ? nodeOf(below, sibling) : nodeOf(sibling, below);
  };
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return undefined;
  const root = climb(index, size);
  return rest.length === 0 ? root : undefined;
}

/** Whether the tree of `size` grew out of the one of `oldSize`. SUBPROOF of RFC 6962 2.1.2, read backwards. */
function isConsistent(oldSize, oldRoot, size, root, proof) {
  const rest = [...proof];
  const climb = (old, among, isWhole) => {
    if (old === among && isWhole) return [oldRoot, oldRoot];
    const node = rest.pop();
    if (node === undefined) return undefined;
    if (old === among) return [node, node];
    const split = splitOf(among);
    const below = old <= split ? climb(old, split, isWhole) : climb(old - split, among - split, false);
    if (below === undefined) return undefined;
    return old <= split ? [below[0], nodeOf(below[1], node)] : [nodeOf(node, below[0]), nodeOf(node, below[1])];
  };
  if (oldSize > size) return false;
  if (oldSize === 0) return proof.length === 0 && oldRoot.equals(sha256(Buffer.alloc(0)));
  const roots = climb(oldSize, size, true);
  return rest.length === 0 && roots !== undefined && roots[0].equals(oldRoot) && roots[1].equals(root);
}

// ---- what a line looks like -----------------------------------------------------------------------------------------------------

const isText = (value) => typeof value === 'string';
const isFlag = (value) => typeof value === 'boolean';
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isNumber = (value) => Number.isSafeInteger(value) && value >= 1;
const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
/** Of one form and one length, so that earlier and later are in the order of their letters. */
const isInstant = (value) =>
  isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (test) => (value) => Array.isArray(value) && value.every(test);
const orNull = (test) => (value) => value === null || test(value);
const isOneOf =
  (...words) =>
  (value) =>
    words.includes(value);
const isChoices = (value) =>
  isObject(value) && Object.values(value).every((choice) => isText(choice) || isListOf(isText)(choice));
const isKey = (value) => isObject(value) && isText(value.kid) && value.crv === 'Ed25519' && isText(value.x);

/** The kinds of line in their order in the file, and the fields of each, all of them and no others. */
const KINDS = {
  pack: {
    formatVersion: isOneOf(1),
    voteId: isText,
    rollHash: isHash,
    rightCount: isCount,
    opensAt: isInstant,
    closesAt: isInstant,
    algorithms: isObject,
    keys: isListOf(isKey),
  },
  policy: { policyId: isText, version: isText, policyHash: isText, vote: isObject },
  agenda: { items: isListOf(isObject) },
  right: { rightNo: isNumber, headNo: isNumber, countsHead: isFlag, areaDm2: isCount, holder: isHash },
  delivery: {
    rightNo: isNumber,
    deliveryNo: isNumber,
    channel: isText,
    result: isOneOf('delivered', 'undeliverable', 'announced'),
    deliveredAt: isInstant,
    proofKind: isText,
    proofSha256: orNull(isHash),
  },
  ballot: {
    seq: isNumber,
    rightNo: isNumber,
    channel: isOneOf('electronic', 'paper', 'platform'),
    castAt: isInstant,
    isVoid: isFlag,
    choices: isChoices,
    salt: isHash,
    // These two are worked out anew and compared as they stand.
    commitment: isText,
    leafHash: isText,
  },
  ruling: { seq: isNumber, remedy: isOneOf('stands', 'struck'), at: isInstant, reason: isHash },
  act: { seq: isNumber, type: isText, at: isInstant, detail: isObject },
  proof: { proof: isObject },
  checkpoint: {
    checkpointNo: isNumber,
    size: isCount,
    root: isHash,
    at: isInstant,
    keyId: isText,
    signature: isText,
    consistency: isListOf(isHash),
  },
  end: { sha256: isHash },
};
const ORDER = Object.keys(KINDS);
const FIELDS = new Map(Object.entries(KINDS).map(([kind, shape]) => [kind, Object.entries(shape)]));
/** These stand in the file exactly once. */
const SINGLE = ['pack', 'policy', 'agenda', 'proof', 'end'];

function parsed(text, line) {
  let row;
  try {
    row = JSON.parse(text);
  } catch {
    throw new Difference(line, 'this is no JSON');
  }
  const fields = isObject(row) ? FIELDS.get(row.kind) : undefined;
  if (fields === undefined) throw new Difference(line, 'a line of an unknown kind');
  for (const [name, isRight] of fields)
    if (!isRight(row[name]))
      throw new Difference(line, `the field ${name} of this ${row.kind} is missing or malformed`);
  // All are there; one more than those and `kind` is a stranger.
  if (Object.keys(row).length !== fields.length + 1)
    throw new Difference(line, `this ${row.kind} has a field that no pack has`);
  // One way to write every line: no blanks, no doubled keys, no second spelling of a number or a letter.
  if (JSON.stringify(row) !== text) throw new Difference(line, `this ${row.kind} is not written as packs write it`);
  return row;
}

/**
 * Nine of ten lines are these two. One that looks exactly so is as packs write it, without being parsed and written again; what does not
 * (a larger number, a letter beyond ASCII, a mistake) is read by `parsed`, which also says what is wrong.
 */
const NUMBER = '([1-9]\\d{0,14})';
const HEX = '([0-9a-f]{64})';
const RIGHT = new RegExp(
  `^{"kind":"right","rightNo":${NUMBER},"headNo":${NUMBER},"countsHead":(true|false),"areaDm2":(0|[1-9]\\d{0,14}),"holder":"${HEX}"}$`,
);
const BALLOT = new RegExp(
  `^{"kind":"ballot","seq":${NUMBER},"rightNo":${NUMBER},"channel":"(electronic|paper|platform)","castAt":"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)",` +
    `"isVoid":(true|false),"choices":({[ -|~]*}),"salt":"${HEX}","commitment":"${HEX}","leafHash":"${HEX}"}$`,
);

/** The row of such a line; undefined: it is none. `known`: what ballots have said so far. */
function plain(bytes, known) {
  const text = bytes.latin1Slice();
  const ballot = BALLOT.exec(text);
  if (ballot === null) return plainRight(text);
  const said = known.get(ballot[6]);
  const castAt = ownCopy(ballot[4]);
  // Who says something for the first time is parsed, and its choices with it.
  if (said === undefined || Number.isNaN(Date.parse(castAt))) return undefined;
  return {
    kind: 'ballot',
    seq: +ballot[1],
    rightNo: +ballot[2],
    channel: ballot[3],
    castAt,
    isVoid: ballot[5] === 'true',
    choices: said.choices,
    said,
    salt: ballot[7],
    commitment: ballot[8],
    leafHash: ballot[9],
  };
}

function plainRight(text) {
  const right = RIGHT.exec(text);
  if (right === null) return undefined;
  const [, rightNo, headNo, countsHead, areaDm2, holder] = right;
  return {
    kind: 'right',
    rightNo: +rightNo,
    headNo: +headNo,
    countsHead: countsHead === 'true',
    areaDm2: +areaDm2,
    holder: ownCopy(holder),
  };
}

/** A piece of a text keeps the whole of it in memory. */
const ownCopy = (piece) => Buffer.from(piece, 'latin1').latin1Slice();

// ---- the recount ----------------------------------------------------------------------------------------------------------------------

/**
 * Takes the bytes of a pack as they come (`write`) and answers at the end (`finish`). Both throw Difference or Unreadable.
 * Kept of each ballot: what the count needs, and one hash.
 */
function openRecount() {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const soFar = createHash('sha256');
  const found = {
    rights: [],
    deliveries: [],
    ballots: [],
    rulings: [],
    acts: [],
    checkpoints: [],
    choices: new Map(),
    holderOf: new Map(),
    headOf: new Map(),
    salts: new Hashes(),
    tree: new Tree(),
  };
  let [line, at, rest, digest] = [0, -1, Buffer.alloc(0), null];

  /** A line without its end. */
  function read(bytes) {
    const row = plain(bytes, found.choices) ?? parsed(decoded(bytes), line);
    if (line === 1 && row.kind !== 'pack') throw new Difference(line, 'it does not begin with the head of a pack');
    return row;
  }

  /** `hashAbove` brings the digest up to this line. */
  function takeLine(bytes, hashAbove) {
    line += 1;
    let row;
    try {
      if (digest !== null) throw new Difference(line, 'the file goes on behind its last line');
      row = read(bytes);
    } catch (error) {
      if (line === 1 && error instanceof Difference) throw new Unreadable(`this is no pack: ${error.message}`);
      throw error;
    }
    takeTurn(row.kind);
    if (row.kind === 'end') {
      hashAbove();
      digest = soFar.digest('hex');
      if (digest !== row.sha256)
        throw new Difference(line, `the lines above have SHA-256 ${digest}, not the one that is written here`);
    } else TAKE[row.kind](found, row, line);
  }

  function decoded(bytes) {
    try {
      return utf8.decode(bytes);
    } catch {
      throw new Difference(line, 'this is no UTF-8');
    }
  }

  /** Kinds come in their order, the single ones once, and none of those is left out. */
  function takeTurn(kind) {
    const turn = ORDER.indexOf(kind);
    const isRepeat = turn === at && SINGLE.includes(kind);
    const skipped = ORDER.slice(at + 1, Math.max(turn, at + 1)).find((other) => SINGLE.includes(other));
    if (turn < at || isRepeat) throw new Difference(line, `a line ${kind} does not belong here`);
    if (skipped !== undefined) throw new Difference(line, `the line ${skipped} is missing before this one`);
    at = turn;
  }

  return {
    write(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = bytes.indexOf(10, rest.length); end !== -1; end = bytes.indexOf(10, from)) {
        takeLine(bytes.subarray(from, end), () => soFar.update(bytes.subarray(0, from)));
        from = end + 1;
      }
      if (digest === null) soFar.update(bytes.subarray(0, from));
      // A copy, since whoever gave the chunk may use its memory again.
      rest = Buffer.from(bytes.subarray(from));
    },
    finish() {
      if (line === 0) throw new Unreadable('this is no pack: it has no line');
      if (rest.length > 0) throw new Difference(line + 1, 'the file ends in the middle of a line');
      if (digest === null) throw new Difference(line, 'the file ends before its last line');
      return judged(found);
    },
  };
}

const TAKE = {
  pack(found, row) {
    found.head = row;
    found.keys = new Map(
      row.keys.map(({ kid, x }) => [kid, { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }]),
    );
  },
  policy(found, row) {
    found.policy = row.vote;
  },
  agenda(found, row) {
    found.agenda = row.items;
  },

  right(found, right, line) {
    if (right.rightNo !== found.rights.length + 1) throw new Difference(line, `right ${right.rightNo} is out of order`);
    const { holderOf, headOf } = found;
    if ((holderOf.get(right.headNo) ?? right.holder) !== right.holder)
      throw new Difference(line, `right ${right.rightNo} has the head ${right.headNo}, but another holder`);
    if ((headOf.get(right.holder) ?? right.headNo) !== right.headNo)
      throw new Difference(line, `right ${right.rightNo} has the holder of head ${headOf.get(right.holder)}`);
    holderOf.set(right.headNo, right.holder);
    headOf.set(right.holder, right.headNo);
    const { rightNo, headNo, countsHead, areaDm2 } = right;
    found.rights.push({ rightNo, headNo, countsHead, areaDm2 });
  },

  delivery(found, delivery, line) {
    const last = found.deliveries.at(-1);
    const isNext = last === undefined || delivery.rightNo > last.rightNo;
    if (!isNext && (delivery.rightNo !== last.rightNo || delivery.deliveryNo <= last.deliveryNo))
      throw new Difference(line, `delivery ${delivery.deliveryNo} of right ${delivery.rightNo} is out of order`);
    if (delivery.rightNo > found.rights.length)
      throw new Difference(line, `a delivery to right ${delivery.rightNo}, which the roll does not have`);
    if (delivery.result === 'delivered' && delivery.proofSha256 === null)
      throw new Difference(line, 'a delivery without its proof');
    found.deliveries.push(delivery);
  },

  ballot(found, ballot, line) {
    const { seq, rightNo, channel, castAt, isVoid, choices, salt, commitment, leafHash } = ballot;
    const { voteId, rollHash, opensAt, closesAt } = found.head;
    if (seq !== found.tree.size + 1) throw new Difference(line, `ballot ${seq} is in place ${found.tree.size + 1}`);
    if (rightNo > found.rights.length)
      throw new Difference(line, `ballot ${seq} is of right ${rightNo}, which the roll does not have`);
    if (castAt < opensAt || castAt >= closesAt)
      throw new Difference(line, `ballot ${seq} was cast outside the time for voting`);
    const said = ballot.said ?? sameChoices(found, choices);
    if (said.fault !== null) throw new Difference(line, `ballot ${seq} ${said.fault}`);
    const vote = JSON.stringify(voteId);
    const content = `{"channel":"${channel}","choices":${said.text},"isVoid":${isVoid},"rightNo":${rightNo},"schemaVersion":1,"voteId":${vote}}`;
    if (saltedHash(salt, content) !== commitment)
      throw new Difference(line, `ballot ${seq} is not the ballot that its receipt commits to`);
    const leaf = leafOf(
      `{"castAt":"${castAt}","commitment":"${commitment}","rightId":"${rightNo}","rollHash":"${rollHash}","schemaVersion":1,"seq":${seq},"voteId":${vote}}`,
    );
    if (hexOf(leaf) !== leafHash) throw new Difference(line, `ballot ${seq} has another leaf hash`);
    found.tree.add(leaf);
    found.ballots.push({ seq, rightNo, channel, castAt, isVoid, choices: said.choices });
    found.salts.pushHex(salt);
  },

  ruling(found, { seq, remedy }, line) {
    const last = found.rulings.at(-1);
    if (last !== undefined && seq <= last.seq)
      throw new Difference(line, `the ruling on ballot ${seq} is out of order`);
    if (seq > found.tree.size) throw new Difference(line, `a ruling on ballot ${seq}, which is not here`);
    found.rulings.push({ seq, remedy });
  },

  act(found, act, line) {
    const last = found.acts.at(-1);
    if (last !== undefined && act.seq <= last.seq) throw new Difference(line, `act ${act.seq} is out of order`);
    found.acts.push(act);
  },
  proof(found, row, line) {
    found.proof = row.proof;
    found.proofLine = line;
  },

  checkpoint(found, checkpoint, line) {
    const no = checkpoint.checkpointNo;
    if (no !== found.checkpoints.length + 1) throw new Difference(line, `checkpoint ${no} is out of order`);
    found.checkpoints.push({ ...checkpoint, line });
  },
};

/** Ballots that say the same share one object and its canonical text: many do. */
function sameChoices({ choices: known, agenda }, choices) {
  const spelling = JSON.stringify(choices);
  let said = known.get(spelling);
  if (said === undefined) {
    said = { choices, text: canonical(choices), fault: faultOfChoices(choices, agenda) };
    known.set(spelling, said);
  }
  return said;
}

/** What no ballot may say: the door should have refused it. */
function faultOfChoices(choices, agenda) {
  for (const [itemId, answer] of Object.entries(choices)) {
    const item = agenda.find((one) => one.itemId === itemId);
    if (item === undefined) return `answers ${itemId}, which is not on the agenda`;
    if (answer.length === 0 || answer === 'spoiled' || answer === 'abstain') continue;
    const names = [].concat(answer);
    const known = { yesNo: ['yes', 'no'], choice: item.optionIds, election: item.candidateIds }[item.kind];
    const most = item.kind === 'election' ? item.seats : 1;
    if (Array.isArray(answer) !== (item.kind === 'election')) return `answers ${itemId} in the wrong form`;
    if (!names.every((name) => known.includes(name))) return `answers ${itemId} with what cannot be chosen`;
    if (new Set(names).size !== names.length || names.length > most) return `names more for ${itemId} than it may`;
  }
  return null;
}

/** Every checkpoint is signed, true of these ballots, and shown to have grown out of the one before. */
function judgeCheckpoints(found) {
  let before = { size: 0, root: hexOf(sha256(Buffer.alloc(0))) };
  for (const checkpoint of found.checkpoints) {
    const { checkpointNo: no, size, root, consistency, line } = checkpoint;
    const verdict = judgeCheckpoint({ ...checkpoint, voteId: found.head.voteId }, found);
    if (verdict !== 'consistent') throw new Difference(line, `checkpoint ${no}: ${CHECKPOINT_SENTENCES[verdict]}`);
    const proof = consistency.map((hash) => Buffer.from(hash, 'hex'));
    if (!isConsistent(before.size, Buffer.from(before.root, 'hex'), size, Buffer.from(root, 'hex'), proof))
      throw new Difference(line, `checkpoint ${no} is not shown to have grown out of the one before`);
    before = checkpoint;
  }
}

/** Everything was read: add up, and compare with what was published. */
function judged(found) {
  const { head, proof, proofLine: line, tree } = found;
  judgeCheckpoints(found);
  const differ = (sentence) => {
    throw new Difference(line, sentence);
  };
  const counted = found.rights.length;
  if (counted !== head.rightCount) differ(`the roll has ${head.rightCount} rights, the pack ${counted}`);
  const root = hexOf(tree.root());
  if (proof.schemaVersion !== 1) differ('the proof sheet has a version that this program does not know');
  if (proof.ballotCount !== tree.size) differ(`published are ${proof.ballotCount} ballots, the pack has ${tree.size}`);
  if (proof.ballotRoot !== root) differ(`the published root is ${proof.ballotRoot}, the recounted one ${root}`);
  if (proof.rollHash !== head.rollHash) differ('the proof sheet rests on another roll');
  if (proof.closedAt !== head.closesAt) differ('the proof sheet has another close');
  const second = recount({
    rights: found.rights,
    ballots: found.ballots,
    struck: found.rulings.filter(({ remedy }) => remedy === 'struck').map(({ seq }) => seq),
    delivered: found.deliveries
      .filter(({ result, deliveredAt }) => result === 'delivered' && deliveredAt < head.closesAt)
      .map(({ rightNo }) => rightNo),
    agenda: found.agenda,
    policy: found.policy,
  });
  withLots(second.binding, proof.binding, found.agenda, differ);
  for (const part of ['totals', 'binding', 'comparison']) {
    const difference = firstDifference(withZeros(part, proof[part], second[part]), second[part], part);
    if (difference !== null) differ(difference);
  }
  return { found, root, second };
}

/** An answer that nobody gave may stand in the totals with nothing, or not at all. */
function withZeros(part, published, own) {
  if (part !== 'totals' || !Array.isArray(published?.items)) return published;
  const items = published.items.map((item, index) => {
    const blanks = Object.entries(own.items[index]?.choices ?? {}).filter(
      ([, weight]) => weight.heads + weight.areaDm2 === 0,
    );
    return { ...item, choices: { ...Object.fromEntries(blanks), ...item.choices } };
  });
  return { ...published, items };
}

/** Where a tie was settled by lot, its winners are taken over, if they are as many as seats were left and all had tied. */
function withLots(own, published, agenda, differ) {
  for (const [index, item] of own.items.entries()) {
    const drawn = published?.items?.[index]?.byLot;
    if (!Array.isArray(drawn) || drawn.length === 0) continue;
    const seats = agenda[index].kind === 'election' ? agenda[index].seats : 1;
    const isFit =
      drawn.length === seats - item.elected.length &&
      new Set(drawn).size === drawn.length &&
      drawn.every((id) => item.tied.includes(id));
    if (!isFit) differ(`the lot for ${item.itemId} does not fit its tie`);
    Object.assign(item, { outcome: 'passed', elected: [...item.elected, ...drawn], tied: [], byLot: drawn });
    for (const approval of item.approvals) approval.isElected = item.elected.includes(approval.id);
  }
}

/** In words, the first place in which two values differ; null: none. */
function firstDifference(published, own, where) {
  const areBoth = (test) => test(published) && test(own);
  if (!areBoth(isObject) && !areBoth(Array.isArray)) {
    if (Object.is(published, own)) return null;
    return `${where} is published as ${JSON.stringify(published)}, the recount gives ${JSON.stringify(own)}`;
  }
  const names = [...new Set([...Object.keys(published), ...Object.keys(own)])];
  for (const name of names) {
    const difference = firstDifference(published[name], own[name], `${where}.${name}`);
    if (difference !== null) return difference;
  }
  return null;
}

// ---- what single people keep ------------------------------------------------------------------------------------------------------------

function isSigned(text, keyId, signature, keys) {
  if (!keys.has(keyId)) return false;
  try {
    return verify(null, text, createPublicKey(keys.get(keyId)), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

const CHECKPOINT_SENTENCES = {
  notGenuine: 'it is not signed by a key of this pack for this vote',
  lostTail: 'it has more ballots than the pack: the end of the log was lost',
  forked: 'its root is another: the log was forked',
};

/** What a kept checkpoint says of the ballots of a pack: `consistent`, `forked`, `lostTail`; or it is `notGenuine` itself. */
function judgeCheckpoint({ voteId, size, root, at, keyId, signature }, { head, keys, tree }) {
  const text = Buffer.from(`gongzhi-checkpoint\nEd25519\n${keyId}\n${voteId}\n${size}\n${root}\n${at}\n`, 'utf8');
  if (!isCount(size) || !isHash(root) || !isText(signature)) return 'notGenuine';
  // Base64url has spare bits at its end: only the one spelling that decodes and encodes to itself is taken.
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) return 'notGenuine';
  if (voteId !== head.voteId || !isSigned(text, keyId, signature, keys)) return 'notGenuine';
  if (size > tree.size) return 'lostTail';
  return hexOf(tree.root(size)) === root ? 'consistent' : 'forked';
}

/** The line of a notice or a QR code, in which the vote stands by its first letters: the signature covers the id that the pack has. */
function checkpointOfLine(line, { head }) {
  const [, start, size, root, ms, keyId, signature] =
    /^gongzhi-cp1\.([0-9a-f]{8})\.(0|[1-9]\d{0,8})\.([\w-]{43})\.(\d{1,14})\.([a-z0-9]{1,16})\.([\w-]{86})$/.exec(
      line,
    ) ?? [];
  if (start === undefined) throw new Unreadable('this is no line of a checkpoint');
  const voteId = head.voteId.startsWith(start) ? head.voteId : start;
  const at = new Date(Number(ms)).toISOString();
  return { voteId, size: Number(size), root: hexOf(Buffer.from(root, 'base64url')), at, keyId, signature };
}

const keptCheckpoint = (given, found) =>
  given.startsWith('gongzhi-cp1.') ? checkpointOfLine(given.trim(), found) : readJson(given);

/** Why a receipt does not show its ballot to be in the pack; null: it does. `kept` is `{ receipt, salt }` or the receipt alone. */
function receiptFault(kept, { head, keys, tree, salts }) {
  const receipt = kept?.receipt ?? kept;
  if (!isObject(receipt) || !isNumber(receipt.seq)) return 'this is no receipt';
  const { voteId, seq, rightId, commitment, rollHash, castAt, keyId, alg, signature, batch } = receipt;
  if (voteId !== head.voteId) return 'the receipt is of another vote';
  const leafText = canonical({ schemaVersion: 1, voteId, seq, rightId, commitment, rollHash, castAt });
  const leaf = leafOf(leafText);
  let signed = Buffer.from(`gongzhi-receipt\nEd25519\n${keyId}\n${leafText}`, 'utf8');
  if (alg === 'Ed25519-batch') {
    const path = isObject(batch) && isListOf(isHash)(batch.path) ? batch.path : [];
    const batchRoot = rootFromPath(
      leaf,
      batch?.index,
      batch?.size,
      path.map((hash) => Buffer.from(hash, 'hex')),
    );
    if (batchRoot === undefined) return 'the receipt contradicts itself';
    signed = Buffer.from(`gongzhi-receipt\nEd25519-batch\n${keyId}\n${batch.size}\n${hexOf(batchRoot)}\n`, 'utf8');
  }
  if (!isText(signature) || !isSigned(signed, keyId, signature, keys))
    return 'the receipt is not signed by a key of this pack';
  if (seq > tree.size) return `the receipt is for ballot ${seq}, the pack ends with ${tree.size}`;
  const root = rootFromPath(leaf, seq - 1, tree.size, tree.path(seq - 1));
  if (!root.equals(tree.root())) return `ballot ${seq} of the pack is not the one on the receipt`;
  if (kept.salt !== undefined && kept.salt !== hexOf(salts.at(seq - 1)))
    return `ballot ${seq} opens with another salt than the voter's`;
  return null;
}

// ---- the program ------------------------------------------------------------------------------------------------------------------------------

const USAGE = "usage: npm run recount -- FILE [--receipt RECEIPT.json] [--checkpoint CHECKPOINT.json|'LINE']";

async function main(args) {
  const call = readCall(args);
  const running = openRecount();
  for await (const chunk of createReadStream(call.file, { highWaterMark: 1 << 18 })) running.write(chunk);
  const { found, root, second } = running.finish();
  const { tree, rights, checkpoints, head } = found;
  console.log(`vote ${head.voteId}: ${rights.length} rights, ${tree.size} ballots, root ${root}`);
  for (const { itemId, outcome, participation } of second.binding.items)
    console.log(`  ${itemId}: ${outcome}; heads ${part(participation.heads)}, area ${part(participation.area)}`);
  console.log(`${checkpoints.length} checkpoints, each signed and grown out of the one before`);
  if (call.receipt !== undefined) {
    const fault = receiptFault(readJson(call.receipt), found);
    if (fault !== null) throw new Difference(null, fault);
    console.log('receipt: signed, and its ballot is under the root / 回执：签名有效，选票已在其中');
  }
  if (call.checkpoint !== undefined) {
    const verdict = judgeCheckpoint(keptCheckpoint(call.checkpoint, found), found);
    if (verdict !== 'consistent') throw new Difference(null, `the kept checkpoint: ${CHECKPOINT_SENTENCES[verdict]}`);
    console.log('kept checkpoint: consistent / 留存的检查点：一致');
  }
  console.log('everything agrees / 复核一致');
  const outcomes = Object.fromEntries(second.binding.items.map(({ itemId, outcome }) => [itemId, outcome]));
  const { voteId } = head;
  return { recount: 'agrees', voteId, rights: rights.length, ballots: tree.size, root, outcomes };
}

const part = ({ part: some, whole, num, den }) => `${some} of ${whole} (needs ${num}/${den})`;

function readCall(args) {
  const call = {};
  for (let index = 0; index < args.length; index += 1) {
    const name = /^--(receipt|checkpoint)$/.exec(args[index])?.[1];
    if (name !== undefined) call[name] = args[(index += 1)];
    else if (args[index].startsWith('-') || call.file !== undefined) throw new Unreadable(USAGE);
    else call.file = args[index];
    if (name !== undefined && call[name] === undefined) throw new Unreadable(USAGE);
  }
  if (call.file === undefined) throw new Unreadable(USAGE);
  return call;
}

function readJson(file) {
  const text = readFileSync(file, 'utf8');
  try {
    const value = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below, for whatever is no object.
  }
  throw new Unreadable(`${file} holds no JSON object`);
}

module.exports = {
  Difference,
  Tree,
  Unreadable,
  checkpointOfLine,
  isConsistent,
  judgeCheckpoint,
  openRecount,
  receiptFault,
  rootFromPath,
};

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (result) => console.log(JSON.stringify(result)),
    (error) => {
      const isDifference = error instanceof Difference;
      console.log(isDifference ? `it differs / 不一致: ${error.message}` : `unreadable / 无法读取: ${error.message}`);
      const line = isDifference ? { line: error.line } : {};
      console.log(JSON.stringify({ recount: isDifference ? 'differs' : 'unreadable', ...line, why: error.message }));
      process.exitCode = isDifference ? 1 : 2;
    },
  );
}
