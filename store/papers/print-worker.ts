// The inside of the thread in which papers are printed. Fonts are read once, at its start; then one job after the other.
import { parentPort } from 'node:worker_threads';
import type { Sheet } from '../../papers/blocks';
import { renderDocx } from '../../papers/render-docx';
import { pdfPrinter } from '../../papers/render-pdf';
import { readFonts } from './fonts';

export interface PrintJob {
  format: 'pdf' | 'docx';
  sheets: readonly Sheet[];
}

const port = parentPort;
if (port === null) throw new Error('print-worker.ts runs in a worker thread only.');
const renderPdf = pdfPrinter(readFonts());

async function print({ format, sheets }: PrintJob): Promise<void> {
  const bytes = new Uint8Array(await (format === 'pdf' ? renderPdf(sheets) : renderDocx(sheets)));
  port?.postMessage(bytes, [bytes.buffer]);
}

// A job that fails is an uncaught rejection: the thread ends, whoever waits hears why, and the next job gets a new thread.
port.on('message', (job: PrintJob) => void print(job));
