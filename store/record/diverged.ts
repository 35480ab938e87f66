/**
 * Engine and record disagree about what happened last: one of them was restored to another time, or a row was changed by hand.
 * Never healed in silence: the engine's run ends, and only `npm run rebuild-engine -- --force` starts it again from the record.
 */
export class Diverged extends Error {
  constructor(
    readonly processId: string,
    readonly expectedSeq: number,
    readonly foundSeq: number,
  ) {
    super(`process ${processId}: the engine stands after event ${expectedSeq}, the record after ${foundSeq}`);
    this.name = 'Diverged';
  }
}
