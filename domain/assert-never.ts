/** Ends an exhaustive switch: a new union member does not compile until it is handled. A broken invariant is a bug, so it throws. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
