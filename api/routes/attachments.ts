// Answers the operations of contracts/attachments.ts.
import { createHash, randomUUID } from 'node:crypto';
import {
  cleanFile,
  findAttachment,
  keepAttachment,
  listAttachments,
  readAttachment,
  type AttachmentView,
} from '../../store/attachments/attachments';
import type { Handlers } from '../context';
import { attachmentOperations as rows } from '../contracts/attachments';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { Problem, problem } from '../problems';
import { holdsOffice, maySeeProblem } from '../read-models/problem-access';
import { createTurns } from '../turns';

/** Decoding takes a core and up to 200 MB. */
const DECODED_AT_ONCE = 2;
const MAY_WAIT = 64;

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/mp4': 'm4a',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
};

export function createAttachmentRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, keyRing, time } = deps;
  const turns = createTurns(DECODED_AT_ONCE, MAY_WAIT);

  return {
    async uploadAttachment({ query, body: { bytes } }, context) {
      const { accountId } = context.caller();
      const { maxUnused, ...limits } = deps.config.attachments;
      if (bytes.length > limits.maxBytes) throw problem('too-large', { limitBytes: limits.maxBytes });
      const file = await turns.take(() => cleanFile(bytes, query.kind, limits));
      if (file === undefined) throw new Problem('unavailable', { reason: 'photos-busy' }, [], { 'Retry-After': '5' });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const asked = { params: {}, body: { ...query, sha256 } };
      return oncePerCommand(rows.uploadAttachment, asked, context, async (tx, at) =>
        attachmentAnswer(
          await keepAttachment(tx, keyRing, file, { attachmentId: randomUUID(), accountId, maxUnused, at }),
        ),
      );
    },

    async getAttachment({ params: { attachmentId } }, context) {
      const caller = context.caller();
      const found = await findAttachment(pool, attachmentId, await time.now());
      if (found === undefined) throw problem('not-found');
      const { problemId, uploadedBy, mediaType, forOffices } = found;
      const may =
        problemId === null
          ? uploadedBy === caller.accountId
          : (await maySeeProblem(pool, caller, problemId)) &&
            (!forOffices || (await holdsOffice(pool, caller, problemId)));
      if (!may) throw problem('not-found');
      // A browser that is led here shows nothing and runs nothing, whatever the bytes are.
      context.response.setHeader('X-Content-Type-Options', 'nosniff');
      context.response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
      return {
        contentType: mediaType,
        fileName: `${attachmentId}.${EXTENSIONS[mediaType] ?? 'bin'}`,
        content: readAttachment(keyRing, found),
      };
    },

    async listAttachments({ params }, context) {
      const isOffice = await holdsOffice(pool, context.caller(), params.processId);
      const found = await listAttachments(pool, params.processId, isOffice);
      return { items: found.map(attachmentAnswer) };
    },
  };
}

const attachmentAnswer = ({ uploadedAt, expiresAt, ...one }: AttachmentView) => ({
  ...one,
  uploadedAt: uploadedAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
});
