import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { embedLine, NEWEST_DEFAULTS, readTagBuild, TAG_RECORD, type TagBuild } from '#core/embed';
import { MAX_NOISE_TO_SIGNAL } from '#core/fedavg';
import { epsilonOf, FLOORS, floorsUnder } from '#core/privacy';
import { DAY_MS, WEEK_MS, YEAR_MS } from '#core/units';
import { copyText, formatCount, formatShort, formatTiny, Hash, Icon, loadJson, type PageConfig } from '#page/frame';
import type { Seen } from './watch.ts';
import { MODEL_NAMES, reportsFor } from './words.ts';

/** What every device insists on, whatever the shop asks for. */
export function Floors({ seen }: { seen: Seen }): JSX.Element {
  const floors = floorsUnder(seen.policy ?? {});
  const epsilon = (rho: number): string => formatShort(epsilonOf(rho, FLOORS.maxDelta));
  return (
    <section class="panel half" aria-labelledby="floors-title">
      <h2 id="floors-title">What devices insist on</h2>
      <p>These limits are part of the program on the shopper’s device. A shop can tighten them, never loosen them.</p>
      <dl class="facts">
        <div><dt>Fewest reports in an opened sum, k</dt><dd>{formatCount(floors.minBatch)}</dd></div>
        <div><dt>Noise of each server, z = σ / B</dt><dd>at least {formatShort(floors.minNoiseMultiplier)}</dd></div>
        <div><dt>Privacy budget of {Math.round(WEEK_MS / DAY_MS)} days</dt><dd>ρ {formatShort(floors.weekRho)}, ε {epsilon(floors.weekRho)}</dd></div>
        <div><dt>Privacy budget of {Math.round(YEAR_MS / DAY_MS)} days</dt><dd>ρ {formatShort(floors.yearRho)}, ε {epsilon(floors.yearRho)}</dd></div>
        <div><dt>δ</dt><dd>at most {formatTiny(FLOORS.maxDelta)}</dd></div>
      </dl>
    </section>
  );
}

/** How many shoppers each model needs, from its own rounds. */
export function Cohorts({ seen }: { seen: Seen }): JSX.Element {
  const models = seen.manifest ? (['mix', 't11'] as const).flatMap((model) => {
    const round = seen.rounds.findLast((record) => record.model === model);
    return round ? [{ model, round }] : [];
  }) : [];
  return (
    <section class="panel half" aria-labelledby="cohorts-title">
      <h2 id="cohorts-title">How many shoppers a model needs</h2>
      <p>Noise protects each shopper and is paid for with numbers: noise to signal, R, halves when twice as many report. Above R = {MAX_NOISE_TO_SIGNAL} the gate keeps the old model.</p>
      {models.length === 0 ? <p>Known with the first closed round.</p> : (
        <dl class="facts">
          {models.map(({ model, round }) => (
            <div key={model}><dt>{MODEL_NAMES[model].name}: {formatCount(round.leaderReports)} reports in round {round.round}, R {formatShort(round.noiseToSignal, 2)}</dt><dd>R = 1 from {formatCount(reportsFor(1, round.noiseToSignal, round.leaderReports))}</dd></div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** The line a shop pastes, with this deployment's own addresses. Before its build is known: of the file that moves on, which has no hash. */
function lineOf(config: PageConfig, build: TagBuild | undefined): string {
  const data = { shop: config.shopId, catalogue: /^https?:/.test(config.catalogueUrl) ? config.catalogueUrl : `${config.shopUrl}/catalogue/catalogue.json`, endpoint: config.leaderUrl, policy: config.policy, defaults: NEWEST_DEFAULTS };
  const tagFolder = `${config.shopUrl}/tag`;
  return embedLine(build ? { tagFolder, ...build, data } : { tagFolder, data }, true);
}

/** The build that this deployment serves, once it is read. */
function useTagBuild({ shopUrl }: PageConfig): TagBuild | undefined {
  const [build, setBuild] = useState<TagBuild | undefined>(undefined);
  useEffect(() => {
    const read = async (): Promise<void> => {
      const record = await loadJson(`${shopUrl}/tag/${TAG_RECORD}`, readTagBuild);
      if (record.ok) setBuild(record.value);
    };
    void read();
  }, [shopUrl]);
  return build;
}

/** How a shop installs Homebird, and which files this deployment stands for. */
export function Installation({ config, seen }: { config: PageConfig; seen: Seen }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const build = useTagBuild(config);
  const line = lineOf(config, build);
  return (
    <section class="panel" aria-labelledby="install-title">
      <div class="panel-head">
        <h2 id="install-title">Installation</h2>
        <button type="button" class="button plain" onClick={() => void copyText(line).then(setCopied)}><Icon name={isCopied ? 'check' : 'copy'} size={16} />{isCopied ? 'Copied' : 'Copy the line'}</button>
      </div>
      <p>One line in the head of every page. Shelves go where you write <code class="mono">&lt;homebird-shelf placement="home" count="8"&gt;&lt;/homebird-shelf&gt;</code>.{build && ' It names one build by its hash, which the browser checks: paste the new line when you want the next build.'}</p>
      <code class="code-line" tabIndex={0}>{line}</code>
      {seen.manifest && (
        <dl class="facts">
          <div><dt>Catalogue</dt><dd><Hash value={seen.manifest.catalogue} what="catalogue hash" /></dd></div>
          <div><dt>Policy that devices trust</dt><dd><Hash value={config.policy} what="policy hash" /></dd></div>
          <div><dt>Mix served now</dt><dd>round {seen.manifest.modelLeaves.mix.round} <Hash value={seen.manifest.models.mix} what="model hash" /></dd></div>
          <div><dt>Table of what goes with what</dt><dd>round {seen.manifest.modelLeaves.pairs.round} <Hash value={seen.manifest.models.pairs} what="model hash" /></dd></div>
          <div><dt>Encoder served now</dt><dd>round {seen.manifest.modelLeaves.t11.round} <Hash value={seen.manifest.models.t11} what="model hash" /></dd></div>
        </dl>
      )}
    </section>
  );
}
