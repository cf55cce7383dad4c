import { decodeKnowledge, decodeKnowledgeManifest, KNOWLEDGE_FILE, type Passage } from '#core/knowledge';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadBytes, Notice } from '#page/frame';
import { Breadcrumbs } from './lists.tsx';

/** Passages of the shop's knowledge file; none where it has none. */
async function loadPassages(): Promise<readonly Passage[]> {
  const manifestBytes = await loadBytes(`/catalogue/${KNOWLEDGE_FILE}`);
  const manifest = manifestBytes.ok ? decodeKnowledgeManifest(manifestBytes.value) : manifestBytes;
  const bytes = manifest.ok ? await loadBytes(`/catalogue/${manifest.value.knowledge}.json`) : manifest;
  const knowledge = bytes.ok ? decodeKnowledge(bytes.value) : bytes;
  return knowledge.ok ? knowledge.value.passages : [];
}

const pageOf = (address: string): string => address.split('#')[0] ?? '';
const anchorOf = (address: string): string => address.split('#')[1] ?? '';

/** A page of help, drawn from the very file that the assistant answers from, with the places that it cites. */
export function HelpPage({ path }: { path: string }): JSX.Element {
  const [passages, setPassages] = useState<readonly Passage[] | undefined>(undefined);
  useEffect(() => {
    const read = async (): Promise<void> => setPassages(await loadPassages());
    void read();
  }, []);
  const own = passages?.filter(({ address }) => pageOf(address) === path) ?? [];
  useEffect(() => {
    if (own.length > 0 && location.hash !== '') document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, [own.length, location.hash]);
  const [first] = own;
  const title = first === undefined ? 'Help' : (first.trail[0] ?? first.title);
  return (
    <div class="page help-page" lang={first?.language}>
      <Breadcrumbs way={[]}>{title}</Breadcrumbs>
      <header class="listing-head"><h1 tabIndex={-1}>{title}</h1></header>
      {passages !== undefined && own.length === 0 && <Notice title="There is nothing here"><a href="/help/contact">Contact</a></Notice>}
      {own.map(({ title: heading, lines, address }) => (
        <section key={address + heading} id={anchorOf(address) || undefined}>
          {heading !== title && <h2>{heading}</h2>}
          {lines.map((line) => <p key={line}>{line}</p>)}
        </section>
      ))}
    </div>
  );
}
