import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { copyText, Icon, type PageConfig } from '#page/frame';

const LIMITS = [
  ['A shop can ship another script', 'Two servers protect against breach, insider, subpoena and curiosity, and make claims checkable. They cannot stop a shop that sends different code to its visitors.'],
  ['Correct noise rests on the helper', 'Seeds of noise cannot be published. As long as one of the two servers adds its noise, every shopper is covered; that is why an auditor should run the helper.'],
  ['The log has one cosigner', 'Leader and helper together could show two people two logs. An independent witness will close this gap.'],
  ['One device can spoil a round', 'In this version nothing proves that a masked update is within bounds. It reveals nobody, but it can hurt quality until the proof is in.'],
  ['Past sums cannot be recalled', 'Erasing your history ends your part in future rounds. It cannot take an update out of a sum that was opened before.'],
] as const;

/** What these checks do not show. */
export function Limits(): JSX.Element {
  return (
    <section class="panel half" aria-labelledby="limits-title">
      <h2 id="limits-title">What this page cannot show</h2>
      <dl class="limits">{LIMITS.map(([title, text]) => <div key={title}><dt>{title}</dt><dd>{text}</dd></div>)}</dl>
    </section>
  );
}

/** The same audit without this page, and the same data without any. */
export function Yourself({ config }: { config: PageConfig }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const line = `npm run homebird -- verify ${config.leaderUrl}`;
  const files = [['Rounds, JSON', '/v1/rounds'], ['Policy, JSON', '/v1/policy'], ['Manifest, signed', '/v1/manifest'], ['Log checkpoint, signed', '/log/checkpoint']] as const;
  return (
    <section class="panel half" aria-labelledby="yourself-title">
      <div class="panel-head">
        <h2 id="yourself-title">Without this page</h2>
        <button type="button" class="button plain" onClick={() => void copyText(line).then(setCopied)}><Icon name={isCopied ? 'check' : 'copy'} size={16} />{isCopied ? 'Copied' : 'Copy'}</button>
      </div>
      <p>This page comes from a server too. The same audit runs in your terminal, from source you can read.</p>
      <code class="code-line" tabIndex={0}>{line}</code>
      <ul class="file-links">{files.map(([label, path]) => <li key={path}><a href={config.leaderUrl + path}>{label}<Icon name="out" size={14} /></a></li>)}</ul>
    </section>
  );
}
