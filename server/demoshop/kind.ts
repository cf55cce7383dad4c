/** One kind of product that the demo shop sells: the leaf of its category and the words its products are made of. */
export interface Kind {
  /** Leaf category, plural. */
  readonly leaf: string;
  /** What one is called in a title. */
  readonly noun: string;
  /** Cheapest and dearest, in whole euro, before the brand's own level. */
  readonly price: readonly [from: number, to: number];
  /** Sizes or contents, cheapest first; none where it has no sizes. */
  readonly sizes?: readonly string[];
  readonly colours: readonly string[];
  /** Fits "made of …". */
  readonly materials: readonly string[];
  /** Fits "for …". */
  readonly uses: readonly string[];
  /** Whole sentences; each product gets two. */
  readonly features: readonly string[];
}

/** A brand of the demo shop. All are invented. */
export interface DemoBrand {
  readonly name: string;
  /** Multiplies prices: what the brand asks beside the others. */
  readonly level: number;
  /** A whole sentence about it, the same under each of its products. */
  readonly voice: string;
}

/** One department: its brands, the model names they use, and its kinds. */
export interface Range {
  readonly department: string;
  readonly brands: readonly DemoBrand[];
  /** Model names, at least as many as products of one kind. */
  readonly models: readonly string[];
  readonly kinds: readonly Kind[];
}

/** Colours products come in, by the name a title uses. */
export const COLOURS: Readonly<Record<string, string>> = {
  Moss: '#6f7f4f', Slate: '#5f6f7c', Sand: '#d3b98c', Rust: '#b5573a', Navy: '#2f4466', Charcoal: '#43474c', Cream: '#e9dcc3', Ochre: '#cf9a3c',
  Teal: '#2f7f83', Plum: '#6f4566', Coral: '#e57f67', Sage: '#9db092', Sky: '#7fb0d3', Berry: '#a33a59', Black: '#2b2c2f', White: '#f1efe9',
  Walnut: '#7b5238', Oak: '#c39a68', Terracotta: '#c46f4e', Mustard: '#d6a92f', Olive: '#7c7a42', Blush: '#e3b3ab', Copper: '#b9734c', Steel: '#9ba6ae',
  Forest: '#3c6147', Lilac: '#a996c4', Red: '#c5383a', Lemon: '#ead257', Mint: '#9fd0b8', Denim: '#4a6388', Ash: '#cfc6b4', Brass: '#c2a14d',
};

/** Colour sets that several kinds share. */
export const FABRIC = ['Moss', 'Slate', 'Sand', 'Rust', 'Navy', 'Charcoal', 'Ochre', 'Teal', 'Plum', 'Sage', 'Blush'] as const;
export const BRIGHT = ['Coral', 'Sky', 'Red', 'Lemon', 'Mint', 'Teal', 'Berry', 'Lilac', 'Navy'] as const;
export const WOOD = ['Walnut', 'Oak', 'Ash', 'Black', 'White'] as const;
export const METAL = ['Steel', 'Black', 'Copper', 'Brass', 'Cream', 'Forest'] as const;
export const GLAZE = ['Cream', 'Sage', 'Terracotta', 'Slate', 'Sky', 'White', 'Ochre', 'Blush'] as const;
export const LEATHER = ['Walnut', 'Black', 'Rust', 'Forest', 'Navy', 'Sand'] as const;
