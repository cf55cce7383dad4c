import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { incidentsOf, modelHistoryOf } from '#core/audit';
import type { PolicyFile } from '#core/protocol';
import { copyText, Icon, type PageConfig } from '#page/frame';
import type { Audited } from './run.ts';

type Limit = readonly [title: string, text: string];

function logLimit(policy: PolicyFile | undefined): Limit {
  const witnesses = policy?.witnesses?.keys.length ?? 0;
  if (witnesses > 0) return ['Witnesses see the log, not the noise', `${witnesses === 1 ? 'One witness' : `${witnesses} witnesses`} and the helper sign the log. They keep it from being shown in two versions; they do not check what is in it. You just did.`];
  return ['The log has one cosigner', 'Leader and helper together could show two people two logs. An independent witness in the policy closes this gap.'];
}

function limitsOf(result: Audited | null): readonly Limit[] {
  return [
    ['A shop can ship another script', 'What is served to you now was compared with the log. A shop could still serve something else to somebody else; files with an integrity hash in the embed line, and others who check, make that hard to hide.'],
    ['Correct noise rests on the helper', 'Seeds of noise cannot be published. As long as one of the two servers adds its noise, every shopper is covered; that is why an auditor should run the helper.'],
    logLimit(result?.policy),
    ['A device can lie within its bound', 'Each update is proven to be no longer than the norm in its task, so that no device moves a sum further than any other. Which way it points is its own secret.'],
    ['Past sums cannot be recalled', 'Erasing your history ends your part in future rounds. It cannot take an update out of a sum that was opened before.'],
  ];
}

/** What these checks do not show. */
export function Limits({ result }: { result: Audited | null }): JSX.Element {
  return (
    <section class="panel half" id="limits" aria-labelledby="limits-title">
      <h2 id="limits-title">What this page cannot show</h2>
      <dl class="limits">{limitsOf(result).map(([title, text]) => <div key={title}><dt>{title}</dt><dd>{text}</dd></div>)}</dl>
    </section>
  );
}

function CommandLine({ label, line }: { label: string; line: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  return (
    <div class="command">
      <div class="panel-head"><p class="small">{label}</p><button type="button" class="link-button" onClick={() => void copyText(line).then(setCopied)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? 'Copied' : 'Copy'}</button></div>
      <code class="code-line" tabIndex={0}>{line}</code>
    </div>
  );
}

/** The result of this audit as a file, made here. */
function saveResult({ report, policyHash, history, source }: Audited): void {
  const { log, ...rest } = report;
  const text = JSON.stringify({ version: 1, policy: policyHash, checkpoint: log?.note, signatures: log?.signatures, sites: source.sites, ...rest, rounds: report.rounds.map(({ task: _task, ...round }) => round), history, modelHistory: modelHistoryOf(report), incidents: incidentsOf(report) }, null, 2);
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'homebird-audit.json';
  link.click();
  URL.revokeObjectURL(url);
}

const FILES = [
  ['The whole log, JSON', '/v1/audit.json'], ['Rounds, JSON', '/v1/rounds'], ['Policy, JSON', '/v1/policy'], ['Manifest, signed', '/v1/manifest'], ['Log checkpoint, signed', '/log/checkpoint'],
] as const;

/** The same audit without this page, and the same data without any. */
export function Yourself({ config, result }: { config: PageConfig; result: Audited | null }): JSX.Element {
  const line = `npm run homebird -- verify ${config.leaderUrl} --policy ${config.policy}`;
  return (
    <section class="panel half" id="yourself" aria-labelledby="yourself-title">
      <h2 id="yourself-title">Without this page</h2>
      <p>{result?.source.isAtHelper ? 'This page comes from the helper, which an auditor runs. ' : 'This page comes from a server too. '}The same audit runs in your terminal, from source you can read.</p>
      <CommandLine label="All of this page’s checks" line={line} />
      <CommandLine label="And the shop’s files against a build of your own" line={`node prepare.mjs build && ${line} --build dist`} />
      <ul class="file-links">{FILES.map(([label, path]) => <li key={path}><a href={config.leaderUrl + path}>{label}<Icon name="out" size={14} /></a></li>)}</ul>
      {result && <button type="button" class="button plain" onClick={() => saveResult(result)}>Save this result as JSON</button>}
    </section>
  );
}
