// The words and tables of an estate's public page. Every text from outside goes through `safe`.
import type { StatementBody } from '../domain/disclosure/figures';
import type { PublicProject } from '../domain/disclosure/public-project';
import { linesOf } from '../papers/kinds/disclosure';
import { sayDays, sayFen, sayPeriod } from '../papers/kinds/disclosure-words';
import { sayProjectState, saySource } from '../papers/kinds/project-words';
import { sayDay, sayInstant } from '../papers/say';
import type { publicAnswer } from './read-models/public-estate';

export type PublicPage = ReturnType<typeof publicAnswer>['answer'];

export const PAGE_STYLE = `
body{font-family:"Noto Serif CJK SC","Songti SC",SimSun,serif;max-width:50em;margin:1em auto;padding:0 1em;color:#111;background:#fff}
h1{font-size:1.5em}h2{font-size:1.2em;border-bottom:1px solid #999}h3{font-size:1.05em}
table{border-collapse:collapse;width:100%;margin:.5em 0}caption{text-align:left}
th,td{border:1px solid #999;padding:.3em .5em;text-align:left}td.amount{text-align:right;white-space:nowrap}
.hash{font-family:monospace;font-size:.8em;word-break:break-all}.old{color:#666}
@media print{body{max-width:none;margin:0;font-size:11pt}section{break-inside:avoid}}
`;

/** Text as HTML shows it, whatever is in it. */
export const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

export const estateHtml = (page: PublicPage): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(page.estate)} 阳光财务公示</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>${safe(page.estate)} 阳光财务公示</h1>
<p>${safe(page.street)} ${safe(page.community)}。本页仅列已公示内容，不含个人和住户信息；小区公告栏同时张贴。</p>
<h2>公共收益收支</h2>
${page.statements.length === 0 ? '<p>尚无已公示的报表。</p>' : page.statements.map(statementHtml).join('\n')}
<h2>微项目</h2>
${page.projects.length === 0 ? '<p>目前没有公开的微项目。</p>' : page.projects.map(projectHtml).join('\n')}
</body>
</html>
`;

function statementHtml(statement: PublicPage['statements'][number]): string {
  const { body, version, publishedAt, boardAt, closedAt, objections, isCorrected, sha256 } = statement;
  const shown = boardAt === null ? '尚未张贴' : `${sayDay(boardAt)}已张贴`;
  return `<section${isCorrected ? ' class="old"' : ''}>
<h3>${sayPeriod(body)}（第${version}版${isCorrected ? '，已被更正' : ''}）</h3>
<p>期间：${sayDays(body)}。数据截至${sayInstant(body.asOf)}；网上公示：${sayDay(publishedAt)}；公告栏：${shown}；
异议 ${objections.raised} 件，成立 ${objections.upheld} 件${closedAt === null ? '' : `；公示结束：${sayDay(closedAt)}`}。</p>
${table(
  ['资金', '项目', '金额'],
  body.funds.flatMap(linesOf).map(({ fund, item, amount }) => [fund, item, amount]),
)}
${projectsOf(body)}<p class="hash">校验码：${safe(sha256)}</p>
</section>`;
}

const projectsOf = ({ projects }: StatementBody): string =>
  projects.length === 0
    ? ''
    : table(
        ['微项目', '收款', '支出', '退款', '期末余额'],
        projects.map(({ receivedFen, spentFen, refundedFen, heldFen }, index) => [
          ...[String(index + 1), sayFen(receivedFen), sayFen(spentFen), sayFen(refundedFen), sayFen(heldFen)],
        ]),
      );

function projectHtml({ title, phase, outcome, nextAt, sources }: PublicProject): string {
  const next = nextAt === null ? '' : `；下一节点：${sayDay(nextAt)}`;
  return `<section>
<h3>${safe(title ?? '（标题已删除）')}</h3>
<p>状态：${safe(sayProjectState(phase, outcome))}${next}。</p>
${table(
  ['资金来源', '计划', '收款', '支出', '退款', '余额'],
  sources.map(({ sourceId, kind, plannedFen, receivedFen, spentFen, refundedFen, heldFen }) => [
    saySource(kind, sourceId),
    plannedFen === null ? '—' : sayFen(plannedFen),
    ...[receivedFen, spentFen, refundedFen, heldFen].map(sayFen),
  ]),
)}
</section>`;
}

/** Cells that end in 元 are amounts. */
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${safe(head)}</th>`).join('')}</tr></thead><tbody>
${rows.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`).join('\n')}
</tbody></table>`;

const cellHtml = (cell: string): string => `<td${cell.endsWith(' 元') ? ' class="amount"' : ''}>${safe(cell)}</td>`;
