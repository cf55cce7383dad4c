import type { JSX } from 'preact';
import type { Audience, BrandRules, Campaign, Delivery, Experiment } from '#core/campaigns';
import { formatCount, formatCountOf, formatMoment, formatShort } from '#page/frame';
import type { Audited } from './run.ts';

/** Campaigns drawn before a page would be long; the file holds them all. */
const MOST_CAMPAIGNS = 50;

/** Whom a campaign is meant for, list by list; '' for everybody. */
export function audienceText({ tags, categories, clusters, lifeCycles }: Audience): string {
  const lists: readonly (readonly [string, readonly (string | number)[]])[] = [['interested in', tags], ['looking at', categories], ['of portrait', clusters.map((cluster) => cluster + 1)], ['in life cycle', lifeCycles]];
  return lists.filter(([, { length }]) => length > 0).map(([what, names]) => `${what} ${names.join(' or ')}`).join(', and ');
}

/** What the merchant asks of every text beyond what each shop must; nothing where she wrote no rules. */
export function ruleTexts(rules: BrandRules | undefined): readonly string[] {
  if (!rules) return [];
  const { maxTitleLength, maxDescLength, maxCtaLength, banned, required, proofs, exclamations, allowsEmoji, allowsCapitals, excludedCategories } = rules;
  const quoted = (texts: readonly string[]): string => texts.map((text) => `“${text}”`).join(', ');
  return [
    `A title has at most ${maxTitleLength} characters, a description ${maxDescLength}, a call ${maxCtaLength}.`,
    `At most ${formatCountOf(exclamations, 'exclamation mark')}; emoji ${allowsEmoji ? 'may' : 'never'} stand in an ad, words in capitals ${allowsCapitals ? 'may' : 'do not'}.`,
    ...(banned.length > 0 ? [`Never says ${quoted(banned)}.`] : []),
    ...(required.length > 0 ? [`Always says ${quoted(required)}.`] : []),
    ...(excludedCategories.length > 0 ? [`Never speaks of ${quoted(excludedCategories)}.`] : []),
    ...Object.entries(proofs).map(([claim, proof]) => `May claim “${claim}”, for which the shop names as proof: ${proof}`),
  ];
}

function Aim({ campaign: { id, audience }, delivery }: { campaign: Campaign; delivery: Delivery }): JSX.Element {
  const [meant, served] = [audienceText(audience), delivery.campaigns[id]];
  return <td>{served?.isTargeted ? `shoppers ${meant}` : 'everybody'}{meant !== '' && !served?.isTargeted && <span class="soft row-note">meant for shoppers {meant}: not known to be 50 devices</span>}</td>;
}

function Campaigns({ campaigns, delivery }: { campaigns: readonly Campaign[]; delivery: Delivery }): JSX.Element {
  return (
    <>
      <div class="table-box" tabIndex={0} role="region" aria-label="Campaigns, a table that scrolls"><table class="data wrap-first">
        <caption class="hidden-text">Campaigns that devices choose among</caption>
        <thead><tr><th scope="col">Campaign</th><th scope="col">Shown to</th><th scope="col" class="end">Devices that show it</th><th scope="col" class="end">Views on one device</th><th scope="col">Until</th></tr></thead>
        <tbody>{campaigns.slice(0, MOST_CAMPAIGNS).map((campaign) => (
          <tr key={campaign.id} data-campaign={campaign.id}>
            <th scope="row">{campaign.advertiser}<span class="soft row-note">{campaign.id}</span></th>
            <Aim campaign={campaign} delivery={delivery} />
            <td class="end">{delivery.campaigns[campaign.id] ? `${formatShort(100 * (delivery.campaigns[campaign.id]?.passThrough ?? 0))} %` : 'none'}</td>
            <td class="end">{Object.entries(campaign.caps).map(([span, most]) => (span === 'total' ? `${formatCount(most)} in all` : `${formatCount(most)} a ${span}`)).join(', ') || 'the shop’s limits'}</td>
            <td>{formatMoment(campaign.endMs)}</td>
          </tr>
        ))}</tbody>
      </table></div>
      {campaigns.length > MOST_CAMPAIGNS && <p class="small soft">And {formatCount(campaigns.length - MOST_CAMPAIGNS)} more in the file.</p>}
    </>
  );
}

function ExperimentLine({ experiment: { id, kind, campaign, arms, endMs } }: { experiment: Experiment }): JSX.Element {
  return <li><span><b>{id}</b>: {kind === 'holdout' ? 'some devices see no ads of' : 'devices see different creatives of'} {campaign ?? 'all campaigns'}, {arms.map(({ name, thousandths }) => `${name} ${formatShort(thousandths / 10)} %`).join(', ')}, until {formatMoment(endMs)}</span></li>;
}

/** What ads go by now: two public files, the same for every device. Nothing where the shop advertises nothing. */
export function Ads({ result }: { result: Audited | null }): JSX.Element | null {
  const ads = result?.report.ads;
  if (!ads) return null;
  const { catalogue: { campaigns, rules }, delivery } = ads;
  const texts = ruleTexts(rules);
  return (
    <section class="panel" id="ads" aria-labelledby="ads-title">
      <h2 id="ads-title">Ads</h2>
      <p>Every device that allows ads loads these files whole and chooses by itself. Nobody is told which it chose. A campaign is shown to its audience alone only where published sums show that at least 50 devices stand in it, beyond the noise: counted again above for every delivery in the log.</p>
      {campaigns.length === 0 ? <p>No campaign is live.</p> : <Campaigns campaigns={campaigns} delivery={delivery} />}
      {delivery.experiments.length > 0 && <><h3 class="small">Experiments, split by each device’s own secret draw</h3><ul class="change-list small">{delivery.experiments.map((experiment) => <ExperimentLine key={experiment.id} experiment={experiment} />)}</ul></>}
      {texts.length > 0 && <><h3 class="small">The merchant’s rules for texts, which devices hold every ad to</h3><ul class="change-list small">{texts.map((text) => <li key={text}>{text}</li>)}</ul></>}
    </section>
  );
}
