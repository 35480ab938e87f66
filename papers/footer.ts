// The three lines at the foot of every page: what this is, on which article it rests, and how it can be checked.
import type { Footer } from './blocks';

export const footerLines = ({ title, processId, hash, article, issuedAt }: Footer, pageOfPages: string): string[] => [
  `${title}　程序编号 ${processId}　${pageOfPages}`,
  `依据：${article}　签发：${issuedAt}（北京时间）`,
  `文件摘要 SHA-256：${hash}`,
];
