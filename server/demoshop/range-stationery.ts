import { BRIGHT, FABRIC, METAL, type Range } from './kind.ts';

export const STATIONERY: Range = {
  department: 'Books & Stationery',
  brands: [
    { name: 'Foolscap', level: 1, voice: 'Foolscap paper takes fountain pen ink without a shadow.' },
    { name: 'Inkwell & Sons', level: 1.5, voice: 'Inkwell & Sons grinds nibs in its own workshop.' },
    { name: 'Margin Press', level: 1.1, voice: 'Margin Press prints small editions and reprints what readers ask for.' },
    { name: 'Papyr', level: 0.7, voice: 'Papyr makes paper from hay.' },
  ],
  models: ['Chapter', 'Folio', 'Marginalia', 'Quill', 'Ledger', 'Almanac', 'Verso', 'Atlas', 'Sonnet', 'Preface'],
  kinds: [
    {
      leaf: 'Notebooks', noun: 'Notebook', price: [7, 32], sizes: ['A6', 'A5', 'B5'], colours: [...FABRIC, ...BRIGHT],
      materials: ['120 g paper and linen', 'dotted paper in soft cover', 'stone paper'], uses: ['daily notes', 'bullet journals', 'meetings'],
      features: ['It lies flat on every page.', 'Pages are numbered.', 'A pocket at the back keeps receipts.', 'Two ribbons mark your place.'],
    },
    {
      leaf: 'Fountain Pens', noun: 'Fountain Pen', price: [22, 160], sizes: ['fine', 'medium', 'broad'], colours: METAL,
      materials: ['brass', 'turned resin', 'brushed aluminium'], uses: ['letters', 'signatures', 'daily writing'],
      features: ['It starts at once after weeks in a drawer.', 'A converter for bottled ink is included.', 'The cap closes with a click.', 'Nibs can be swapped.'],
    },
    {
      leaf: 'Sketchbooks', noun: 'Sketchbook', price: [9, 38], sizes: ['A5', 'A4', 'square'], colours: FABRIC,
      materials: ['200 g cotton paper', 'toned paper', 'mixed-media paper'], uses: ['pencil and ink', 'watercolour', 'urban sketching'],
      features: ['Paper holds a light wash without curling.', 'Perforated pages come out clean.', 'The cover is stiff enough to draw standing.', 'Acid-free, for keeping.'],
    },
    {
      leaf: 'Planners', noun: 'Planner', price: [12, 42], sizes: ['weekly', 'daily'], colours: [...FABRIC, ...BRIGHT],
      materials: ['thread-bound paper', 'recycled paper and cloth'], uses: ['busy families', 'students', 'a calmer year'],
      features: ['It starts in any month you like.', 'One page a week stays empty on purpose.', 'Habits have their own grid.', 'Holidays are left for you to fill in.'],
    },
    {
      leaf: 'Cookbooks', noun: 'Cookbook', price: [18, 42], sizes: ['Weeknights', 'One Pot', 'Bread at Home', 'The Vegetable Year', 'Small Plates', 'Noodles'], colours: BRIGHT,
      materials: ['wipe-clean cloth and uncoated paper', 'hardback'], uses: ['new cooks', 'a crowd', 'seasonal eating'],
      features: ['Each recipe fits one spread.', 'Ingredients come from a normal shop.', 'Photographs show how it really looks.', 'An index by what is in your fridge.'],
    },
    {
      leaf: 'Desk Organisers', noun: 'Desk Organiser', price: [14, 60], colours: ['Walnut', 'Oak', 'Sage', 'Black', 'White', 'Terracotta'],
      materials: ['oiled wood', 'folded steel', 'felt'], uses: ['pens and scissors', 'a tidy desk', 'the shared table'],
      features: ['A slot holds your phone upright.', 'It stacks with the others of its series.', 'Cork feet make no scratches.', 'Cables leave at the back.'],
    },
  ],
};
