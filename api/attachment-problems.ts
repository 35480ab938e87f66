// Refusals of photos and recordings. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const ATTACHMENT_PROBLEMS = {
  'not-a-photo': {
    status: 422,
    title: {
      zh: '这不是能打开的照片（JPEG、PNG、WebP、HEIC）',
      en: 'Not a photo that can be opened (JPEG, PNG, WebP, HEIC)',
    },
  },
  'not-a-recording': {
    status: 422,
    title: {
      zh: '这不是能播放的录音（MP3、M4A、AAC、AMR、Opus、WAV）',
      en: 'Not a recording that can be played (MP3, M4A, AAC, AMR, Opus, WAV)',
    },
  },
  'photo-too-many-pixels': { status: 422, title: { zh: '照片像素过多', en: 'The photo has too many pixels' } },
  'too-many-attachments': {
    status: 409,
    title: { zh: '还没用上的附件太多，请先提交诉求', en: 'Too many attachments wait to be used: report first' },
  },
  'attachment-unknown': {
    status: 422,
    title: { zh: '附件不存在、已过期或不是您上传的', en: 'The attachment is unknown, expired or not yours' },
  },
} satisfies Record<string, ProblemKind>;
