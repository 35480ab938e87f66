// The archive of a process, litigation holds, erasure of texts.
import { Readable } from 'node:stream';
import { archiveLines } from '../../store/archive/export-archive';
import { eraseText, holdsOf, setHold, type HoldEntry } from '../../store/archive/holds';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { Context, Handlers } from '../context';
import { archiveOperations as rows } from '../contracts/archive';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';

interface Asked {
  params: { processId: string };
  body: { commandId: string; reasonText: string };
}

export function createArchiveRoutes({ pool, time, keyRing }: Deps): Handlers<typeof rows> {
  const { signing } = receiptKeys(keyRing);
  const ordered = ({ params, body }: Asked, context: Context, at: Date) => ({
    ...{ processId: params.processId, commandId: body.commandId, reasonText: body.reasonText },
    ...{ accountId: context.caller().accountId, at },
  });

  return {
    async downloadArchive({ params: { processId } }) {
      return {
        contentType: 'application/x-ndjson',
        fileName: `archive-${processId}.ndjson`,
        content: Readable.from(withLineFeeds(archiveLines(pool, processId, signing, await time.now()))),
      };
    },

    async listHolds({ params: { processId } }) {
      return shown(await holdsOf(pool, processId));
    },

    placeHold: (asked, context) =>
      oncePerCommand(rows.placeHold, asked, context, async (tx, at) =>
        shown(await setHold(tx, true, ordered(asked, context, at))),
      ),

    liftHold: (asked, context) =>
      oncePerCommand(rows.liftHold, asked, context, async (tx, at) =>
        shown(await setHold(tx, false, ordered(asked, context, at))),
      ),

    eraseText: (asked, context) =>
      oncePerCommand(rows.eraseText, asked, context, async (tx, at) => {
        const { sha256 } = asked.params;
        await eraseText(tx, sha256, ordered(asked, context, at));
        return { sha256 };
      }),
  };
}

const shown = (entries: readonly HoldEntry[]) => ({
  isHeld: entries.at(-1)?.isHeld ?? false,
  items: entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
});

async function* withLineFeeds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
