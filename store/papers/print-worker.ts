// The inside of the thread in which papers are printed. Fonts are read once, at its start; then one job after the other.
import { parentPort } from 'node:worker_threads';
import type { Sheet } from '../../papers/blocks';
import { renderDocx } from '../../papers/render-docx';
import { pdfPrinter } from '../../papers/render-pdf';
import { readFonts } from './fonts';

/** A file is asked for in parts, so that whoever asks is not held up by copying it: the sheets, some at a time, and then the format. */
export type PrintMessage = { sheets: readonly Sheet[] } | { format: 'pdf' | 'docx' };

const port = parentPort;
if (port === null) throw new Error('print-worker.ts runs in a worker thread only.');
const renderPdf = pdfPrinter(readFonts());
let waiting: Sheet[] = [];

async function print(format: 'pdf' | 'docx', sheets: readonly Sheet[]): Promise<void> {
  const bytes = new Uint8Array(await (format === 'pdf' ? renderPdf(sheets) : renderDocx(sheets)));
  port?.postMessage(bytes, [bytes.buffer]);
}

// A job that fails is an uncaught rejection: the thread ends, whoever waits hears why, and the next job gets a new thread.
port.on('message', (message: PrintMessage) => {
  if ('sheets' in message) {
    waiting.push(...message.sheets);
    return;
  }
  const sheets = waiting;
  waiting = [];
  void print(message.format, sheets);
});
