import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TaskId } from '#core/protocol';
import { formatCount, Icon } from '#page/frame';
import { exampleReport, partsOfReport } from './report-bytes.ts';

/** Bytes on one line of the dump. */
const LINE_BYTES = 16;
const EXAMPLE_TASK = '5a'.repeat(32) as TaskId;

interface Byte {
  readonly hex: string;
  readonly part: number;
}

function bytesWithParts(): Byte[] {
  const bytes = exampleReport(EXAMPLE_TASK);
  const owners = partsOfReport().flatMap((part, index) => Array.from({ length: part.bytes }, () => index));
  return [...bytes].map((byte, i) => ({ hex: byte.toString(16).padStart(2, '0'), part: owners[i] ?? -1 }));
}

function runsOf(line: readonly Byte[]): { readonly part: number; readonly text: string }[] {
  const runs: { part: number; text: string }[] = [];
  for (const { hex, part } of line) {
    const last = runs.at(-1);
    if (last?.part === part) last.text += ` ${hex}`;
    else runs.push({ part, text: hex });
  }
  return runs;
}

/** A report taken apart, byte for byte. */
export function WhatIsSent(): JSX.Element {
  const bytes = useMemo(bytesWithParts, []);
  const parts = partsOfReport();
  const lines = Array.from({ length: Math.ceil(bytes.length / LINE_BYTES) }, (_, i) => bytes.slice(i * LINE_BYTES, (i + 1) * LINE_BYTES));
  return (
    <section class="panel" aria-labelledby="sent-title">
      <h2 id="sent-title">What a device sends</h2>
      <p>One request per task and device, without cookie, name or address in it, {formatCount(bytes.length)} bytes for the mix. This example is written by the encoder that devices use; its contents are made up.</p>
      <div class="sent">
        <ol class="part-list">
          {parts.map((part, i) => (
            <li key={part.name} class={`part-item part-${i}`}>
              <p class="part-name"><span class="part-swatch" aria-hidden="true" />{part.name}{part.sealed && <span class="chip"><Icon name="lock" size={13} />sealed</span>}<span class="soft number part-bytes">{formatCount(part.bytes)} bytes</span></p>
              <p class="small soft">{part.meaning}</p>
            </li>
          ))}
        </ol>
        <pre class="dump" tabIndex={0} aria-label="Example report in hexadecimal">{lines.map((line, i) => <span key={i} class="dump-line">{runsOf(line).map((run, j) => <span key={j} class={`part-${run.part}`}>{run.text} </span>)}{'\n'}</span>)}</pre>
      </div>
    </section>
  );
}
