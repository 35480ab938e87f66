// Types of pack.cjs for its callers in TypeScript. It reads bytes, so it names no type of the project.
import type { RecountResult } from './recount.cjs';

/** What was published and what was found differ; `line` counts from 1, null where it concerns no line of the pack. */
export class Difference extends Error {
  line: number | null;
}

/** The bytes are no pack at all. */
export class Unreadable extends Error {}

export class Tree {
  constructor(leaves?: readonly Buffer[]);
  readonly size: number;
  add(leaf: Buffer): void;
  root(size?: number): Buffer;
  path(index: number): Buffer[];
}

/** What was read; handed on to `receiptFault` and `judgeCheckpoint`. */
export interface Found {
  head: { voteId: string };
  tree: Tree;
  checkpoints: object[];
}

export function openRecount(): {
  write(chunk: Buffer): void;
  finish(): { found: Found; root: string; second: RecountResult };
};

export function receiptFault(kept: object, found: Found): string | null;
/** A checkpoint as it is printed on a notice, to be judged; throws Unreadable. */
export function checkpointOfLine(line: string, found: Found): object;
export function judgeCheckpoint(checkpoint: object, found: Found): 'consistent' | 'forked' | 'lostTail' | 'notGenuine';
export function rootFromPath(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined;
export function isConsistent(
  oldSize: number,
  oldRoot: Buffer,
  size: number,
  root: Buffer,
  proof: readonly Buffer[],
): boolean;
