import { BRIGHT, GLAZE, WOOD, type Range } from './kind.ts';

export const BEAUTY: Range = {
  department: 'Beauty',
  brands: [
    { name: 'Rosmarin', level: 1, voice: 'Rosmarin lists every ingredient with what it is for.' },
    { name: 'Petal Lab', level: 1.3, voice: 'Petal Lab tests on volunteers, never on animals.' },
    { name: 'Sudsy', level: 0.6, voice: 'Sudsy refills at the counter.' },
    { name: 'Nocturne', level: 1.7, voice: 'Nocturne blends in lots of a thousand bottles.' },
  ],
  models: ['Calm', 'Dew', 'Bloom', 'Velvet', 'Cloud', 'Ritual', 'Bare', 'Silk', 'Aura', 'Glow'],
  kinds: [
    {
      leaf: 'Face Creams', noun: 'Face Cream', price: [12, 68], sizes: ['30 ml', '50 ml'], colours: GLAZE,
      materials: ['oat and squalane', 'hyaluronic acid and aloe', 'shea and calendula'], uses: ['dry skin', 'sensitive skin', 'night care'],
      features: ['It sinks in without a film.', 'Free of perfume.', 'The jar is glass and the lid is metal.', 'Skin feels calm within a day.'],
    },
    {
      leaf: 'Soaps', noun: 'Soap Bar', price: [5, 16], sizes: ['Lavender', 'Lemon & Salt', 'Pine Tar', 'Unscented', 'Rose Clay'], colours: [...GLAZE, 'Lilac', 'Mint'],
      materials: ['olive and coconut oil', 'goat milk and honey', 'shea butter'], uses: ['hands and body', 'gardeners', 'shaving'],
      features: ['Matured for six weeks, so it lasts.', 'It rinses clean in hard water.', 'Wrapped in paper only.', 'Lathers like a much dearer soap.'],
    },
    {
      leaf: 'Shampoos', noun: 'Shampoo', price: [7, 29], sizes: ['250 ml', '400 ml'], colours: [...GLAZE, ...BRIGHT],
      materials: ['nettle and birch', 'rice protein', 'apple vinegar'], uses: ['fine hair', 'curls', 'a dry scalp'],
      features: ['No silicones, no sulphates.', 'A little is enough.', 'The bottle is made of old bottles.', 'Smells of a garden after rain.'],
    },
    {
      leaf: 'Lipsticks', noun: 'Lipstick', price: [9, 34], colours: ['Berry', 'Coral', 'Red', 'Blush', 'Plum', 'Rust'],
      materials: ['rich pigment and jojoba', 'beeswax and castor oil'], uses: ['all-day colour', 'a soft stain', 'evenings out'],
      features: ['It stays through lunch.', 'Lips feel cared for, not coated.', 'The case can be refilled.', 'Matt without being dry.'],
    },
    {
      leaf: 'Perfumes', noun: 'Eau de Parfum', price: [38, 145], sizes: ['30 ml', '50 ml', '100 ml'], colours: ['Ochre', 'Blush', 'Sky', 'Lilac', 'Moss', 'Rust'],
      materials: ['bergamot and vetiver', 'rose and pepper', 'fig leaf and cedar', 'iris and musk'], uses: ['every day', 'summer evenings', 'a signature'],
      features: ['It opens bright and dries down warm.', 'A 2 ml sample is in the box to try first.', 'It lasts from morning to supper.', 'The glass comes back for refills.'],
    },
    {
      leaf: 'Hairbrushes', noun: 'Hairbrush', price: [10, 48], colours: WOOD,
      materials: ['beech and boar bristle', 'bamboo', 'pear wood'], uses: ['long hair', 'tangles', 'travel'],
      features: ['Pins have rounded tips.', 'The cushion is natural rubber.', 'Wet or dry, it does not pull.', 'The handle is oiled, not varnished.'],
    },
  ],
};
