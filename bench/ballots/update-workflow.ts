// The rival that the short path replaces: one Temporal Update per ballot. Does as little as an Update can do.
import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';

export const castUpdate = defineUpdate<{ seq: number }, [{ commandId: string; rightNo: number; commitment: string }]>(
  'cast',
);
export const closeSignal = defineSignal('close');

export async function ballotBoxByUpdates(): Promise<number> {
  let seq = 0;
  let isClosed = false;
  setHandler(castUpdate, () => ({ seq: ++seq }));
  setHandler(closeSignal, () => void (isClosed = true));
  await condition(() => isClosed);
  return seq;
}
