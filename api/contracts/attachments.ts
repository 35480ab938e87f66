// Operations for photos and recordings. What is kept of a file is written in docs/intake.md.
import { z } from 'zod';
import { everyoneAt } from './access';
import { operation } from './operation';
import { commandId, instant, uuid } from './shapes';
import { sha256 } from './vote-shapes';

/** Above what any installation allows (GONGZHI_MAX_ATTACHMENT_MB). */
const MAX_BYTES = 20 * 1024 * 1024;

const attachment = z
  .strictObject({
    attachmentId: uuid,
    kind: z.enum(['photo', 'voice']),
    mediaType: z.string(),
    sha256: sha256.meta({ description: 'Of the file as it is kept; reports and commands name it by this' }),
    byteCount: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    uploadedAt: instant,
    expiresAt: instant.nullable().meta({ description: 'Null once a report or command has used it' }),
    reportId: uuid.nullable(),
  })
  .meta({ id: 'Attachment', description: 'A photo or recording without its bytes' });

/** Named by their hashes in reports and in commands to a problem. */
export const attachmentHashes = z.array(sha256).max(20).default([]);

export const attachmentOperations = {
  uploadAttachment: operation({
    id: 'uploadAttachment',
    method: 'post',
    path: '/v1/attachments',
    tag: 'attachments',
    summary: {
      zh: '上传照片或录音：按内容识别格式，照片去除位置等信息后重新编码',
      en: 'Upload a photo or recording; the type is read from its bytes, photos are encoded anew without place, time and camera',
    },
    access: { kind: 'signedIn' },
    // The body is the file, so the command id stands here.
    query: z.strictObject({ commandId, kind: z.enum(['photo', 'voice']) }),
    transport: 'upload',
    bodyLimit: MAX_BYTES,
    response: attachment,
    status: 201,
    problems: [
      'too-large',
      'not-a-photo',
      'not-a-recording',
      'photo-too-many-pixels',
      'too-many-attachments',
      'unavailable',
      'command-id-reused',
    ],
  }),
  getAttachment: operation({
    id: 'getAttachment',
    method: 'get',
    path: '/v1/attachments/{attachmentId}',
    tag: 'attachments',
    summary: {
      zh: '查看照片或录音',
      en: 'The file itself, for its uploader until it is used, then for whoever may see the problem',
    },
    access: { kind: 'signedIn' },
    params: z.strictObject({ attachmentId: uuid }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: [],
  }),
  listAttachments: operation({
    id: 'listAttachments',
    method: 'get',
    path: '/v1/problems/{processId}/attachments',
    tag: 'attachments',
    summary: { zh: '诉求的照片和录音', en: 'Photos and recordings of a problem, oldest first' },
    access: everyoneAt({ kind: 'process', param: 'processId' }),
    params: z.strictObject({ processId: uuid }),
    response: z.strictObject({ items: z.array(attachment) }),
    status: 200,
    problems: [],
  }),
};
