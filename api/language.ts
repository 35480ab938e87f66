// Which of our two languages a request prefers (RFC 9110 §12.5.4). Chinese unless English is asked for with a higher weight.
import type { Lang } from './problems';

export function languageOf(header: string | undefined): Lang {
  if (header === undefined || header.length > 500) return 'zh';
  const weight = { zh: 0, en: 0 };
  for (const part of header.split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const lang = tag.split('-')[0];
    const q = parameters
      .map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
      .find((found) => found !== undefined);
    if (lang === 'zh' || lang === 'en') weight[lang] = Math.max(weight[lang], Number(q ?? 1));
  }
  return weight.en > weight.zh ? 'en' : 'zh';
}
