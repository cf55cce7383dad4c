import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { proveEntry, type AuditedLog, type LeafProof, type LoadFile, type PlacedEntry } from '#core/audit';
import { isModelRound, type LogEntry } from '#core/protocol';
import { toHex, type Fault, type Result } from '#core/units';
import { formatCount, formatCountOf, Hash, Icon } from '#page/frame';
import { MODEL_NAMES } from './words.ts';

/** Entries on one page of the list. */
const PAGE_ENTRIES = 12;
const KINDS: Readonly<Record<LogEntry['type'], string>> = { task: 'Task', model: 'Model', given: 'Given model', round: 'Round', abandoned: 'Given up', config: 'Configuration', ads: 'Ads', delivery: 'Delivery', offers: 'Offers', prices: 'Prices', build: 'Build' };

function summaryOf(entry: LogEntry): JSX.Element {
  switch (entry.type) {
    case 'task': return <>A promise to devices <Hash value={entry.task} what="task id" /></>;
    case 'model': return <>{MODEL_NAMES[entry.model]}, {entry.round === 0 ? 'first' : `of round ${entry.round}`} <Hash value={entry.hash} what="model hash" /></>;
    case 'given': return <>{MODEL_NAMES[entry.model]}: a file the operator brought in <Hash value={entry.hash} what="model hash" /></>;
    case 'round': return <>Round {entry.record.round}, {formatCountOf(entry.record.leaderReports, 'report')} <Hash value={isModelRound(entry.record) ? entry.record.modelAfter : entry.record.sum} what={isModelRound(entry.record) ? 'model hash' : 'hash of the sum'} /></>;
    case 'abandoned': return <>Task given up unopened, by the helper’s word <Hash value={entry.task} what="task id" /></>;
    case 'config': return <>Policy <Hash value={entry.policy} what="policy hash" /> catalogue <Hash value={entry.catalogue} what="catalogue hash" /></>;
    case 'ads': return <>Campaigns <Hash value={entry.hash} what="ad catalogue hash" /></>;
    case 'delivery': return <>What servers worked out of ads <Hash value={entry.hash} what="delivery hash" /></>;
    case 'offers': return <>Coupons and bands of prices <Hash value={entry.hash} what="offers hash" /></>;
    case 'prices': return <>Prices, the same for everyone <Hash value={entry.hash} what="prices hash" /></>;
    case 'build': return <>{formatCountOf(Object.keys(entry.files).length, 'file')}</>;
  }
}

function Proof({ proof, root }: { proof: Result<LeafProof, Fault>; root: Uint8Array }): JSX.Element {
  if (!proof.ok) return <p class="small wrong-text" role="status">{proof.fault.message}</p>;
  const { leafHash, path, holds } = proof.value;
  return (
    <div class="proof" role="status">
      <p class="small"><span class={`chip ${holds ? 'good' : 'bad'}`}><Icon name={holds ? 'check' : 'cross'} size={14} />{holds ? 'Included' : 'Not included'}</span> {path.length === 0 ? 'It is the only entry.' : `${path.length === 1 ? 'One hash leads' : `${formatCount(path.length)} hashes lead`} from this entry to the signed root.`}</p>
      <ol class="path mono small">
        <li><span class="soft">leaf</span> <code>{toHex(leafHash)}</code></li>
        {path.map((hash, i) => <li key={i}><span class="soft">with</span> <code>{toHex(hash)}</code></li>)}
        <li class={holds ? 'path-root' : ''}><span class="soft">root</span> <code>{toHex(root)}</code></li>
      </ol>
    </div>
  );
}

function Entry({ placed, log, load }: { placed: PlacedEntry; log: AuditedLog; load: LoadFile }): JSX.Element {
  const [proof, setProof] = useState<Result<LeafProof, Fault> | 'asking' | null>(null);
  const prove = (): void => {
    setProof('asking');
    void proveEntry(log.checkpoint, placed, load).then(setProof);
  };
  return (
    <li class="entry" data-leaf={placed.leaf}>
      <span class="number soft">{formatCount(placed.leaf)}</span>
      <span class="chip">{KINDS[placed.entry.type]}</span>
      <span class="entry-text">{summaryOf(placed.entry)}</span>
      <button type="button" class="link-button" disabled={proof === 'asking'} onClick={prove} aria-label={`Prove entry ${placed.leaf}`}>{proof === 'asking' ? 'Proving …' : 'Prove'}</button>
      {proof !== null && proof !== 'asking' && <Proof proof={proof} root={log.checkpoint.root} />}
    </li>
  );
}

/** Every entry, newest first, each with its proof on demand: from the hash tiles alone, as a device does it. */
export function Entries({ log, load }: { log: AuditedLog; load: LoadFile }): JSX.Element {
  const [kind, setKind] = useState<LogEntry['type'] | 'all'>('all');
  const [page, setPage] = useState(0);
  const kinds = [...new Set(log.entries.map(({ entry }) => entry.type))];
  const wanted = kind === 'all' ? log.entries : log.entries.filter(({ entry }) => entry.type === kind);
  const pages = Math.max(1, Math.ceil(wanted.length / PAGE_ENTRIES));
  const from = wanted.length - (page + 1) * PAGE_ENTRIES;
  const shown = wanted.slice(Math.max(0, from), from + PAGE_ENTRIES).toReversed();
  const choose = (next: LogEntry['type'] | 'all'): void => {
    setKind(next);
    setPage(0);
  };
  return (
    <div class="entries">
      <div class="panel-head">
        <h3>Entries</h3>
        <div class="filters" role="group" aria-label="Kinds of entries">
          {(['all', ...kinds] as const).map((name) => <button key={name} type="button" class="filter" aria-pressed={kind === name} onClick={() => choose(name)}>{name === 'all' ? 'All' : KINDS[name]}</button>)}
        </div>
      </div>
      <ul class="entry-list">{shown.map((placed) => <Entry key={placed.leaf} placed={placed} log={log} load={load} />)}</ul>
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="button plain" disabled={page === 0} onClick={() => setPage(page - 1)}>Newer</button>
          <span class="small soft number">{formatCount(page + 1)} of {formatCount(pages)}</span>
          <button type="button" class="button plain" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>Older</button>
        </div>
      )}
    </div>
  );
}
