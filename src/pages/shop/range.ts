import type { Product } from '#core/catalogue';

/** One department or a part of it. */
export interface CategoryNode {
  /** As the feed names it. */
  readonly name: string;
  /** As a shopper reads it. */
  readonly label: string;
  /** Address below `/category/`. */
  readonly path: string;
  readonly depth: number;
  readonly products: readonly Product[];
  /** Largest first. */
  readonly children: readonly CategoryNode[];
}

/** Everything the shop sells, arranged for browsing. */
export interface Range {
  readonly products: readonly Product[];
  readonly productById: ReadonlyMap<string, Product>;
  /** Departments, largest first. */
  readonly departments: readonly CategoryNode[];
  readonly nodeByPath: ReadonlyMap<string, CategoryNode>;
  /** Best sellers first where the feed says what sells, else its own order. */
  readonly byPopularity: readonly Product[];
}

/** Feeds put the product itself at the end of a long path; deeper than this nobody browses. */
const MAX_DEPTH = 3;
/** A part of a department with fewer products is not worth a stop on the way. */
const MIN_PART_PRODUCTS = 3;

/** `HOME decor` and `home decor` both read `Home decor`; mixed case is left as the shop spells it. */
export function readableName(name: string): string {
  const plain = name.replace(/[_-]+/g, ' ').trim();
  const isOneCase = plain === plain.toLowerCase() || (plain === plain.toUpperCase() && plain.length > 4);
  const lower = isOneCase ? plain.toLowerCase() : plain;
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

function slug(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'other';
}

interface Growing {
  readonly name: string;
  readonly path: string;
  readonly products: Product[];
  readonly children: Map<string, Growing>;
}

function grow(products: readonly Product[]): Map<string, Growing> {
  const roots = new Map<string, Growing>();
  for (const product of products) {
    let level = roots;
    let path = '';
    for (const name of product.category.slice(0, MAX_DEPTH)) {
      const key = slug(name);
      path += (path && '/') + key;
      const node: Growing = level.get(key) ?? { name, path, products: [], children: new Map() };
      level.set(key, node);
      node.products.push(product);
      level = node.children;
    }
  }
  return roots;
}

function settle(level: ReadonlyMap<string, Growing>, depth: number, nodeByPath: Map<string, CategoryNode>): CategoryNode[] {
  const nodes = [...level.values()].map((growing): CategoryNode => {
    const parts = settle(growing.children, depth + 1, nodeByPath).filter((part) => part.products.length >= MIN_PART_PRODUCTS);
    // A single part that holds everything is the same place under another name.
    const isSame = parts.length === 1 && parts[0]?.products.length === growing.products.length;
    const node = { name: growing.name, label: readableName(growing.name), path: growing.path, depth, products: growing.products, children: isSame ? (parts[0]?.children ?? []) : parts };
    nodeByPath.set(node.path, node);
    return node;
  });
  return nodes.sort((a, b) => b.products.length - a.products.length);
}

function popularity(product: Product): number {
  return product.soldCount ?? product.ratingCount ?? 0;
}

/** Arranges a catalogue's products for browsing. */
export function rangeOf(products: readonly Product[]): Range {
  const nodeByPath = new Map<string, CategoryNode>();
  const departments = settle(grow(products), 0, nodeByPath);
  const byPopularity = [...products].sort((a, b) => Number(b.available) - Number(a.available) || popularity(b) - popularity(a));
  return { products, productById: new Map(products.map((product) => [product.id, product])), departments, nodeByPath, byPopularity };
}

/** Places on the way to a product, from its department down. */
export function wayTo(range: Range, product: Product): CategoryNode[] {
  const names = product.category.slice(0, MAX_DEPTH).map(slug);
  return names.flatMap((_, depth) => range.nodeByPath.get(names.slice(0, depth + 1).join('/')) ?? []).filter((node, depth) => depth === 0 || node.products.length >= MIN_PART_PRODUCTS);
}

/** Address of a product's page. A dot is escaped: a server reads a path that ends in `.xyz` as a file. */
export function productHref(product: Product): string {
  return `/product/${encodeURIComponent(product.id).replaceAll('.', '%2E')}`;
}

/**
 * This shop's page of the product that an address belongs to: shelves lead to where the feed says, which may be another shop's
 * pages. undefined for any other address; of products that share one, the first.
 *
 * @param base - address of this shop, for a feed's relative links
 */
export function ownPages({ products }: Pick<Range, 'products'>, base: string): (href: string) => string | undefined {
  const pages = new Map<string, string>();
  for (const product of products) {
    const href = product.url !== '' && URL.canParse(product.url, base) ? new URL(product.url, base).href : undefined;
    if (href !== undefined && !pages.has(href)) pages.set(href, productHref(product));
  }
  return (href) => pages.get(href);
}

/** Address of a department's page. */
export function categoryHref(node: CategoryNode): string {
  return `/category/${node.path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Up to `count` products, taking turns between groups so that no department fills the row. */
export function takeTurns(groups: readonly (readonly Product[])[], count: number): Product[] {
  const picked: Product[] = [];
  const seen = new Set<string>();
  const longest = Math.max(0, ...groups.map((group) => group.length));
  for (let turn = 0; turn < longest && picked.length < count; turn++) {
    for (const group of groups) {
      const product = group[turn];
      if (!product || seen.has(product.id) || picked.length >= count) continue;
      seen.add(product.id);
      picked.push(product);
    }
  }
  return picked;
}
